"""The service under test: the real one, over HTTP, over a store that holds the graphs of many tests.

The default graph of a test is a graph of the store, and each request names the dataset of its test by
`default-graph-uri` and `named-graph-uri` (SPARQL 1.1 Protocol §2.1.4); a query with `FROM` names its own. The
protocol has no word for where a query was read from, so the base IRI of the file stands before it as `BASE`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pyoxigraph as ox

from benchmarks.conformance.answers import Answer, Table, Term, by_value, read, same
from benchmarks.conformance.outcome import Outcome, Verdict, judge, judge_syntax
from benchmarks.conformance.suite import Case, Data, Kind, iri_of, is_default, named_in, read_quads
from graph.embedded import EmbeddedStore
from ontology.namespaces import Iri
from tests.serving import start, stop

NOWHERE: Final = "urn:weerbaar:no-graph"
"""A graph without triples, for an empty default graph."""
TABLES: Final = ("application/sparql-results+xml", "text/tab-separated-values", "text/csv")
GRAPHS: Final = ("application/n-triples", "application/ld+json", "application/rdf+xml")
JSON: Final = "application/sparql-results+json, text/turtle;q=0.9"
WELL_FORMED: Final = ("cannot-evaluate", "forbidden")
"""Problems that only a request has which was parsed."""
_OWN: Final = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}
_BY_DESIGN: Final = {"service-refused": "SERVICE is refused"}


Pairs = list[tuple[str, str | int | float | bool | None]]
Source = tuple[Path, str | None]
"""A file, and which of its graphs; `None` for its default graph."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Tests whose graphs stand in one store."""

    tests: list[Case]
    graphs: dict[str, Source]


class Refused(Exception):
    """The service answered with a problem."""

    def __init__(self, answer: httpx.Response) -> None:
        problem = answer.json()
        self.kind = problem["type"].rpartition("/")[2]
        super().__init__(f"refused ({answer.status_code} {self.kind}): {problem['detail']}")

    def judge_syntax(self, test: Case) -> Outcome:
        """What became of a test of syntax. A valid request may be refused for another reason."""
        taken = test.valid and self.kind in WELL_FORMED
        return Outcome(Verdict.SAME) if taken == test.valid else Outcome(Verdict.OTHER, str(self))


class Asking:
    """Asks the queries of tests, by each of the protocol's three ways in turn."""

    def __init__(self, root: Path, client: httpx.Client) -> None:
        self._root, self._client = root, client
        self._asked = 0
        self.compared = 0
        self.disagreed: list[str] = []
        """Answers that another format gives otherwise."""

    def outcome(self, test: Case) -> Outcome:
        """What became of a test of a query."""
        own = _OWN.get(test.result.suffix if test.result else "", JSON)
        try:
            found = self.ask(test, own)
        except Refused as refused:
            return self._refused(test, refused)
        if test.kind is Kind.QUERY_SYNTAX:
            return judge_syntax(test, taken=True)
        if own == JSON:
            self._compare(test, found)
        return judge(self._root, test, found)

    def ask(self, test: Case, accept: str) -> Answer:
        """The answer to the query of a test, as read from the format that is given. Raises `Refused`."""
        answer = self._send(test, accept)
        if answer.status_code != 200:
            raise Refused(answer)
        return read(answer.content, answer.headers["content-type"].partition(";")[0])

    def _send(self, test: Case, accept: str) -> httpx.Response:
        self._asked += 1
        text, dataset = f"BASE <{test.base}>\n{test.text}", self._dataset(test)
        headers = {"accept": accept}
        if self._asked % 3 == 0:
            pairs = httpx.QueryParams([("query", text), *dataset])
            return self._client.get("/sparql", params=pairs, headers=headers)
        if self._asked % 3 == 1:
            headers["content-type"] = "application/x-www-form-urlencoded"
            form = str(httpx.QueryParams([("query", text), *dataset]))
            return self._client.post("/sparql", content=form, headers=headers)
        headers["content-type"] = "application/sparql-query"
        parameters = httpx.QueryParams(dataset)
        return self._client.post("/sparql", params=parameters, content=text, headers=headers)

    def _dataset(self, test: Case) -> Pairs:
        if test.says_from:
            return []
        default = [iri_of(self._root, path) for path in test.data.default] or [NOWHERE]
        named = named_in(self._root, test.data)
        return [
            *(("default-graph-uri", iri) for iri in default),
            *(("named-graph-uri", iri) for iri in named),
        ]

    def _refused(self, test: Case, refused: Refused) -> Outcome:
        if refused.kind in _BY_DESIGN:
            return Outcome(Verdict.BY_DESIGN, _BY_DESIGN[refused.kind])
        if test.kind is Kind.QUERY_SYNTAX:
            return refused.judge_syntax(test)
        return Outcome(Verdict.OTHER, str(refused))

    def _compare(self, test: Case, found: Answer) -> None:
        """Ask again in the other formats: they must say the same, as far as they can."""
        for media_type in TABLES if isinstance(found, Table | bool) else GRAPHS:
            like = found
            if media_type == "text/csv":
                if not isinstance(found, Table) or _nests(found):
                    continue
                like = _as_csv(found)
            self.compared += 1
            try:
                if not same(by_value(like), by_value(self.ask(test, media_type))):
                    self.disagreed.append(f"{test.key} in {media_type}: says otherwise")
            except Refused as refused:
                self.disagreed.append(f"{test.key} in {media_type}: {refused}")


def shelves(root: Path, tests: Iterable[Case]) -> list[Shelf]:
    """The tests with the graphs that they need, in as few stores as hold no two graphs of one name."""
    made: list[Shelf] = []
    for test in tests:
        needed = _sources(root, test.data)
        fitting = (
            shelf for shelf in made if all(shelf.graphs.get(name, it) == it for name, it in needed.items())
        )
        shelf = next(fitting, None)
        if shelf is None:
            made.append(shelf := Shelf([], {}))
        shelf.tests.append(test)
        shelf.graphs.update(needed)
    return made


@contextmanager
def serving(root: Path, graphs: Mapping[str, Source]) -> Iterator[httpx.Client]:
    """A client of a service over a store of those graphs; gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-conformance-"))
    files = {path: read_quads(root, path) for path, _ in graphs.values()}  # once: graphs share blank nodes
    held = {Iri(name): _triples(files[path], part) for name, (path, part) in graphs.items()}
    EmbeddedStore(folder / "store").publish({name: triples for name, triples in held.items() if triples})
    service = start(folder, requests_per_minute="0", query_workers="2")
    try:
        with service.client() as client:
            yield client
    finally:
        stop(service)
        shutil.rmtree(folder)


def _sources(root: Path, data: Data) -> dict[str, Source]:
    """The graphs of the store that make up a dataset; a default graph goes by the name of its file."""
    made: dict[str, Source] = {name: (path, None) for name, path in data.named}
    for path in data.default:
        made[iri_of(root, path)] = (path, None)
        made |= {name: (path, name) for name in named_in(root, Data((path,)))}
    return made


def _triples(quads: Iterable[ox.Quad], name: str | None) -> list[ox.Triple]:
    """Those of one graph."""
    return [
        q.triple for q in quads if (is_default(q) if name is None else q.graph_name == ox.NamedNode(name))
    ]


def _as_csv(answer: Table) -> Table:
    """A table as CSV can say it."""
    rows = (tuple((name, _as_text(term)) for name, term in row) for row in answer.rows)
    kept = (tuple(cell for cell in row if cell[1] != ox.Literal("")) for row in rows)
    return Table(answer.columns, tuple(kept))


def _nests(answer: Table) -> bool:
    """Whether it holds terms for which CSV has no form."""
    return any(isinstance(term, ox.Triple) for row in answer.rows for _, term in row)


def _as_text(term: Term) -> Term:
    return term if isinstance(term, ox.BlankNode | ox.Triple) else ox.Literal(term.value)
