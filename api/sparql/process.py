"""One process in which queries run: start it, talk to it, end it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Final

from api.sparql.frames import HEADER, Job, Kind, frame

BUFFER: Final = 1 << 20
LOW_PRIORITY: Final = 10


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

    def give_way(self) -> None:
        """Take the processor only when nobody else wants it."""
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.process.pid, LOW_PRIORITY)

    def pause(self) -> None:
        """Stop computing until `resume`."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGCONT)

    def computed(self) -> float:
        """Seconds of processor time that it has used; 0 where the system does not tell."""
        try:
            text = Path(f"/proc/{self.process.pid}/schedstat").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(text.split()[0]) / 1e9

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return self.process.returncode is None


def _environment() -> dict[str, str]:
    keep = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "WEERBAAR_BASE", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in keep if name in os.environ}
