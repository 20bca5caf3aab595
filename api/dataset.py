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
    """The store in a data folder; each clearance sees its own snapshots of it."""

    def __init__(self, data: Path) -> None:
        self.store = EmbeddedStore(data / STORE)
        self._versions: dict[Marking, Version] = {}

    def version(self, clearance: Marking = Marking.CLEAR) -> Version:
        """The newest version that a clearance sees. Raises `graph.errors.StoreCorrupt`."""
        reader = self.store.reader(clearance)
        known = self._versions.get(clearance)
        if known is None or known.reader is not reader:
            known = self._versions[clearance] = Version(reader.version, _tag(reader), reader)
        return known


def _tag(reader: OxigraphReader) -> str:
    """Version and place in time: a store that was thrown away and built anew starts from 1 again."""
    if not isinstance(reader, SnapshotReader):
        return "empty"
    made = reader.path.parent.stat()
    unique = hashlib.sha256(f"{made.st_ino} {made.st_mtime_ns} {reader.path}".encode()).hexdigest()[:8]
    return f"v{reader.version}-{unique}"
