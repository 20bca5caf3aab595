"""One process in which queries run: start it, talk to it, end it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Final, cast

from api.sparql.frames import HEADER, Job, Kind, frame

BUFFER: Final = 1 << 20
"""Bytes of an answer that are held here for a client that reads slowly."""
LOW_PRIORITY: Final = 10


class WorkerDied(Exception):
    """The process ended in the middle of a job. `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with {code}")
        self.code = code


class Channel(asyncio.Protocol):
    """Our end of the pair of sockets: frames as they come, no more ahead than `BUFFER` bytes."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.lost = False
        self._buffer = bytearray()
        self._frames: deque[tuple[Kind, bytes]] = deque()
        self._held = 0
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's own is no subclass

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        at = 0
        while len(self._buffer) - at >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer, at)
            end = at + HEADER.size + length
            if end > len(self._buffer):
                break
            self._frames.append((Kind(kind), bytes(self._buffer[at + HEADER.size : end])))
            self._held += length
            at = end
        del self._buffer[:at]
        if self._held > BUFFER and self.transport is not None:
            self.transport.pause_reading()
        if self._frames:
            self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        self.lost = True
        self._wake()

    def take(self) -> tuple[Kind, bytes] | None:
        """The next frame if it is here."""
        if not self._frames:
            return None
        taken = self._frames.popleft()
        self._held -= len(taken[1])
        if self._held <= BUFFER and self.transport is not None and not self.transport.is_closing():
            self.transport.resume_reading()
        return taken

    @property
    def complete(self) -> bool:
        """Whether all that will come is here, up to the end of an answer."""
        return bool(self._frames) and self._frames[-1][0] is Kind.END

    async def wait(self) -> None:
        """Until a frame is here, or none will come."""
        if self._frames or self.lost:
            return
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Worker:
    """One process, ready for a job."""

    def __init__(self, process: Process, channel: Channel) -> None:
        self.process = process
        self.sandbox = ""
        """`shut`, or why the kernel does not help."""
        self.usable = True
        self._channel = channel

    @classmethod
    async def start(cls, megabytes: int) -> Worker:
        """Start a process and wait until it is ready."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "api.sparql.worker", str(megabytes),
                stdin=theirs.fileno(), stdout=theirs.fileno(), env=_environment(),
            )  # fmt: skip
        _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=ours)
        worker = cls(process, channel)
        kind, data = await worker.receive()
        assert kind is Kind.READY
        worker.sandbox = data.decode()
        return worker

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
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()
        if self._channel.transport is not None:
            self._channel.transport.close()

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
        return self.process.returncode is None and not self._channel.lost


def _environment() -> dict[str, str]:
    keep = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "WEERBAAR_BASE", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in keep if name in os.environ}
