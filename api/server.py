"""Running the service: one socket, one process, an end that lets answers finish."""

from __future__ import annotations

import gc
import socket

import uvicorn

from api.app import create_app
from api.console import say
from api.errors import UnreadableArgument
from api.http import Connection
from api.observation import configure
from api.settings import Settings
from api.stores import place


def run(settings: Settings) -> None:
    """Serve until interrupted.

    Raises:
        UnreadableArgument: the address cannot be listened on.
        graph.errors.StoreTooNew: the data folder was written by a later version.
    """
    configure(settings.log_format)
    with _listen(settings) as listening:
        app = create_app(settings)
        gc.collect()
        gc.freeze()  # vocabularies and catalogue stay: looking through them again and again costs every query
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=round(settings.shutdown_seconds),
            server_header=False,
            http=Connection,
        )
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        say(f"Weerbaar listens on http://{shown}:{port}/  (graph: {place(settings)}; Ctrl+C ends it)")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything slow, so that a busy port is told at once."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise UnreadableArgument(
            f"cannot listen on {settings.host} port {settings.port} ({error.strerror}); "
            "choose another with --port, or 0 for a free one"
        ) from error
    listening.set_inheritable(False)
    # Accepted sockets inherit it. asyncio sets it only where the protocol is named, and an answer in two
    # writes (head, body) would otherwise wait 40 ms for the client's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
