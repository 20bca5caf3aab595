"""The graph that this process answers from, and the version that an answer speaks of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool

from api.problems import Problem
from api.stores import STORE
from graph.embedded import EmbeddedStore
from graph.errors import GraphError, MarkingRefused, VersionGone
from graph.marking import Marking
from graph.remote import RemoteReader
from graph.snapshots import SnapshotReader
from graph.store import GraphReader, Store

__all__ = ["STORE", "Dataset", "Version", "look", "pinned"]

PINNED: Final = 8
"""Earlier versions that stay open, once somebody has asked for them."""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the graph. Whoever holds it keeps its snapshot from being pruned.

    On this machine it is immutable. An engine elsewhere shows its newest state: there the number tells which
    that was when the reader was made.
    """

    number: int
    tag: str
    """Tells this state from that of any other store, too; the stem of every ETag."""
    reader: GraphReader

    @property
    def snapshot(self) -> str:
        """The folder that a worker process opens, or the address of the engine that holds the graph; empty
        for a store in which nothing was published.
        """
        if isinstance(self.reader, RemoteReader):
            return self.reader.address
        return str(self.reader.path) if isinstance(self.reader, SnapshotReader) else ""

    @property
    def immutable(self) -> bool:
        """Whether the same question always gets the same answer."""
        return not isinstance(self.reader, RemoteReader)


class Dataset:
    """The store; each clearance sees its own snapshots of it, or its own engine.

    Args:
        data: the data folder.
        store: where the graph is, when it is not in that folder.
    """

    def __init__(self, data: Path, store: Store | None = None) -> None:
        self.store: Store = EmbeddedStore(data / STORE) if store is None else store
        self._versions: dict[Marking, Version] = {}
        self._pinned: LRUCache[tuple[int, int, Marking], Version] = LRUCache(PINNED)

    def version(self, clearance: Marking = Marking.CLEAR) -> Version:
        """The newest version that a clearance sees.

        Raises:
            graph.errors.StoreCorrupt: its snapshot cannot be opened.
            graph.errors.EndpointFailed: the engine that holds it cannot be reached.
            graph.errors.MarkingRefused: no engine is open to the clearance.
        """
        reader = self.store.reader(clearance)
        known = self._versions.get(clearance)
        if known is None or known.reader is not reader:
            known = self._versions[clearance] = Version(reader.version, _tag(reader), reader)
        return known

    def at(self, number: int, clearance: Marking = Marking.CLEAR) -> Version:
        """The version with that number, as far as a clearance sees it. Raises as `version`, and:

        Raises:
            graph.errors.VersionGone: it is not kept, or may no longer be shown.
        """
        if not isinstance(self.store, EmbeddedStore):
            raise VersionGone("this graph is on an engine elsewhere, which keeps its newest version only")
        newest = self.version(clearance)
        if newest.number == number:
            return newest
        key = self.store.version, number, clearance  # a publication may mark higher what an older one shows
        known = self._pinned.get(key)
        if known is None:
            reader = self.store.at(number, clearance)
            known = self._pinned[key] = Version(number, _tag(reader), reader)
        return known


def pinned(texts: Sequence[str]) -> int | None:
    """The version that the parameter `version` names; `None` without one. Raises `Problem` 400."""
    if not texts:
        return None
    if len(texts) > 1 or not _NUMBER.fullmatch(texts[0]):
        detail = f"version is the number of one version of the graph, not {', '.join(texts)[:100]!r}."
        raise Problem(400, "bad-request", detail)
    return int(texts[0])


def gone(error: VersionGone) -> Problem:
    """The same as a problem."""
    return Problem(410, "version-gone", str(error))


async def look(dataset: Dataset, clearance: Marking, number: int | None = None) -> Version:
    """The newest version that a clearance sees, or the one with that number, without holding up others while
    an engine elsewhere is asked.

    Raises:
        Problem: the graph cannot be read now.
    """
    try:
        if number is not None:
            return await run_in_threadpool(dataset.at, number, clearance)
        if isinstance(dataset.store, EmbeddedStore):
            return dataset.version(clearance)
        return await run_in_threadpool(dataset.version, clearance)
    except VersionGone as error:
        raise gone(error) from error
    except MarkingRefused as error:
        raise Problem(403, "forbidden", f"Nothing is open to this caller: {error}") from error
    except GraphError as error:
        raise Problem(503, "not-ready", str(error), headers={"retry-after": "5"}) from error


def _tag(reader: GraphReader) -> str:
    """Version and place in time: a store that was thrown away and built anew starts from 1 again."""
    if isinstance(reader, RemoteReader):
        return f"v{reader.version}-{hashlib.sha256(reader.address.encode()).hexdigest()[:8]}"
    if not isinstance(reader, SnapshotReader):
        return "empty"
    made = reader.path.parent.stat()
    unique = hashlib.sha256(f"{made.st_ino} {made.st_mtime_ns} {reader.path}".encode()).hexdigest()[:8]
    return f"v{reader.version}-{unique}"
