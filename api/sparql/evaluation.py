"""One query that is being answered by a worker, and what is said where it fails."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from typing import Final

from api.problems import Problem
from api.sparql.frames import Head, Job, Kind, Refusal
from api.sparql.process import LOST, Worker, WorkerDied

DELIVERY: Final = 6
"""How many deadlines the delivery of an answer may take once it has begun: a slow line is no offence.
What the query may compute stays one deadline; the kernel ends the process that passes it."""


class Evaluation:
    """A query that is being answered: its head is known, its parts are still to come."""

    def __init__(self, worker: Worker, job: Job) -> None:
        self._worker, self._job = worker, job
        self._clock = asyncio.get_running_loop().time
        self._end = self._clock() + job.seconds * DELIVERY
        self.ended = False
        """Whether the worker is done with it and can take the next."""
        self.turned_away = False
        """Whether it was ended to make room."""

    async def head(self) -> Head:
        """Wait for the first part. Raises `Problem` when there will be none."""
        kind, data = await self._next(self._job)
        if kind is Kind.REFUSED:
            self.ended = True
            raise problem_of(Refusal.decode(data))
        return Head.decode(data)

    def abandon(self) -> None:
        """Nobody waits for it any more: end its worker."""
        self._worker.usable = False
        self._worker.process.signal(signal.SIGKILL)

    def whole(self) -> bytes | None:
        """All that follows the head, if it is here already; else `None`, and nothing is taken."""
        if self.ended or not self._worker.complete:
            return None
        found = []
        while (frame := self._worker.received()) is not None and frame[0] is Kind.DATA:
            found.append(frame[1])
        self.ended = True
        return b"".join(found)

    async def parts(self) -> AsyncIterator[bytes]:
        """The parts of the answer, complete or with an exception at the end. Raises `Problem`."""
        while not self.ended:
            kind, data = await self._next()
            if kind is Kind.DATA:
                yield data
                continue
            self.ended = True
            if kind is Kind.REFUSED:
                raise problem_of(Refusal.decode(data))

    async def _next(self, job: Job | None = None) -> tuple[Kind, bytes]:
        """The next frame, in answer to `job` if there is one."""
        if job is None and (here := self._worker.received()) is not None:
            return here
        try:
            async with asyncio.timeout_at(min(self._clock() + self._job.seconds, self._end)):
                if job is not None:
                    await self._worker.send(job)
                return await self._worker.receive()
        except TimeoutError as error:
            self._worker.usable = False
            detail = f"The query ran longer than {self._job.seconds:g} seconds and was ended."
            raise Problem(504, "query-too-slow", detail) from error
        except WorkerDied as died:
            self._worker.usable = False
            if self.turned_away:
                raise overloaded("Too many long queries run already") from died
            raise _post_mortem(died.code) from died


def problem_of(refusal: Refusal) -> Problem:
    """A refusal as the client is told of it."""
    if refusal.line is None:
        return Problem(refusal.status, refusal.kind, refusal.detail)
    return Problem(refusal.status, refusal.kind, refusal.detail, line=refusal.line, column=refusal.column)


def overloaded(reason: str) -> Problem:
    """Too much is asked at once."""
    return Problem(503, "overloaded", f"{reason}; try again in a moment.", headers={"retry-after": "2"})


def _post_mortem(code: int) -> Problem:
    """What the end of the process says about its query."""
    if code == -signal.SIGSYS:
        return Problem(400, "service-refused", "SERVICE is not allowed; this service asks no other endpoint.")
    if code == LOST:
        detail = "The process that ran the query was ended from outside; ask again."
        return Problem(503, "engine-failed", detail, headers={"retry-after": "1"})
    if code == -signal.SIGXCPU:
        return Problem(504, "query-too-slow", "The query used more computing time than it may have.")
    return Problem(507, "query-too-complex", "The query needed more memory than it may have and was ended.")
