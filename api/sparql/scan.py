"""The tokens of a query, looked at before it is parsed: nesting, and words that decide how to run it.

This is no parser: it knows the terminals of SPARQL 1.1 (§19.8) and nothing of its grammar. It gives early,
clear refusals with a position. It is no boundary either: what a query can reach is decided by the sandbox,
in which a query that slipped through can open no socket.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from graph.errors import QuerySyntaxError

_TERMINAL: Final = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
              | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
  | (?P<comment>\#[^\n\r]*)
  | (?P<named>[?$@][\w-]+ | [\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<open>[{(\[])
  | (?P<close>[})\]])
    """,
    re.VERBOSE | re.DOTALL,
)
QUERY_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)


_HINTS: Final = re.compile(r"(?<![A-Za-z_:?$@-])(?:FROM|SERVICE)(?![\w:-])", re.IGNORECASE)
"""Words that decide how a query is run: no part of a name, as in `prov:wasDerivedFrom`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword or function name, upper-cased, at `position` in the query."""

    text: str
    position: int
    depth: int = 0
    """In so many brackets."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What the tokens tell: the words in order, and how deep brackets nest."""

    words: tuple[Word, ...]
    names: tuple[Word, ...]
    """Prefixed names, and the prefixes that are declared (directly after the word `PREFIX`), as written."""
    nesting: int

    @property
    def form(self) -> Word | None:
        """The word that opens the query, after its prologue."""
        return next((word for word in self.words if word.text not in ("PREFIX", "BASE")), None)

    def find(self, text: str) -> Word | None:
        """The first occurrence of a word."""
        return next((word for word in self.words if word.text == text), None)


def hints(query: str) -> bool:
    """Whether a word that decides how to run a query may be in it: then it is worth a `scan`.

    >>> hints("ASK { ?s ?p 'from' }"), hints("ASK { ?s prov:wasDerivedFrom ?o }")
    (True, False)
    """
    return _HINTS.search(query) is not None


def depth_at_most(query: str) -> int:
    """What the nesting of a query cannot exceed: its opening brackets, wherever they stand."""
    return query.count("{") + query.count("(") + query.count("[")


def scan(query: str) -> Scan:
    """The words and the nesting of a query, whether or not it is well formed.

    >>> [word.text for word in scan("SELECT ?service { ?s <urn:service> 'service' } # service").words]
    ['SELECT']
    """
    words: list[Word] = []
    names: list[Word] = []
    depth = deepest = 0
    for match in _terminals(query):
        if match.lastgroup == "word":
            words.append(Word(match.group().upper(), match.start(), depth))
        elif match.lastgroup == "named" and match.group()[0] not in "?$@":
            names.append(Word(match.group(), match.start()))
        elif match.lastgroup == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif match.lastgroup == "close":
            depth -= 1
    return Scan(tuple(words), tuple(names), deepest)


def place(query: str, position: int) -> tuple[int, int]:
    """Line and column, from 1, of a position."""
    before = query[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def require_query_form(query: str, scanned: Scan) -> None:
    """Raise `QuerySyntaxError` where a query opens with another word than a query form.

    The engine's own message for this points behind the word and names only one of the four.
    """
    form = scanned.form
    if form is not None and form.text not in QUERY_FORMS:
        raise QuerySyntaxError(
            f"expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {form.text}", *place(query, form.position)
        )


def undeclared_prefix(scanned: Scan, known: Collection[str]) -> Word | None:
    """The first prefixed name whose prefix is neither declared in the query nor among `known`."""
    openings = {word.position for word in scanned.words if word.text == "PREFIX"}
    declared = {
        name.text.partition(":")[0]
        for name in scanned.names
        if any(name.position - 200 < start < name.position for start in openings) and name.text.endswith(":")
    }
    return next(
        (name for name in scanned.names if name.text.partition(":")[0] not in {*declared, *known, "_"}), None
    )


def _terminals(query: str) -> Iterator[re.Match[str]]:
    return _TERMINAL.finditer(query)
