"""Reading a graph: SPARQL in, terms out. The read half of the store interface.

A reader sees one immutable version of the data. Its default graph is the union of the named graphs
that it may see, so that a query need not know how the data is cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal
"""What a variable can be bound to."""
Row = Mapping[str, Term]
"""One solution: variable name (without `?`) to term; an unbound variable has no key."""


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT: the projected variables in order, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Reader(Protocol):
    """One version of the graph, open for reading."""

    @property
    def version(self) -> int:
        """The number of the publication that this reader sees; 0 for an empty store."""

    def select(self, query: str) -> Table:
        """The solutions of a SELECT query. Raises `graph.errors.QuerySyntaxError`."""

    def ask(self, query: str) -> bool:
        """The answer of an ASK query. Raises `graph.errors.QuerySyntaxError`."""

    def construct(self, query: str) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query. Raises `graph.errors.QuerySyntaxError`."""
