"""Running the service: one socket, one process or several, an end that lets answers finish."""

from __future__ import annotations

import asyncio
import gc
import shutil
import signal
import socket
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.console import say
from api.errors import UnreadableArgument
from api.http import Connection
from api.identity.counts import CountTable
from api.observation import configure
from api.settings import Settings
from api.shared import Shared, Turns
from api.stores import place
from api.supervisor import Post, Supervisor


def run(settings: Settings) -> None:
    """Serve until interrupted.

    Raises:
        UnreadableArgument: the address cannot be listened on.
        graph.errors.StoreTooNew: the data folder was written by a later version.
        ServingFailed: of several serving processes, one cannot start; the message says why.
    """
    configure(settings.log_format)
    with _listen(settings) as listening:
        if settings.serving_processes > 1:
            _run_several(settings, listening)
            return
        app = create_app(settings)
        _announce(settings, listening)
        uvicorn.Server(_config(settings, app)).run(sockets=[listening])


def _run_several(settings: Settings, listening: socket.socket) -> None:
    """Serve in several processes, which have in common what must hold for all of them together.

    They accept from one socket: whoever is idle takes the next connection, and one that died leaves none
    waiting. With a socket each (SO_REUSEPORT) the kernel deals connections out by their address alone; that
    was no more even (of 16, 5 to 8 for the one that got fewer, either way), and no quicker.
    """
    number = settings.serving_processes
    with (
        TemporaryDirectory(prefix="weerbaar-metrics-") as folder,
        closing(Turns()) as turns,
        closing(CountTable(number)) as table,
    ):
        shared = [Shared(each, table, turns, Path(folder)) for each in range(number)]

        def serve(post: Post) -> None:
            own = shared[post.number]
            own.enter()
            app = create_app(settings.share(post.number), own)
            _Child(_config(settings, app), post, own.folder).run(sockets=[listening])

        def died(process: int) -> None:
            shared[process].bury()

        supervisor = Supervisor(serve, number, died, settings.shutdown_seconds)
        caught = supervisor.run(partial(_announce, settings, listening))
    signal.raise_signal(caught)  # as uvicorn does in one process: whoever waits for us learns why we ended


class _Child(uvicorn.Server):
    """One of several: it tells its parent that it answers, and ends when it has none."""

    def __init__(self, config: uvicorn.Config, post: Post, folder: Path) -> None:
        super().__init__(config)
        self._post, self._folder = post, folder

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer from now on."""
        await super().startup(sockets)
        asyncio.get_running_loop().add_reader(self._post.parent, self._orphaned)
        self._post.started()

    def _orphaned(self) -> None:
        asyncio.get_running_loop().remove_reader(self._post.parent)
        shutil.rmtree(self._folder, ignore_errors=True)  # nobody else will
        self.handle_exit(signal.SIGTERM, None)


def _config(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    gc.collect()
    gc.freeze()  # vocabularies and catalogue stay: looking through them again and again costs every query
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=round(settings.shutdown_seconds),
        server_header=False,
        http=Connection,
    )


def _announce(settings: Settings, listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    say(f"Weerbaar listens on http://{shown}:{port}/  (graph: {place(settings)}; Ctrl+C ends it)")


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
