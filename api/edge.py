"""The outermost layer: what no other layer expected becomes a problem document and a line in the log."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem, ProblemResponse

log = logging.getLogger("weerbaar")


class Edge:
    """Answers 500 with a problem document where an application failed before it answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception:  # the one place that may: the edge of the process
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not started:
                detail = "Something broke on our side; the log of the service says what."
                await ProblemResponse(Problem(500, "internal-error", detail))(scope, receive, watch)
