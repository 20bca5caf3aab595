"""Queries that the serving process answers itself: one triple pattern, and nothing else.

Handing a query to a worker costs more than finding the few triples of a thing. A single pattern without a
repeated variable is the one query of which it is certain beforehand that it cannot run away: every triple
that the engine looks at is a row of the answer, so the work is bounded by the bytes that are taken, and no
more than `MOST` are. What is longer, and whatever else a query says, goes to a worker.

Only the shape is looked at here, not the grammar: a query that fits is still parsed by the engine, and one
that the engine refuses is refused by a worker, which says why.
"""

from __future__ import annotations

import re
import time
from typing import IO, Final, cast

import pyoxigraph as ox

from api.dataset import Version
from api.sparql.frames import Head, Job
from api.sparql.media import TABLES, by_name
from graph.errors import QueryError
from graph.oxigraph import OxigraphReader

MOST: Final = 1 << 15
"""Bytes of an answer; the engine writes about 8 KiB at a time."""
LONGEST: Final = 8000
"""Characters of a query: parsing holds up everybody."""
_IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
_VARIABLE = r"[?$]\w+"
_TERM = rf"(?:{_IRI}|{_VARIABLE}|[A-Za-z][\w-]*:[\w-]*(?:\.[\w-]+)*)"
_PATTERN = rf"({_TERM})\s+({_TERM}|a)\s+({_TERM})\s*\.?"
_SHAPE: Final = re.compile(
    rf"\s*(?:PREFIX\s+[\w-]*:\s*{_IRI}\s*)*"
    rf"(?:ASK|SELECT\s+(?:\*|{_VARIABLE}(?:\s+{_VARIABLE})*))\s*(?:WHERE\s*)?"
    rf"\{{\s*(?:{_PATTERN}|GRAPH\s+({_TERM})\s*\{{\s*{_PATTERN}\s*\}})\s*\}}"
    r"\s*(?:LIMIT\s+\d+\s*)?(?:\#[^\r\n]*\s*)?",
    re.IGNORECASE,
)


def is_lookup(query: str) -> bool:
    """Whether a query is one triple pattern, in a graph or not.

    >>> is_lookup("SELECT ?p ?o { measure:loket ?p ?o }"), is_lookup("ASK { GRAPH ?g { ?m a wb:Measure } }")
    (True, True)
    >>> is_lookup("SELECT * { ?s ?p ?o . ?o ?q ?r }"), is_lookup("SELECT * { ?s ?p ?s }")
    (False, False)
    """
    found = _SHAPE.fullmatch(query) if len(query) <= LONGEST else None
    if found is None:
        return False
    variables = [term[1:] for term in found.groups() if term and term[0] in "?$"]
    return len(set(variables)) == len(variables)


def look_up(version: Version, job: Job) -> tuple[Head, bytes] | None:
    """The answer to a lookup; `None` where a worker has to give it."""
    if job.default_graphs is not None or job.named_graphs is not None or not is_lookup(job.query):
        return None
    form = by_name(TABLES, job.table) if job.table else None
    if form is None or not isinstance(form.engine, ox.QueryResultsFormat):
        return None
    if not isinstance(version.reader, OxigraphReader):
        return None
    begun, answer = time.perf_counter(), _Short()
    try:
        version.reader.write(job.query, cast(IO[bytes], answer), form.engine)
    except (QueryError, _TooLong):
        return None
    head = Head("table", round((time.perf_counter() - begun) * 1000, 2), "disk")
    return head, bytes(answer.body)


class _TooLong(Exception):
    """The answer is longer than is written here."""


class _Short:
    """A file to write to, that refuses what is too long."""

    def __init__(self) -> None:
        self.body = bytearray()

    def write(self, data: bytes) -> int:
        self.body += data
        if len(self.body) > MOST:
            raise _TooLong
        return len(data)

    def flush(self) -> None:
        """Part of the file protocol."""
