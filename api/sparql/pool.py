"""The processes in which queries run: started ahead, used one query at a time, killed without regret."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Final

from api.problems import Problem
from api.sparql.frames import HEADER, Head, Job, Kind, Refusal, frame

BUFFER: Final = 1 << 20


class WorkerDied(Exception):
    """The process ended in the middle of a job. `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with {code}")
        self.code = code


class Worker:
    """One process, ready for a job."""

    def __init__(self, process: Process, sandbox: str) -> None:
        self.process = process
        self.sandbox = sandbox
        """`shut`, or why the kernel does not help."""
        self.usable = True

    @classmethod
    async def start(cls, megabytes: int) -> Worker:
        """Start a process and wait until it is ready."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.sparql.worker", str(megabytes),
            stdin=PIPE, stdout=PIPE, limit=BUFFER, env=_environment(),
        )  # fmt: skip
        worker = cls(process, "")
        kind, data = await worker.receive()
        assert kind is Kind.READY
        worker.sandbox = data.decode()
        return worker

    async def send(self, job: Job) -> None:
        """Hand over a job."""
        assert self.process.stdin
        try:
            self.process.stdin.write(frame(Kind.JOB, job.encode()))
            await self.process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise WorkerDied(await self.process.wait()) from error

    async def receive(self) -> tuple[Kind, bytes]:
        """The next frame. Raises `WorkerDied`."""
        assert self.process.stdout
        try:
            kind, length = HEADER.unpack(await self.process.stdout.readexactly(HEADER.size))
            return Kind(kind), await self.process.stdout.readexactly(length) if length else b""
        except asyncio.IncompleteReadError as error:
            raise WorkerDied(await self.process.wait()) from error

    async def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.usable = False
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Evaluation:
    """A query that is being answered: its head is known, its parts are still to come."""

    def __init__(self, worker: Worker, job: Job, deadline: float) -> None:
        self._worker, self._job, self._deadline = worker, job, deadline
        self._ended = False

    async def head(self) -> Head:
        """Wait for the first part. Raises `Problem` when there will be none."""
        try:
            await self._worker.send(self._job)
            kind, data = await self._receive()
        except WorkerDied as died:
            self._worker.usable = False
            raise _post_mortem(died.code) from died
        if kind is Kind.REFUSED:
            self._ended = True
            raise _problem(Refusal.decode(data))
        return Head.decode(data)

    async def parts(self) -> AsyncIterator[bytes]:
        """The parts of the answer, complete or with an exception at the end. Raises `Problem`."""
        while not self._ended:
            try:
                kind, data = await self._receive()
            except WorkerDied as died:
                self._worker.usable = False
                raise _post_mortem(died.code) from died
            if kind is Kind.DATA:
                yield data
                continue
            self._ended = True
            if kind is Kind.REFUSED:
                raise _problem(Refusal.decode(data))

    @property
    def ended(self) -> bool:
        """Whether the worker is done with it and can take the next."""
        return self._ended

    async def _receive(self) -> tuple[Kind, bytes]:
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._worker.receive()
        except TimeoutError as error:
            self._worker.usable = False
            detail = f"The query ran longer than {self._job.seconds:g} seconds and was ended."
            raise Problem(504, "query-too-slow", detail) from error


class WorkerPool:
    """A fixed number of workers; whoever finds none free waits for a turn, in order."""

    def __init__(self, size: int, megabytes: int, waiting: int) -> None:
        self._size, self._megabytes, self._most_waiting = size, megabytes, waiting
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False
        self.waiting = 0
        self.killed = 0

    async def start(self) -> None:
        """Start the processes; returns at once, the first query waits for the first of them."""
        self._open = True
        for _ in range(self._size):
            self._replace()

    async def stop(self) -> None:
        """End every process."""
        self._open = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._all))

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
        """Run a job in a worker of its own. Raises `Problem` 503 when too many wait already."""
        if self.waiting >= self._most_waiting and self._idle.empty():
            detail = f"{self.waiting} queries wait already; try again in a moment."
            raise Problem(503, "overloaded", detail, headers={"retry-after": "2"})
        self.waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self.waiting -= 1
        evaluation = Evaluation(worker, job, asyncio.get_running_loop().time() + job.seconds)
        try:
            yield evaluation
        finally:
            self._give_back(worker, reusable=worker.usable and evaluation.ended)

    def _give_back(self, worker: Worker, *, reusable: bool) -> None:
        if reusable:
            self._idle.put_nowait(worker)
            return
        self.killed += 1
        self._all.discard(worker)
        self._spawn(worker.kill())
        if self._open:
            self._replace()

    def _replace(self) -> None:
        self._spawn(self._add())

    async def _add(self) -> None:
        worker = await Worker.start(self._megabytes)
        self._all.add(worker)
        self._idle.put_nowait(worker)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _environment() -> dict[str, str]:
    keep = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "WEERBAAR_BASE", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in keep if name in os.environ}


def _problem(refusal: Refusal) -> Problem:
    if refusal.line is None:
        return Problem(refusal.status, refusal.kind, refusal.detail)
    return Problem(refusal.status, refusal.kind, refusal.detail, line=refusal.line, column=refusal.column)


def _post_mortem(code: int) -> Problem:
    """What the end of the process says about its query."""
    if code == -signal.SIGSYS:
        return Problem(400, "service-refused", "SERVICE is not allowed; this service asks no other endpoint.")
    if code == -signal.SIGXCPU:
        return Problem(504, "query-too-slow", "The query used more computing time than it may have.")
    return Problem(507, "query-too-complex", "The query needed more memory than it may have and was ended.")
