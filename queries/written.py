"""Answers as they were written down before: in the memory of this process, or ahead, beside the snapshot.

Writing a long answer takes longer than all that a question needs beside it. Why this is right, and when it
goes, is said in `queries.memory`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from graph.reader import Reader
from graph.snapshots import SnapshotReader
from queries.answering import Question
from queries.catalogue import CannedQuery
from queries.prepared import FAST, Prepared

BYTES: Final = 8 << 20
"""How much is kept in memory for one reader, compressed to about a fifteenth."""


class Source(StrEnum):
    """Where an answer was found."""

    MEMORY = "hit"
    AHEAD = "prepared"


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in one format."""

    body: bytes
    source: Source


_Key = tuple[str, str, str]
"""Name of the query, its text with the arguments in it, and the format."""
_KEPT: Final[WeakKeyDictionary[Reader, LRUCache[_Key, tuple[CannedQuery, bytes]]]] = WeakKeyDictionary()
_TURN: Final = Lock()
"""Questions come from several threads."""


def written(reader: Reader, asked: Question, form: str) -> Written | None:
    """The answer as it was written down before in that format, if it was."""
    with _TURN:
        kept = _KEPT.get(reader)
        query, data = kept.get(_key(asked, form), (None, b"")) if kept is not None else (None, b"")
    if query is asked.query:
        return Written(zlib.decompress(data), Source.MEMORY)
    if asked.query.prepared is None:
        return None
    prepared = Prepared.beside(reader)
    body = prepared.get(asked, form) if prepared else None
    return None if body is None else Written(body, Source.AHEAD)


def keep(reader: Reader, asked: Question, form: str, body: bytes) -> None:
    """Keep an answer in memory, unless what the reader shows can change."""
    if not isinstance(reader, SnapshotReader):
        return
    data = zlib.compress(body, FAST)
    if len(data) <= BYTES:
        with _TURN:
            _KEPT.setdefault(reader, LRUCache(BYTES, getsizeof=_size))[_key(asked, form)] = asked.query, data


def _key(asked: Question, form: str) -> _Key:
    return asked.query.name, asked.text, form


def _size(kept: tuple[CannedQuery, bytes]) -> int:
    return len(kept[1])
