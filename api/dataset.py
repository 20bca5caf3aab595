"""The graph that this process answers from, and the version that an answer speaks of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from graph.snapshots import SnapshotReader

STORE = "store"
"""The store's folder within the data folder."""


@dataclass(frozen=True, slots=True)
class Version:
    """One immutable state of the graph. Whoever holds it keeps its snapshot from being pruned."""

    number: int
    tag: str
    """Tells this state from that of any other store, too; the stem of every ETag."""
    reader: OxigraphReader

    @property
    def snapshot(self) -> str:
        """The folder that a worker process opens; empty for a store in which nothing was published."""
        return str(self.reader.path) if isinstance(self.reader, SnapshotReader) else ""


class Dataset:
    """The store in a data folder, as one clearance sees it."""

    def __init__(self, data: Path, clearance: Marking = Marking.CLEAR) -> None:
        self.store = EmbeddedStore(data / STORE)
        self._clearance = clearance
        self._version: Version | None = None

    def version(self) -> Version:
        """The newest version. Raises `graph.errors.StoreCorrupt`."""
        reader = self.store.reader(self._clearance)
        if self._version is None or self._version.reader is not reader:
            self._version = Version(reader.version, _tag(reader), reader)
        return self._version


def _tag(reader: OxigraphReader) -> str:
    """Version and place in time: a store that was thrown away and built anew starts from 1 again."""
    if not isinstance(reader, SnapshotReader):
        return "empty"
    made = reader.path.parent.stat()
    unique = hashlib.sha256(f"{made.st_ino} {made.st_mtime_ns} {reader.path}".encode()).hexdigest()[:8]
    return f"v{reader.version}-{unique}"
