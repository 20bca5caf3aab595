"""One engine over HTTP: queries, updates (SPARQL 1.1 Protocol) and whole graphs (Graph Store HTTP Protocol).

    Oxigraph   Endpoint("http://…/query?union-default-graph", "http://…/update")
    Fuseki     Endpoint("http://…/ds/query", "http://…/ds/update")           with tdb2:unionDefaultGraph true
    GraphDB    Endpoint("http://…/repositories/r", "http://…/repositories/r/statements")
    Virtuoso   Endpoint("http://…/sparql", "http://…/sparql-auth", "http://…/sparql-graph-crud-auth", user, …)

The engine must give the union of the named graphs as default graph. With a graph store address, graphs are
put one by one (Virtuoso refuses long updates); without it, a publication is one update request, which
Oxigraph, Fuseki and GraphDB carry out as one transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import httpx
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from graph.errors import EndpointFailed, QueryError, QuerySyntaxError
from graph.oxigraph import table_of
from graph.reader import Table
from graph.syntax import syntax_error
from graph.terms import n_triples
from graph.virtuoso import guarded, restored

_TABLE: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples, text/plain;q=0.5"
VIRTUOSO_ANSWER: Final = "__ASK_RETVAL"
"""Virtuoso 7 answers ASK with a table of one cell."""
FEWEST_ROWS: Final = 100_000
"""What an engine must be willing to give."""
CUT: Final = ("x-sparql-maxrows", "x-sql-state")
"""Headers by which Virtuoso says that an answer is not all of it."""
_NODE: Final = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')
"""How Virtuoso names a blank node in a table; no literal can hold this, for its quotes would be escaped."""
_LINE: Final = re.compile(r"\bline (\d+)(?:,? col(?:umn)? (\d+))?", re.IGNORECASE)


@dataclass(frozen=True)
class Endpoint:
    """The addresses of one engine, and how to call on it."""

    query: str
    update: str
    graph_store: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    """Seconds for one request."""

    @classmethod
    def at(cls, url: str, user: str | None = None, password: str | None = None) -> Endpoint:
        """The endpoint behind one address, by the habits of the engines.

        >>> Endpoint.at("http://localhost:7878/query?union-default-graph").update
        'http://localhost:7878/update'

        Raises:
            ValueError: the address is none that an engine is known to have.
        """
        base, _, rest = url.partition("?")
        stem, _, last = base.rstrip("/").rpartition("/")
        if last == "query":
            return cls(url, f"{stem}/update", None, user, password)
        if last == "sparql":
            return cls(url, f"{stem}/sparql-auth", f"{stem}/sparql-graph-crud-auth", user, password)
        if stem.endswith("/repositories") and not rest:
            return cls(base, f"{base}/statements", None, user, password)
        raise ValueError(
            f"{url} is no address of a known engine; expected …/query (Oxigraph, Fuseki), "
            "…/sparql (Virtuoso) or …/repositories/NAME (GraphDB)"
        )

    @property
    def is_virtuoso(self) -> bool:
        """Whether the engine is one that needs its graphs one by one, and more care: Virtuoso."""
        return self.graph_store is not None

    def examine(self) -> None:
        """See that the engine answers, and is set up in the way that readers rely on.

        Raises:
            EndpointFailed: it cannot be reached, shows the named graphs only by name, or cuts answers short.
        """
        held = self.ask("ASK { GRAPH ?g { ?s ?p ?o } }")
        if held and not self.ask("ASK { ?s ?p ?o }"):
            raise EndpointFailed(
                f"{self.query} does not give the union of the named graphs as default graph; for Oxigraph "
                "add ?union-default-graph to the address"
            )
        if self.is_virtuoso and self._most_rows() < FEWEST_ROWS:
            raise EndpointFailed(
                f"{self.query} cuts answers off after {self._most_rows()} rows; set ResultSetMaxRows in the "
                f"[SPARQL] section of virtuoso.ini to {FEWEST_ROWS} at least"
            )

    def _most_rows(self) -> int:
        """What `ResultSetMaxRows` says, as far as it is below `FEWEST_ROWS`: it cuts CONSTRUCT silently."""
        query = f"SELECT (1 AS ?n) {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {FEWEST_ROWS}"
        response = self._client.post(self.query, data={"query": query}, headers={"Accept": "text/csv"})
        return len(response.text.splitlines()) - 1

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def select(self, query: str) -> Table:
        """The solutions of a SELECT query. Raises `QuerySyntaxError`, `QueryError`, `EndpointFailed`."""
        table = self.with_blank_nodes(self._ask(query, _TABLE))
        results = parse_query_results(table, format=QueryResultsFormat.JSON)
        if not isinstance(results, QuerySolutions):
            raise QueryError("expected a SELECT query")
        return table_of(results)

    @staticmethod
    def with_blank_nodes(table: bytes) -> bytes:
        """Lines of a table in JSON, with names of blank nodes that are names."""
        return _NODE.sub(rb"\1", table)

    def ask(self, query: str) -> bool:
        """The answer of an ASK query. Raises as `select`."""
        answer = parse_query_results(self._ask(query, _TABLE), format=QueryResultsFormat.JSON)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        table = table_of(answer)
        if table.columns != (VIRTUOSO_ANSWER,):
            raise QueryError("expected an ASK query")
        return any(row[VIRTUOSO_ANSWER].value == "1" for row in table.rows)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once. Raises as `select`."""
        body = self._ask(query, _TRIPLES)
        try:
            triples = (quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES))
            return tuple(dict.fromkeys(restored(triples) if self.is_virtuoso else triples))
        except SyntaxError as error:
            raise QueryError(f"expected a CONSTRUCT or DESCRIBE query: {error}") from error

    def send(self, update: str) -> None:
        """Carry out an update. Raises as `select`."""
        self._post(self.update, update, {"update": update})

    def put(self, graph: str, triples: Iterable[Triple]) -> None:
        """Replace a whole graph through the graph store address."""
        self._graph("PUT", graph, n_triples(guarded(triples) if self.is_virtuoso else triples).encode())

    def delete(self, graph: str) -> None:
        """Remove a whole graph through the graph store address; it need not be there."""
        self._graph("DELETE", graph, None)

    def _ask(self, query: str, accept: str) -> bytes:
        return self._post(self.query, query, {"query": query}, accept)

    def _post(self, url: str, text: str, form: dict[str, str], accept: str = "*/*") -> bytes:
        try:
            response = self._client.post(url, data=form, headers={"Accept": accept})
        except httpx.HTTPError as error:
            raise EndpointFailed(f"{url} cannot be reached: {error}") from error
        if response.status_code == httpx.codes.BAD_REQUEST:
            raise _malformed(text, response.text)
        self._check(response)
        return response.content

    def _graph(self, method: str, graph: str, content: bytes | None) -> None:
        assert self.graph_store is not None
        headers = {"Content-Type": "application/n-triples"} if content is not None else {}
        try:
            response = self._client.request(
                method, self.graph_store, params={"graph": graph}, content=content, headers=headers
            )
        except httpx.HTTPError as error:
            raise EndpointFailed(f"{self.graph_store} cannot be reached: {error}") from error
        if method != "DELETE" or response.status_code != httpx.codes.NOT_FOUND:
            self._check(response)

    @staticmethod
    def _check(response: httpx.Response) -> None:
        if response.is_error:
            said = " ".join(response.text.split())[:300]
            raise EndpointFailed(f"{response.url} answered {response.status_code}: {said}")
        if cut := next((f"{name}: {response.headers[name]}" for name in CUT if name in response.headers), ""):
            raise EndpointFailed(f"{response.url} did not give all of the answer ({cut})")

    @cached_property
    def _client(self) -> httpx.Client:
        digest = httpx.DigestAuth(self.user, self.password or "") if self.user else None
        return httpx.Client(timeout=self.timeout, auth=digest, trust_env=False)


def _malformed(text: str, said: str) -> QueryError:
    """What an engine complains about, with line and column where it tells them."""
    first = " ".join(said.split())[:300]
    if "error at" in first:
        return syntax_error(text, SyntaxError(said[said.index("error at") :]))
    place = _LINE.search(first)
    return QuerySyntaxError(first, int(place[1]), int(place[2] or 1)) if place else QueryError(first)
