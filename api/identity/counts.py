"""Counts per caller that several serving processes share, so that no caller gets N times its due.

The packages that count across processes need a server of their own (Redis, memcached). What is counted here
is a few numbers, so they stand in memory that the processes share from the moment they are forked, under a
lock of the kernel's: one that the kernel gives back when its holder dies, as the semaphores of
`multiprocessing` do not. Nothing of it outlives the service.
"""

from __future__ import annotations

import fcntl
import mmap
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import floor
from tempfile import TemporaryFile
from typing import Final, Self

from api.identity.limits import Full

ROWS: Final = 1 << 14
"""Callers that are counted at a time. When more come within two minutes, who asked least starts anew."""
PROBES: Final = 16
"""Rows in which a caller may stand."""
MINUTE: Final = 60.0
_KEY: Final = 16


class CountTable:
    """The memory: a row for each caller, with a place for each process. Made before the processes are."""

    def __init__(self, processes: int) -> None:
        self.row: Final = struct.Struct(f"<{_KEY}sqII{processes}I")
        """Caller, minute, requests in the minute before and in this one, running in each process."""
        self.memory: Final = mmap.mmap(-1, ROWS * self.row.size)
        self._lock: Final = TemporaryFile()  # noqa: SIM115 - until it is closed

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Alone among the processes, for a few microseconds."""
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def forget(self, process: int) -> None:
        """Nothing is running any more in a process: it has died."""
        with self.locked():
            for offset in range(0, len(self.memory), self.row.size):
                row = Row.read(self, offset)
                if row.running[process]:
                    row.running[process] = 0
                    row.write(self)

    def close(self) -> None:
        """Let go of it."""
        self.memory.close()
        self._lock.close()


@dataclass(slots=True)
class Row:
    """What is known of a caller."""

    offset: int
    key: bytes
    minute: int = 0
    before: int = 0
    now: int = 0
    running: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, table: CountTable, offset: int) -> Self:
        """The row at a place of the table."""
        key, minute, before, now, *running = table.row.unpack_from(table.memory, offset)
        return cls(offset, key, minute, before, now, running)

    def write(self, table: CountTable) -> None:
        """Put it back."""
        table.row.pack_into(
            table.memory, self.offset, self.key, self.minute, self.before, self.now, *self.running
        )

    def turn(self, minute: int) -> None:
        """Bring it to the present minute; a clock that was put back makes nobody wait longer."""
        if self.minute < minute:
            self.before = self.now if self.minute == minute - 1 else 0
            self.minute, self.now = minute, 0


class SharedCounts:
    """The counts as one of the processes sees them: `api.identity.limits.Counts`."""

    def __init__(self, table: CountTable, process: int) -> None:
        self._table, self._process = table, process

    def enter(self, caller: str, per_minute: int, at_once: int) -> Full | None:
        """Count a request that begins; or nothing, and say why it may not.

        By the sliding window of the package `limits`: the minute before counts for as much of it as would
        still be within the last sixty seconds, if its requests had come evenly.
        """
        key, moment = _key(caller), time.time() / MINUTE
        with self._table.locked():
            row = self._find(key, int(moment))
            if row is None or sum(row.running) >= at_once:
                return Full.AT_ONCE
            row.turn(int(moment))
            if per_minute:
                if floor(row.before * (1 - moment % 1) + row.now) >= per_minute:
                    return Full.PER_MINUTE
                row.now += 1
            row.running[self._process] += 1
            row.write(self._table)
        return None

    def leave(self, caller: str) -> None:
        """A request that was counted has ended."""
        with self._table.locked():
            row = self._find(_key(caller), 0)
            if row is not None and row.running[self._process]:
                row.running[self._process] -= 1
                row.write(self._table)

    def _find(self, key: bytes, minute: int) -> Row | None:
        """The row of a caller: its own, or the one that is missed least; `None` where requests run in all."""
        size, least = self._table.row.size, None
        start = int.from_bytes(key[:4], "little")
        for probe in range(PROBES):
            row = Row.read(self._table, (start + probe) % ROWS * size)
            if row.key == key:
                return row
            if any(row.running):
                continue
            row.turn(minute)
            if least is None or row.before + row.now < least.before + least.now:
                least = row
        if least is not None:
            least.key, least.minute, least.before, least.now = key, minute, 0, 0
        return least


@lru_cache(maxsize=1000)
def _key(caller: str) -> bytes:
    return blake2b(caller.encode(), digest_size=_KEY).digest()
