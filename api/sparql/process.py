"""One process in which queries run: talk to it, slow it down, end it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from api.sparql.channel import Channel
from api.sparql.frames import Job, Kind, frame

LOW_PRIORITY: Final = 10
LOST: Final = -signal.SIGHUP
"""The exit code of a process that ended because the one above it did: no fault of its query."""


class WorkerDied(Exception):
    """The process ended in the middle of a job. `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with {code}")
        self.code = code


class Child:
    """A process that the nursery forked."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def alive(self) -> bool:
        """Whether it is still there."""
        return not self._ended.done()

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.number, number)

    def end(self, code: int) -> None:
        """It has ended."""
        if self.alive:
            self._ended.set_result(code)

    async def wait(self) -> int:
        """Its exit code, negative for a signal, once it has ended."""
        return await asyncio.shield(self._ended)


class Worker:
    """One process, ready for a job."""

    def __init__(self, process: Child, channel: Channel, snapshot: str = "") -> None:
        self.process = process
        self.snapshot = snapshot
        """The store of which it shares a copy in memory; empty for none."""
        self.sandbox = ""
        """`shut`, or why the kernel does not help."""
        self.usable = True
        self._channel = channel

    async def send(self, job: Job) -> None:
        """Hand over a job."""
        transport = self._channel.transport
        assert transport is not None
        if self._channel.lost:
            raise WorkerDied(await self.process.wait())
        transport.write(frame(Kind.JOB, job.encode()))

    @property
    def complete(self) -> bool:
        """Whether the answer is here up to its end."""
        return self._channel.complete

    def received(self) -> tuple[Kind, bytes] | None:
        """The next frame if it is here already."""
        return self._channel.take()

    async def receive(self) -> tuple[Kind, bytes]:
        """The next frame. Raises `WorkerDied`."""
        while (found := self._channel.take()) is None:
            if self._channel.lost:
                raise WorkerDied(await self.process.wait())
            await self._channel.wait()
        return found

    async def kill(self) -> None:
        """End the process, whatever it is doing."""
        self.usable = False
        self.process.signal(signal.SIGKILL)
        await self.process.wait()
        if self._channel.transport is not None:
            self._channel.transport.close()

    def give_way(self) -> None:
        """Take the processor only when nobody else wants it: what is ordinary goes first, at once."""
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "linux":
                os.sched_setscheduler(self.process.number, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.process.number, LOW_PRIORITY)

    def pause(self) -> None:
        """Stop computing until `resume`."""
        self.process.signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        self.process.signal(signal.SIGCONT)

    def computed(self) -> float:
        """Seconds of processor time that it has used; 0 where the system does not tell."""
        try:
            text = Path(f"/proc/{self.process.number}/schedstat").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(text.split()[0]) / 1e9

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return self.process.alive and not self._channel.lost
