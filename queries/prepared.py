"""Answers written down ahead, in files beside the snapshot that gave them.

    {snapshot}.answers/{key}      one answer in one format, compressed (zlib)
    {snapshot}.answers/complete   there once every question was answered

A snapshot never changes, so neither does its answer; the files go with it. The key holds whatever an answer
depends on besides: the question, the format, the query's front matter, and the code that asks and writes. Any
number of processes may read while one writes. What is damaged or missing is worked out anew.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

from filelock import BaseFileLock, FileLock

from graph.reader import Reader
from graph.snapshots import SnapshotReader
from ontology.namespaces import PREFIXES
from queries.answering import Question
from queries.catalogue import CannedQuery, Catalogue

FAST: Final = 1
"""Level of compression: a fifteenth of the bytes remains, and a megabyte takes 2 ms to read."""
_DIGESTS: Final[dict[str, tuple[CannedQuery, str]]] = {}


class Prepared:
    """The answers beside one snapshot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, reader: Reader) -> Self | None:
        """Those of the snapshot that a reader reads; None for any other reader, whose data may change."""
        if not isinstance(reader, SnapshotReader):
            return None
        snapshot = reader.path.resolve()  # clearances that see the same graphs share one
        return cls(snapshot.with_name(f"{snapshot.name}.answers"))

    def get(self, question: Question, form: str) -> bytes | None:
        """The answer in that format, or None."""
        try:
            return zlib.decompress(self._file(question, form).read_bytes())
        except (OSError, zlib.error):
            return None

    def has(self, question: Question, form: str) -> bool:
        """Whether the answer is there in that format."""
        return self._file(question, form).is_file()

    def put(self, question: Question, form: str, body: bytes) -> int:
        """Keep an answer; the bytes that it takes. Raises `OSError`."""
        data = zlib.compress(body, FAST)
        self._write(self._file(question, form), data)
        return len(data)

    def complete(self, catalogue: Catalogue) -> bool:
        """Whether every question of the catalogue was answered, by this code."""
        try:
            return (self.folder / "complete").read_text(encoding="ascii") == _state(catalogue)
        except OSError:
            return False

    def finish(self, catalogue: Catalogue) -> None:
        """Say that every question of the catalogue was answered. Raises `OSError`."""
        self._write(self.folder / "complete", _state(catalogue).encode("ascii"))

    @property
    def size(self) -> int:
        """Bytes that the files take."""
        return sum(file.stat().st_size for file in self.folder.glob("*"))

    def lock(self) -> BaseFileLock:
        """To be held by the one process that writes. Raises `OSError` and `filelock.Timeout`."""
        self.folder.mkdir(exist_ok=True)
        return FileLock(self.folder / "lock", timeout=0)

    def _file(self, question: Question, form: str) -> Path:
        parts = (_code(), _digest(question.query), form, question.text)
        return self.folder / hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _write(self, file: Path, data: bytes) -> None:
        """Whole or not at all: a reader never sees half of it."""
        beside = file.with_suffix(f".{os.getpid()}")
        try:
            beside.write_bytes(data)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


@cache
def _code() -> str:
    """Changes with what finds and writes an answer."""
    sources = (file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    rest = f"{sorted(PREFIXES.items())} {version('pyoxigraph')}"
    return hashlib.sha256(b"\0".join([*sources, rest.encode()])).hexdigest()


def _state(catalogue: Catalogue) -> str:
    marked = [_digest(query) for query in catalogue if query.prepared is not None]
    return hashlib.sha256(" ".join([_code(), *marked]).encode()).hexdigest()


def _digest(query: CannedQuery) -> str:
    """Changes with anything in the query's file that an answer shows."""
    known = _DIGESTS.get(query.name)
    if known is None or known[0] is not query:
        made = hashlib.sha256(repr(query).encode()).hexdigest()
        known = _DIGESTS[query.name] = query, made
    return known[1]
