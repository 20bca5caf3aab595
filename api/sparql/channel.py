"""The serving process's end of the pair of sockets that it shares with a worker."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, cast

from api.sparql.frames import HEADER, Kind

BUFFER: Final = 1 << 20
"""Bytes of an answer that are held here for a client that reads slowly."""


class Channel(asyncio.Protocol):
    """Frames as they come, no more ahead than `BUFFER` bytes."""

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
