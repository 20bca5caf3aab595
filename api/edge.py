"""The outermost layer: each answer carries the headers of this service, is counted and logged; what no other
layer expected becomes a problem document; and a request whose body stops coming is not waited for.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import CommonHeaders
from api.observation import Observer
from api.problems import Problem, ProblemResponse
from api.sent import Sent

log = logging.getLogger("weerbaar")
SILENCE: Final = 20.0
"""Seconds to wait for the next part of a body."""
SENDING: Final = 600.0
"""Seconds in which the whole body has to come."""


class Edge:
    """Answers 500 with a problem document where an application failed before it answered."""

    def __init__(self, app: ASGIApp, headers: CommonHeaders, observer: Observer) -> None:
        self._app, self._headers, self._observer = app, headers, observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, sent = time.perf_counter(), Sent(send, self._headers.of(scope))
        try:
            await self._app(scope, _patient(receive), sent)
        except Exception:  # the one place that may: the edge of the process
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not sent.status:
                detail = "Something broke on our side; the log of the service says what."
                await ProblemResponse(Problem(500, "internal-error", detail))(scope, receive, sent)
        finally:
            self._observer.observe(scope, sent, time.perf_counter() - begun)


def _patient(receive: Receive) -> Receive:
    """Reads the body while it keeps coming; then waits for the client's leaving as long as need be."""
    more, end = True, asyncio.get_running_loop().time() + SENDING

    async def wait() -> Message:
        nonlocal more
        if not more:
            return await receive()
        try:
            async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + SILENCE, end)):
                message = await receive()
        except TimeoutError as error:
            detail = "The body of the request stopped coming; send it again."
            raise Problem(408, "request-too-slow", detail, headers={"connection": "close"}) from error
        more = message.get("more_body", False)
        return message

    return wait
