"""What the serving process and a worker say to each other over a pair of sockets.

A frame is one byte for its kind, four for its length (little-endian), then the data. The server sends one
`JOB` and gets `HEAD`, any number of `DATA`, and `END`; or, instead of any of these, `REFUSED`. A short answer
travels in one piece: what wakes a process costs more than what it reads.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, Final, Self

HEADER: Final = struct.Struct("<BI")


class Kind(IntEnum):
    """The kinds of frame."""

    JOB = 1
    READY = 2
    """A worker tells that it has started; the data says whether its sandbox is shut."""
    HEAD = 3
    DATA = 4
    END = 5
    REFUSED = 6


@dataclass(frozen=True, slots=True)
class Job:
    """One query to evaluate over one snapshot."""

    snapshot: str
    """Folder of an immutable store."""
    query: str
    seconds: float
    nesting: int
    table: str | None = None
    """Name of the format of a table, `None` when the client takes none."""
    graph: str | None = None
    """Name of the format of a graph, `None` when the client takes none."""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: int | None = None
    """Give at most so many rows, as the JSON of `Page`, for a page to show."""
    result_bytes: int = 1 << 30

    def encode(self) -> bytes:
        return _encode(self)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in json.loads(data)]
        return cls(*values)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known once the first part of an answer exists."""

    form: str
    """`table` or `graph`."""
    milliseconds: float
    """From job to first byte."""
    source: str = ""
    """`memory` or `disk`, where the snapshot was that answered; empty for an engine elsewhere."""

    def encode(self) -> bytes:
        return _encode(self)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(*json.loads(data))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a query got no answer: a problem's status, kind and detail, and where in the query."""

    status: int
    kind: str
    detail: str
    line: int | None = None
    column: int | None = None

    def encode(self) -> bytes:
        return _encode(self)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(*json.loads(data))


def _encode(message: Job | Head | Refusal) -> bytes:
    """The fields in their order, as a JSON array: both ends run the same code."""
    return json.dumps([getattr(message, field) for field in _FIELDS[type(message)]]).encode()


_FIELDS: Final[dict[type, tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Job, Head, Refusal)
}


def frame(kind: Kind, data: bytes | bytearray = b"") -> bytes:
    """A frame as it travels."""
    return HEADER.pack(kind, len(data)) + data
