"""The update tests of the suite, sent to the service by a caller who may update.

Two things are said otherwise than in the suite, without a change of meaning. A caller writes to graphs under
its own name, so the IRIs of the suite get another beginning, in request and data alike. And the default graph
is the union of the named graphs here, and no place to write to: the default graph of a test is the graph
`default`, and the request names it (`WITH`, `GRAPH`), as SPARQL 1.1 Update §3 has it for any named graph.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

import httpx
import pyoxigraph as ox

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from api.sparql.scan import scan
from benchmarks.conformance.answers import Answer, Graph
from benchmarks.conformance.outcome import Outcome, Verdict, compare, judge_syntax
from benchmarks.conformance.service import WELL_FORMED, Refused
from benchmarks.conformance.suite import Case, Data, Kind, dataset, is_default
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.naming import USER
from ontology.namespaces import Iri
from tests.serving import start, stop

CALLER: Final = "conformance"
HOME: Final = f"{USER}{CALLER}/"
DEFAULT: Final = f"{HOME}default"
_FOREIGN: Final = re.compile(r"\bhttp://((?:www\.)?example\b)")
_SHORT: Final = re.compile(r"INSERT\s+DATA|DELETE\s+DATA|DELETE\s+WHERE", re.IGNORECASE)
UPDATE: Final = {"content-type": "application/sparql-update"}
_BY_DESIGN: Final = (
    (re.compile(r"\bLOAD\b"), "LOAD is refused: the store fetches nothing"),
    (
        re.compile(r"\b(?:CLEAR|DROP)\s+(?:ALL|NAMED)\b"),
        "CLEAR or DROP of all graphs would mean those of others too",
    ),
)


class Updating:
    """Sends the updates of tests to a service, each over a store that holds what its test says."""

    def __init__(self, root: Path, client: httpx.Client, store: EmbeddedStore) -> None:
        self._root, self._client, self._store = root, client, store
        self._filled: frozenset[Iri] = frozenset()

    @classmethod
    @contextmanager
    def serving(cls, root: Path) -> Iterator[Self]:
        """Over a service of its own, gone when the block ends."""
        folder = Path(tempfile.mkdtemp(prefix="weerbaar-conformance-"))
        EmbeddedStore(folder / "store").publish({Iri(f"{HOME}first"): [_NOTE]})
        token = TokenFile(folder).create(CALLER, [Scope.READ, Scope.UPDATE], Marking.CLEAR, days=1)[0]
        service = start(folder, requests_per_minute="0", query_workers="2")
        try:
            with service.client(headers={"authorization": f"Bearer {token}"}) as client:
                yield cls(root, client, EmbeddedStore(folder / "store", wait=10))
        finally:
            stop(service)
            shutil.rmtree(folder)

    def outcome(self, test: Case) -> Outcome:
        """What became of a test of an update."""
        try:
            if test.kind is Kind.UPDATE_SYNTAX:
                self._send(f"BASE <{test.base}>\n{test.text}")
                return judge_syntax(test, taken=True)
            self._fill(test.data)
            self._send(in_named_graphs(moved(f"BASE <{test.base}>\n{test.text}")))
        except Refused as refused:
            return self._refused(test, refused)
        return compare(Graph(frozenset(self._moved(test.after))), self._held())

    def _fill(self, data: Data) -> None:
        graphs: dict[Iri, list[ox.Triple]] = {}
        for quad in self._moved(data):
            assert isinstance(quad.graph_name, ox.NamedNode)
            graphs.setdefault(Iri(quad.graph_name.value), []).append(quad.triple)
        self._store.publish(graphs, remove=self._graphs() - graphs.keys())

    def _graphs(self) -> set[Iri]:
        rows = self._store.reader().select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
        names = (row["g"] for row in rows)
        return {
            Iri(name.value)
            for name in names
            if isinstance(name, ox.NamedNode) and name.value.startswith(HOME)
        }

    def _moved(self, data: Data) -> Iterator[ox.Quad]:
        """A dataset, with the names that it has here."""
        quads = list(dataset(self._root, data))
        default = (
            ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(DEFAULT)) if is_default(q) else q
            for q in quads
        )
        text = ox.serialize(default, format=ox.RdfFormat.N_QUADS) or b""
        return ox.parse(moved(text.decode()), format=ox.RdfFormat.N_QUADS)

    def _held(self) -> Answer:
        """What the service holds of the caller's, by its own word."""
        found: set[ox.Quad] = set()
        for name in self._graphs():
            answer = self._client.get(
                "/graph-store", params={"graph": name}, headers={"accept": "application/n-triples"}
            ).raise_for_status()
            triples = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
            found |= {ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name)) for q in triples}
        return Graph(frozenset(found))

    def _send(self, text: str) -> None:
        answer = self._client.post("/sparql", content=text, headers=UPDATE)
        if answer.status_code != 200:
            raise Refused(answer)

    def _refused(self, test: Case, refused: Refused) -> Outcome:
        if test.kind is Kind.UPDATE_SYNTAX:
            return refused.judge_syntax(test)
        for pattern, reason in _BY_DESIGN:
            if pattern.search(test.text) and refused.kind in WELL_FORMED:
                return Outcome(Verdict.BY_DESIGN, reason)
        return Outcome(Verdict.OTHER, str(refused))


_NOTE: Final = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))


def moved(text: str) -> str:
    """The suite's own IRIs under the name of the caller.

    >>> moved("GRAPH <http://example.org/g1> {}").startswith("GRAPH <https://w3id.org/weerbaar/graph/user/")
    True
    """
    return _FOREIGN.sub(rf"{HOME}\1", text)


def in_named_graphs(update: str) -> str:
    """The update with `default` for the default graph.

    >>> in_named_graphs("CLEAR DEFAULT ; INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }").replace(DEFAULT, "d")
    'CLEAR SILENT GRAPH <d> ; WITH <d> INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }'
    >>> in_named_graphs("DELETE DATA { <urn:s> <urn:p> 1 }").replace(DEFAULT, "d")
    'DELETE DATA { GRAPH <d> { <urn:s> <urn:p> 1 } }'
    """
    changes: list[tuple[int, int, str]] = []
    opened = emptied = False
    for word in (word for word in scan(update).words if not word.depth):
        if word.text == "DEFAULT":
            name = (
                f"SILENT GRAPH <{DEFAULT}>" if emptied else f"GRAPH <{DEFAULT}>"
            )  # there is always a default graph
            changes.append((word.position, word.position + len("DEFAULT"), name))
        elif _SHORT.match(update, word.position):
            changes += _wrapping(update, word.position)
        elif word.text in ("INSERT", "DELETE") and not opened:
            changes.append((word.position, word.position, f"WITH <{DEFAULT}> "))
        emptied = word.text in ("CLEAR", "DROP")
        short = _SHORT.match(update, word.position) or word.text in ("WHERE", "DATA")
        opened = not short and (opened or word.text in ("WITH", "INSERT", "DELETE"))
    for begin, end, text in sorted(changes, reverse=True):
        update = f"{update[:begin]}{text}{update[end:]}"
    return update


def _wrapping(update: str, position: int) -> list[tuple[int, int, str]]:
    """What puts the quads of one operation into `default`, unless they name their graph."""
    begin = update.index("{", position) + 1
    depth, end = 1, begin
    while depth:
        depth += {"{": 1, "}": -1}.get(update[end], 0)
        end += 1
    if re.search(r"\bGRAPH\b", update[begin:end]):
        return []
    return [(begin, begin, f" GRAPH <{DEFAULT}> {{"), (end - 1, end - 1, "} ")]
