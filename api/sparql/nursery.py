"""Starting the processes in which queries run: forked from one that has imported all they need.

A fresh interpreter takes some 70 milliseconds until it can answer, a fork 16; and forks share what they do
not write to: a copy of the graph, too. So ending a process for cause costs the others little.
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
from api.sparql.forking import ENDED, EVENT, READY, START, STARTED
from api.sparql.frames import Kind
from api.sparql.process import LOST, Child, Worker, WorkerDied
from api.sparql.sandbox import environment

ALLOCATOR: Final = ":".join(
    f"glibc.malloc.{name}={value}"
    for name, value in {
        "trim_threshold": 1 << 28,
        "mmap_threshold": 1 << 28,
        "top_pad": 1 << 22,
        "tcache_count": 1000,
        "hugetlb": 1,
    }.items()
)
"""A worker keeps the memory that it will want again for the next query; large pages save looking them up."""


class Nursery:
    """The process that forks workers; started with the first of them, and anew if it dies.

    Args:
        megabytes: memory that a worker may take, besides what it shares.
        snapshot: folder of the store of which the workers share a copy in memory; empty for none.
        room: megabytes that the copy may take.
    """

    def __init__(self, megabytes: int, snapshot: str = "", room: int = 0) -> None:
        self._megabytes, self.snapshot, self._room = megabytes, snapshot, room
        self._ready: asyncio.Future[None] | None = None
        self._stopped = False
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._control: socket.socket | None = None
        self._heard = b""
        self._children: dict[int, Child] = {}
        self._early: dict[int, int] = {}
        """Exit codes of workers that ended before anybody took notice of their start."""
        self._started: asyncio.Future[int] | None = None

    @property
    def alive(self) -> bool:
        """Whether its process is there."""
        return self._control is not None

    async def load(self) -> None:
        """Start it ahead of the first worker. Raises `WorkerDied` when there can be no copy, or `OSError`."""
        async with self._turn:
            await self._open()
        assert self._ready is not None
        await self._ready

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
        worker = Worker(child, channel, self.snapshot)
        kind, data = await worker.receive()
        assert kind is Kind.READY
        worker.sandbox = data.decode()
        return worker

    async def end(self) -> None:
        """End the nursery once the last of its workers has ended."""
        while self._children:
            await asyncio.wait([asyncio.ensure_future(child.wait()) for child in self._children.values()])
        await self.stop()

    async def stop(self) -> None:
        """End the nursery, and its workers, for good."""
        self._stopped = True
        self._lose()
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _fork(self, theirs: socket.socket) -> Child:
        if self._stopped:
            raise WorkerDied(LOST)
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
        copied = [self.snapshot, str(self._room)] if self.snapshot else []
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        self._ready = asyncio.get_running_loop().create_future()
        with theirs:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "api.sparql.forking",
                *copied,
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
            if event == READY and self._ready is not None and not self._ready.done():
                self._ready.set_result(None)
            elif event == STARTED and self._started is not None and not self._started.done():
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
            child.end(LOST)
        self._children.clear()
        for waiting in (self._started, self._ready):
            if waiting is not None and not waiting.done():
                waiting.set_exception(WorkerDied(-signal.SIGKILL))
                waiting.exception()  # nobody need wait for it
