"""Answers that were given before: a snapshot never changes, so the same query has the same answer.

The key holds all on which an answer depends: the snapshot (so the version and the caller's clearance), the
query to the letter, the dataset that the request names, and the formats. Nothing is kept of a query that
may answer differently each time, of an engine elsewhere, of what was refused, or of an answer too long to be
here in one piece. Who asks is still counted, limited and written down: this stands behind the guard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from cachetools import LRUCache

from api.dataset import Version
from api.sparql.frames import Job

_VOLATILE: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
_VOLATILE_WORDS: Final = ("NOW", "RAND", "UUID")
LONGEST: Final = 8000
"""Characters of a query whose answer is kept."""
OVERHEAD: Final = 8000
"""Bytes that are reckoned for what an entry holds besides its answer: the query, above all."""


class Key(NamedTuple):
    """All on which an answer depends."""

    snapshot: str
    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    table: str | None
    graph: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer: `table` or `graph`, and its bytes."""

    form: str
    body: bytes


def repeatable(version: Version, query: str) -> bool:
    """Whether the same query must give the same answer."""
    if not version.immutable:
        return False
    upper = query.upper()  # most queries hold none of the words, and searching for calls costs 30 times this
    return not any(word in upper for word in _VOLATILE_WORDS) or not _VOLATILE.search(query)


class AnswerCache:
    """The answers that were last asked for, up to `megabytes` of them; 0 keeps none."""

    def __init__(self, megabytes: int) -> None:
        self._kept: LRUCache[Key, Answered] = LRUCache(megabytes << 20, getsizeof=_size)
        self.most = (megabytes << 20) // 16
        """Bytes of the largest answer that is kept."""

    def find(self, key: Key) -> Answered | None:
        """The answer, when it is kept."""
        return self._kept.get(key)

    def keep(self, key: Key, answer: Answered) -> None:
        """Keep an answer, unless it is large beside the cache, or its query long."""
        if self.most and len(answer.body) <= self.most and len(key.query) <= LONGEST:
            self._kept[key] = answer


def _size(answer: Answered) -> int:
    return len(answer.body) + OVERHEAD


class Gathered:
    """The parts of an answer on their way to the client, as long as they are at most so many bytes."""

    def __init__(self, most: int) -> None:
        self._parts, self._most = bytearray(), most

    def add(self, part: bytes) -> None:
        """One more part."""
        if len(self._parts) <= self._most:
            self._parts += part

    @property
    def body(self) -> bytes | None:
        """All of them; `None` when they are too many."""
        return bytes(self._parts) if len(self._parts) <= self._most else None


def key_of(version: Version, job: Job) -> Key:
    """The key of the answer to a job."""
    return Key(version.tag, job.query, job.default_graphs, job.named_graphs, job.table, job.graph)
