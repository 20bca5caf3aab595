"""Starting the processes in which queries run: forked from one that has imported all they need.

A fresh interpreter takes some 70 milliseconds until it can answer, a fork 16; and forks share what they do
not write to. So ending a process for cause costs the others little.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from typing import Final

from api.sparql.channel import Channel
from api.sparql.forking import ENDED, EVENT, START, STARTED
from api.sparql.frames import Kind
from api.sparql.process import Child, Worker, WorkerDied
from api.sparql.sandbox import environment

ALLOCATOR: Final = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "trim_threshold": 1 << 28,
        "mmap_threshold": 1 << 28,
        "top_pad": 1 << 22,
        "tcache_count": 1000,
    }.items()
)
"""A worker keeps the memory that it will want again for the next query."""


class Nursery:
    """The process that forks workers; started with the first of them, and anew if it dies."""

    def __init__(self, megabytes: int) -> None:
        self._megabytes = megabytes
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._control: socket.socket | None = None
        self._heard = b""
        self._children: dict[int, Child] = {}
        self._early: dict[int, int] = {}
        """Exit codes of workers that ended before anybody took notice of their start."""
        self._started: asyncio.Future[int] | None = None

    async def worker(self) -> Worker:
        """A new worker, ready for a job. Raises `WorkerDied` or `OSError`."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                async with self._turn:
                    child = await self._fork(theirs)
            _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=ours)
        except BaseException:
            ours.close()  # which ends a worker that was forked meanwhile
            raise
        worker = Worker(child, channel)
        kind, data = await worker.receive()
        assert kind is Kind.READY
        worker.sandbox = data.decode()
        return worker

    async def stop(self) -> None:
        """End the nursery; its workers end with their sockets."""
        self._lose()
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _fork(self, theirs: socket.socket) -> Child:
        if self._control is None:
            await self._open()
        assert self._control is not None
        self._started = asyncio.get_running_loop().create_future()
        socket.send_fds(self._control, [START.pack(self._megabytes)], [theirs.fileno()])
        number = await self._started
        child = self._children[number] = Child(number)
        if number in self._early:
            self._ended(number, self._early.pop(number))
        return child

    async def _open(self) -> None:
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "api.sparql.forking",
                stdin=theirs.fileno(),
                env=environment() | {"GLIBC_TUNABLES": ALLOCATOR},
            )
        asyncio.get_running_loop().add_reader(self._control.fileno(), self._hear)

    def _hear(self) -> None:
        assert self._control is not None
        try:
            data = self._control.recv(4096)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._lose()
            return
        self._heard += data
        while len(self._heard) >= EVENT.size:
            event, number, code = EVENT.unpack_from(self._heard)
            self._heard = self._heard[EVENT.size :]
            if event == STARTED and self._started is not None and not self._started.done():
                self._started.set_result(number)
            elif event == ENDED:
                self._ended(number, code)

    def _ended(self, number: int, code: int) -> None:
        child = self._children.pop(number, None)
        if child is None:
            self._early[number] = code
        else:
            child.end(code)

    def _lose(self) -> None:
        """The nursery has gone: nobody will tell how its workers end."""
        if self._control is None:
            return
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._control, self._heard = None, b""
        for child in self._children.values():
            child.signal(signal.SIGKILL)
            child.end(-signal.SIGKILL)
        self._children.clear()
        if self._started is not None and not self._started.done():
            self._started.set_exception(WorkerDied(-signal.SIGKILL))
