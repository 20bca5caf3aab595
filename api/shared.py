"""What several serving processes have in common: made before they are forked, handed to each of them."""

from __future__ import annotations

import fcntl
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final, Self

from prometheus_client import multiprocess, values

from api.identity.counts import CountTable, SharedCounts

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client knows where processes keep their numbers."""


class Turns:
    """A lock between processes for which they wait in the order in which they come.

    The lock of a store is asked for again and again by whoever waits, so that a process with many writes
    would always be quicker than the others. Here the one that is next holds the first of two locks while it
    waits for the second; the kernel gives both back when their holder dies.
    """

    def __init__(self) -> None:
        self._thread = threading.Lock()  # the others are between processes: threads would pass them together
        self._next, self._now = TemporaryFile(), TemporaryFile()  # noqa: SIM115 - until it is closed

    def __enter__(self) -> Self:
        self._thread.acquire()
        fcntl.lockf(self._next, fcntl.LOCK_EX)
        fcntl.lockf(self._now, fcntl.LOCK_EX)
        fcntl.lockf(self._next, fcntl.LOCK_UN)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        fcntl.lockf(self._now, fcntl.LOCK_UN)
        self._thread.release()

    def close(self) -> None:
        """Let go of it."""
        self._next.close()
        self._now.close()


@dataclass(frozen=True, slots=True)
class Shared:
    """As one of the processes holds it."""

    process: int
    """Its number, from 0; the process that replaces it has the same."""
    table: CountTable
    turns: Turns
    """Of the writers."""
    folder: Path
    """Where each keeps its counters, so that any can give the sums."""

    @property
    def counts(self) -> SharedCounts:
        """Requests of each caller."""
        return SharedCounts(self.table, self.process)

    def enter(self) -> None:
        """This process is that one from now on. To be called before anything is counted."""
        os.environ[FOLDER] = str(self.folder)
        # by its number instead of its process id: who replaces a process counts on in its files
        values.ValueClass = values.MultiProcessValue(lambda: self.process)  # type: ignore[no-untyped-call]

    def bury(self) -> None:
        """The process has died: nothing runs or waits in it any more."""
        self.table.forget(self.process)
        multiprocess.mark_process_dead(self.process, str(self.folder))  # type: ignore[no-untyped-call]
