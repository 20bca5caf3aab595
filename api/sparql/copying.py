"""A snapshot as a copy in memory, from which most queries are answered two to seven times as fast.

The process that keeps the copy forks others, so it may have no thread but its own: the store on disk, which
has many, is read by a process of its own (`python -m api.sparql.copying FOLDER`), which writes how many quads
there are, and then the quads, to its standard output.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from api.sparql import sandbox

FORMAT: Final = ox.RdfFormat.N_QUADS
TIMES: Final = 1.3
"""A copy takes at most so many times the bytes of the store's files (measured at a million quads: 1.0)."""
PART: Final = 10_000
"""Quads that are taken in at a time."""
PRIORITY: Final = 10
"""How far the reading stands back (nice(2)): queries go first."""


class CopyFailed(Exception):
    """There is no copy; what was read of it is of no use."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A snapshot in memory."""

    folder: str
    """Of the store on disk, with no link in its path."""
    store: ox.Store
    megabytes: int
    """Address space of the process that made it."""

    def holds(self, snapshot: str) -> bool:
        """Whether it is a copy of this store."""
        return os.path.realpath(snapshot) == self.folder


def fits(snapshot: str, megabytes: int) -> bool:
    """Whether a copy of a store on disk can be expected to fit."""
    size = sum(file.stat().st_size for file in Path(snapshot).iterdir())
    return size * TIMES <= megabytes << 20


def copy_of(snapshot: str, megabytes: int) -> Copy:
    """Read a snapshot into memory, at most so much of it; more than that ends this process.

    Raises:
        CopyFailed: the store cannot be read, or not to its end.
    """
    command = [sys.executable, "-m", "api.sparql.copying", snapshot]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        sandbox.limit_memory(_taken() + megabytes)
        store = ox.Store()
        try:
            count = int(reader.stdout.readline())
            _fill(store, reader.stdout)
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            raise CopyFailed(f"{snapshot} cannot be copied: {error}") from error
    if len(store) != count:
        raise CopyFailed(f"{len(store)} of {count} quads of {snapshot} came")
    sandbox.unlimit_memory()
    return Copy(os.path.realpath(snapshot), store, _taken())


def _fill(store: ox.Store, quads: IO[bytes]) -> None:
    """Part by part: at once, the whole would be held twice. Not by `load`, which renames blank nodes; and
    lenient, since the store on disk took them.
    """
    parsed = ox.parse(quads, format=FORMAT, lenient=True)
    while part := list(islice(parsed, PART)):
        store.extend(part)


def _taken() -> int:
    """Megabytes of address space of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return (pages * os.sysconf("SC_PAGE_SIZE") >> 20) + 1


def main(snapshot: str) -> None:
    """Write the quads of a store to standard output."""
    os.nice(PRIORITY)
    store = ox.Store.read_only(snapshot)
    output = sys.stdout.buffer
    output.write(b"%d\n" % len(store))
    output.flush()
    store.dump(output, format=FORMAT)


if __name__ == "__main__":
    main(sys.argv[1])
