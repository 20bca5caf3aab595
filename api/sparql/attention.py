"""Noticing that nobody waits for an answer any more, before it has begun."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Final, Self

from starlette.requests import ClientDisconnect, Request

from api.problems import Problem
from api.sparql.evaluation import Evaluation

INTERVAL: Final = 0.5
"""Seconds between two looks; a query that is over before the first costs a timer."""


class Attention:
    """While its block lasts, the query ends with its client; the block then raises `ClientDisconnect`."""

    def __init__(self, request: Request, evaluation: Evaluation) -> None:
        self._request, self._evaluation = request, evaluation
        self._task: asyncio.Task[None] | None = None
        self._gone = False

    def __enter__(self) -> Self:
        self._timer = asyncio.get_running_loop().call_later(INTERVAL, self._begin)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()
        if self._gone and isinstance(error, Problem):
            raise ClientDisconnect from error

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while not await self._request.is_disconnected():
            await asyncio.sleep(INTERVAL)
        self._gone = True
        self._evaluation.abandon()
