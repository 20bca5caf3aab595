"""A reader over an Oxigraph store, on disk or in memory.

Results are bound to the thread that asked, and their evaluation is lazy: touching them elsewhere aborts the
process. So each answer is read to its end before it is given.
"""

from __future__ import annotations

from typing import IO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from graph.errors import QueryError
from graph.reader import Row, Table, Term
from graph.syntax import syntax_error


class OxigraphReader:
    """The union of the named graphs of one store, as its default graph. Safe to use from several threads."""

    def __init__(self, store: Store, version: int) -> None:
        self._store = store
        self._version = version

    @property
    def version(self) -> int:
        """The number of the publication that this reader sees; 0 for an empty store."""
        return self._version

    def select(self, query: str) -> Table:
        """The solutions of a SELECT query.

        Raises:
            QuerySyntaxError: malformed, with line and column.
            QueryError: no SELECT, or its evaluation failed.
        """
        solutions = self._run(query)
        if not isinstance(solutions, QuerySolutions):
            raise QueryError("expected a SELECT query")
        try:
            return table_of(solutions)
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def ask(self, query: str) -> bool:
        """The answer of an ASK query. Raises as `select`."""
        answer = self._run(query)
        if not isinstance(answer, QueryBoolean):
            raise QueryError("expected an ASK query")
        return bool(answer)

    def write(self, query: str, file: IO[bytes], form: QueryResultsFormat) -> None:
        """Write the answer of a SELECT or ASK query as its rows come. Raises as `select`, or as `file`."""
        answer = self._run(query)
        if isinstance(answer, QueryTriples):
            raise QueryError("expected a SELECT or ASK query")
        try:
            answer.serialize(file, format=form)
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def construct(self, query: str) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once. Raises as `select`."""
        triples = self._run(query)
        if not isinstance(triples, QueryTriples):
            raise QueryError("expected a CONSTRUCT or DESCRIBE query")
        try:
            return tuple(dict.fromkeys(triples))
        except (OSError, RuntimeError) as error:
            raise QueryError(f"the query failed while it ran: {error}") from error

    def graph(self, name: str) -> tuple[Triple, ...]:
        """The triples of one named graph; none when there is no such graph."""
        return self.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")

    def close(self) -> None:
        """Let go of the store, so that it closes although this reader is still referred to."""
        del self._store

    def _run(self, query: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            return self._store.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise syntax_error(query, error) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error


def table_of(solutions: QuerySolutions) -> Table:
    """All solutions, read to the end."""
    columns = tuple(variable.value for variable in solutions.variables)
    return Table(columns, tuple(_row(columns, solution) for solution in solutions))


def _row(columns: tuple[str, ...], solution: object) -> Row:
    row: dict[str, Term] = {}
    for name in columns:
        term = solution[name]  # type: ignore[index]
        if isinstance(term, NamedNode | BlankNode | Literal):
            row[name] = term
    return row
