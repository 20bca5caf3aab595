"""The processes in which queries run: started ahead, used one query at a time, killed without regret.

Most queries take milliseconds. One that takes longer than `PATIENCE` gives up its place to a fresh process
when others want it, and goes on at low priority, a few at a time; the others of its kind are paused until
their turn, and turned away where too many wait. So a crowd of expensive queries cannot stand in the way of
the ordinary ones.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Final

from api.sparql.evaluation import Evaluation, overloaded
from api.sparql.frames import Job
from api.sparql.process import Worker, WorkerDied
from api.sparql.residence import Residence

log = logging.getLogger("weerbaar.sparql")
PATIENCE: Final = 0.1
"""Seconds of processor time after which a query counts as long."""
PAUSED: Final = 4
"""For each long query that may run, how many may be paused."""
GLANCE: Final = PATIENCE / 2
"""Seconds between two looks at how much a query has used."""
LONGEST: Final = 0.5
"""Seconds on the clock after which it counts as long anyway: its client may be slow to read."""
PROCESSORS: Final = os.cpu_count() or 1
AHEAD: Final = 2
"""Processes that are started before anybody asks."""


class WorkerPool:
    """At most `size` workers for whoever comes next, and `long` more that are busy with long queries.

    Each may take so many `megabytes`; `waiting` queries may wait. A snapshot is answered from a copy in
    memory when it is asked much and there is `room`, in megabytes, for every process to hold one.
    """

    def __init__(self, size: int, long: int, megabytes: int, waiting: int, room: int = 0) -> None:
        # more workers than processors take turns, and each finds its caches cold
        self._size = min(size, PROCESSORS + 1)
        self._most_long, self._most_waiting = long, waiting
        self._residence = Residence(megabytes, room // (1 + self._size + long), self._renew)
        self._idle: asyncio.Queue[Worker] = asyncio.LifoQueue()
        self._all: set[Worker] = set()
        self._long: set[Worker] = set()
        self._places = asyncio.Semaphore(long)
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._open = False
        self.waiting = 0
        self.killed = 0

    async def start(self) -> None:
        """Start the processes; returns at once, the first query waits for the first of them."""
        self._open = True
        for _ in range(min(self._size, AHEAD)):
            self._grow()

    async def stop(self) -> None:
        """End every process."""
        self._open = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._all))
        await self._residence.stop()

    def expect(self, snapshot: str) -> None:
        """Make ready for questions about a snapshot."""
        self._residence.expect(snapshot)

    @property
    def workers(self) -> int:
        """How many processes there are."""
        return len(self._all)

    @property
    def sandboxes(self) -> set[str]:
        """How the running processes are shut in: `{"shut"}` when all is well."""
        return {worker.sandbox for worker in self._all}

    @asynccontextmanager
    async def evaluate(self, job: Job) -> AsyncIterator[Evaluation]:
        """Run a job in a worker of its own. Raises `Problem` 503 when too many wait, or it waits too long."""
        self._residence.asked(job.snapshot)
        worker = self._at_once() or await self._take(job.seconds)
        evaluation = Evaluation(worker, job)
        watch = _Watch(self, worker, evaluation)
        try:
            yield evaluation
        finally:
            watch.cancel()
            self._give_back(worker, reusable=worker.usable and evaluation.ended)

    def _at_once(self) -> Worker | None:
        """A worker that stands ready, when nobody waits for it."""
        if self.waiting or self._idle.empty():
            return None
        worker = self._idle.get_nowait()
        if worker.alive:
            return worker
        self._retire(worker, replace=True)
        return None

    async def _take(self, seconds: float) -> Worker:
        if self.waiting >= self._most_waiting and self._idle.empty():
            raise overloaded(f"{self.waiting} queries wait already")
        self.waiting += 1
        if self._idle.empty():
            self._grow()
        try:
            async with asyncio.timeout(seconds):
                while not (worker := await self._idle.get()).alive:
                    self._retire(worker, replace=True)
        except TimeoutError as error:
            raise overloaded("No process came free in time") from error
        finally:
            self.waiting -= 1
        return worker

    async def watch(self, worker: Worker, evaluation: Evaluation, before: float) -> None:
        """Wait until a query turns out to be long; `before` is what its worker had computed before it."""
        end = asyncio.get_running_loop().time() + LONGEST - GLANCE
        while worker.computed() - before < PATIENCE and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(GLANCE)
        while not self._crowded:
            await asyncio.sleep(GLANCE)
        await self._make_way(worker, evaluation)

    @property
    def _crowded(self) -> bool:
        """Whether a long query stands in somebody's way."""
        busy = len(self._all) - self._idle.qsize()
        return self.waiting > 0 or busy >= min(self._size, PROCESSORS)

    async def _make_way(self, worker: Worker, evaluation: Evaluation) -> None:
        """Let a long query go on beside a few others; paused until it may, ended where too many are."""
        if len(self._long) >= self._most_long * (1 + PAUSED):
            evaluation.turned_away = True
            await worker.kill()
            return
        self._long.add(worker)
        self._grow()
        if self._places.locked():
            worker.pause()
        async with self._places:  # until `evaluate` ends, which cancels this
            worker.give_way()
            worker.resume()
            await asyncio.get_running_loop().create_future()

    def _give_back(self, worker: Worker, *, reusable: bool) -> None:
        if reusable and worker not in self._long and self._residence.gives(worker):
            self._idle.put_nowait(worker)
            return
        self.killed += not reusable
        self._retire(worker, replace=worker not in self._long)

    def _renew(self) -> None:
        """Workers come from elsewhere now: replace those that stand ready; the others follow when free."""
        outdated = []
        while not self._idle.empty():
            outdated.append(self._idle.get_nowait())
        for worker in outdated:
            self._retire(worker, replace=True)

    def _retire(self, worker: Worker, *, replace: bool) -> None:
        self._all.discard(worker)
        self._long.discard(worker)
        self.spawn(worker.kill())
        if replace:
            self._grow()

    def _grow(self) -> None:
        """Start one more process for short queries, where there may be one more."""
        if self._open and len(self._all) - len(self._long) + self._starting < self._size:
            self._starting += 1
            self.spawn(self._add())

    async def _add(self) -> None:
        nursery = self._residence.nursery
        try:
            worker = await nursery.worker()
        except (WorkerDied, OSError) as error:
            log.error("a query process could not be started: %s", error)
            worker = None
        finally:
            self._starting -= 1
        if worker is None:
            if nursery is not self._residence.nursery:  # workers have come from elsewhere since
                self._grow()
            return
        self._all.add(worker)
        self._idle.put_nowait(worker)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class _Watch:
    """Looks at a query once it has run for a moment: most are over by then, and cost no task."""

    def __init__(self, pool: WorkerPool, worker: Worker, evaluation: Evaluation) -> None:
        self._pool, self._worker, self._evaluation = pool, worker, evaluation
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(GLANCE, self._look)

    def cancel(self) -> None:
        """The query has ended."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        before = self._worker.computed() - GLANCE  # at most what it has computed since
        self._task = self._pool.spawn(self._pool.watch(self._worker, self._evaluation, before))
