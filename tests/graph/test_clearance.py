"""What is above a clearance is not in what it reads: canaries, whatever the query."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.audit import verify
from graph.catalogue import Entry, held
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from graph.replicas import representative
from ontology.namespaces import GRAPH, Iri

NEXT = NamedNode("urn:next")


def graph_of(marking: Marking) -> Iri:
    return Iri(f"{GRAPH}document/{marking.slug}")


def canary(marking: Marking) -> str:
    """A word that stands in the graphs of one marking only."""
    return f"CANARY-{marking.slug}"


def content(marking: Marking) -> list[Triple]:
    """The canary as a value, a subject, a property, and a step of a path that all markings share."""
    word = canary(marking)
    node, shared = NamedNode(f"urn:{word}"), NamedNode("urn:shared")
    return [
        Triple(shared, NamedNode("urn:says"), Literal(word)),
        Triple(shared, NEXT, node),
        Triple(node, NEXT, NamedNode(f"urn:{word}-end")),
        Triple(node, NamedNode(f"urn:{word}-property"), shared),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """One graph of each marking, with the canary in its title too."""
    store = EmbeddedStore(tmp_path_factory.mktemp("store"))
    for marking in Marking:
        entry = Entry(marking=marking, title=canary(marking), source=Iri(f"urn:{canary(marking)}-source"))
        store.publish({graph_of(marking): content(marking)}, entries={graph_of(marking): entry})
    return store


PATTERNS = [
    "?s ?p ?o",
    "?s <urn:says> ?o",
    "GRAPH ?g { ?s ?p ?o }",
    "GRAPH <HIDDEN> { ?s ?p ?o }",
    "<urn:shared> <urn:next>+ ?o",
    "?s <urn:next>* ?o",
    "?s ^<urn:next> ?o",
    "?s !<urn:nothing> ?o",
    "?s <urn:says> ?o FILTER EXISTS { GRAPH <HIDDEN> { ?x ?y ?z } }",
    "{ SELECT ?o { GRAPH ?h { ?s ?p ?o } } }",
    "VALUES ?g { <HIDDEN> } GRAPH ?g { ?s ?p ?o }",
    "BIND(<HIDDEN> AS ?g) GRAPH ?g { ?s ?p ?o }",
    "?s ?p ?o OPTIONAL { GRAPH <HIDDEN> { ?s ?q ?z } }",
    "{ ?s <urn:next> ?o } UNION { GRAPH <HIDDEN> { ?s ?p ?o } }",
    "?s ?p ?o MINUS { ?s <urn:nothing> ?o }",
    "?g a <http://www.w3.org/ns/dcat#Dataset> ; ?p ?o",
    "GRAPH <CATALOGUE> { ?s ?p ?o }",
]
FORMS = [
    "SELECT * FROM { PATTERN }",
    "SELECT DISTINCT ?o FROM { PATTERN } ORDER BY ?o",
    "SELECT (GROUP_CONCAT(STR(?o)) AS ?all) FROM { PATTERN }",
    "CONSTRUCT { ?s <urn:got> ?o } FROM { PATTERN }",
]
SOURCES = [
    "",
    "FROM <HIDDEN>",
    "FROM NAMED <HIDDEN>",
    "FROM <HIDDEN> FROM NAMED <HIDDEN>",
    "FROM <CATALOGUE>",
]


def queries(clearance: Marking, chance: random.Random, count: int) -> list[str]:
    """Queries that try for what is above a clearance."""
    made = []
    for _ in range(count):
        hidden = graph_of(chance.choice([marking for marking in Marking if marking > clearance]))
        text = (
            chance.choice(FORMS)
            .replace("FROM", chance.choice(SOURCES))
            .replace("PATTERN", chance.choice(PATTERNS))
        )
        made.append(text.replace("HIDDEN", hidden).replace("CATALOGUE", f"{GRAPH}catalogue"))
    return [*made, f"DESCRIBE <{hidden}>", "DESCRIBE <urn:shared>"]


def answer(reader: OxigraphReader, query: str) -> str:
    run = reader.select if query.startswith("SELECT") else reader.construct
    return str(run(query))


@pytest.mark.parametrize("clearance", [marking for marking in Marking if marking < max(Marking)])
def test_no_query_brings_a_canary_out(store: EmbeddedStore, clearance: Marking) -> None:
    reader = store.reader(clearance)
    above = [canary(marking) for marking in Marking if marking > clearance]
    seen = set()
    for query in queries(clearance, random.Random(clearance), 600):
        said = answer(reader, query)
        # a name that the question itself holds tells nothing; the graphs' own names are no canaries
        leaked = [word for word in above if f"{word}" in said]
        assert not leaked, query
        seen |= {marking for marking in Marking if canary(marking) in said}
    assert seen == {marking for marking in Marking if marking <= clearance}, "what may be seen was found"


def test_each_clearance_sees_its_graphs_and_their_entries_only(store: EmbeddedStore) -> None:
    for clearance in Marking:
        expected = {graph_of(marking) for marking in Marking if marking <= clearance}
        assert held(store.reader(clearance)).keys() == expected
    assert verify(store) == ()


def test_a_marking_that_rises_hides_the_graph(tmp_path: Path) -> None:
    store, name = EmbeddedStore(tmp_path), graph_of(Marking.CLEAR)
    store.publish({name: content(Marking.CLEAR)})
    assert store.reader().ask("ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'CANARY')) }")
    store.publish({name: content(Marking.CLEAR)}, entries={name: Entry(marking=Marking.RED)})
    assert not store.reader().ask("ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'CANARY')) }")
    assert store.reader(Marking.RED).graph(name)
    store.publish({name: content(Marking.CLEAR)}, entries={name: Entry(marking=Marking.GREEN)})
    seen = {clearance: bool(store.reader(clearance).graph(name)) for clearance in Marking}
    assert seen == {clearance: clearance >= Marking.GREEN for clearance in Marking}
    assert verify(store) == ()


def test_a_hidden_graph_that_is_removed_or_changed_stays_hidden(tmp_path: Path) -> None:
    store, low, high = EmbeddedStore(tmp_path), graph_of(Marking.CLEAR), graph_of(Marking.RED)
    store.publish(
        {low: content(Marking.CLEAR), high: content(Marking.RED)}, entries={high: Entry(Marking.RED)}
    )
    store.publish({high: content(Marking.RED)[:2]})
    assert not store.reader().graph(high)
    assert len(store.reader(Marking.RED).graph(high)) == 2
    store.publish({low: content(Marking.CLEAR)[:1]})
    assert len(store.reader().graph(low)) == 1, "the copy follows"
    store.publish({}, remove=[high])
    assert verify(store) == ()


def test_clearances_that_see_the_same_share_a_copy(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({graph_of(Marking.CLEAR): content(Marking.CLEAR)})
    folders = store.snapshots.path(1)
    assert {path.name for path in folders.iterdir() if path.is_dir() and not path.is_symlink()} == {"red"}
    assert representative(Marking.CLEAR, []) is Marking.RED
    assert representative(Marking.GREEN, [Marking.CLEAR, Marking.AMBER]) is Marking.GREEN
