"""Answers that were given before, so that the same question of the same snapshot is worked out once.

This is right because a snapshot is never changed (`graph.snapshots`) and an answer depends on nothing else:
the text of the query with its arguments in it, and the snapshot, which holds only what its readers may see.
So an answer is kept with the reader that gave it, and goes when that reader goes: after the next publication,
or with the caller of another clearance. Readers of engines elsewhere, whose data can change under them, and
readers in memory keep nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from graph.reader import Reader
from graph.snapshots import SnapshotReader
from queries.catalogue import CannedQuery

if TYPE_CHECKING:
    from queries.answering import Answer

CELLS: Final = 200_000
"""How many values are kept for one reader, some 200 bytes each; what was not asked for longest goes first."""

_Key = tuple[str, str]
"""Name of the query, and its text with the arguments in it."""
_GIVEN: Final[WeakKeyDictionary[Reader, LRUCache[_Key, Answer]]] = WeakKeyDictionary()
_TURN: Final = Lock()
"""Questions come from several threads."""


def recalled(reader: Reader, query: CannedQuery, text: str, answer: Callable[[], Answer]) -> Answer:
    """The answer given before, or `answer()`. `text` is the query with its arguments in it."""
    if not isinstance(reader, SnapshotReader):
        return answer()
    key = query.name, text
    with _TURN:
        given = _GIVEN.setdefault(reader, LRUCache(CELLS, getsizeof=_cells))
        known = given.get(key)
    if known is not None and known.query is query:
        return known
    found = answer()
    if _cells(found) <= CELLS:
        with _TURN:
            given[key] = found
    return found


def _cells(answer: Answer) -> int:
    return 1 + len(answer.rows) * len(answer.columns)
