"""The store on engines elsewhere: real Oxigraph and Virtuoso servers, one for each of two clearances."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.admission import admit
from graph.catalogue import Entry, held
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed, MarkingRefused, QueryError, QuerySyntaxError, StoreLocked
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.remote import RemoteStore
from graph.terms import content_hash
from graph.update import update
from ontology.namespaces import GRAPH, PREFIXES, Iri
from tests.graph.claims import claim, document
from tests.graph.engines import ENGINES
from tests.graph.test_clearance import answer, canary, content, graph_of, queries

A, B = Iri(f"{GRAPH}document/a"), Iri(f"{GRAPH}document/b")
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module", params=ENGINES)
def endpoints(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """Two engines of one kind: one for everybody, one for everything."""
    folder = tmp_path_factory.mktemp(request.param)
    start = ENGINES[request.param]
    with ExitStack() as stack:
        made = {}
        for marking in (Marking.CLEAR, Marking.RED):
            made[marking] = stack.enter_context(start(folder / marking.slug))
            stack.callback(made[marking].close)
        yield made


@pytest.fixture
def store(endpoints: dict[Marking, Endpoint], tmp_path: Path) -> RemoteStore:
    """A store with nothing in it."""
    store = RemoteStore(endpoints, tmp_path / "writer.lock")
    store.publish({}, remove=held(store.reader(Marking.RED)))
    return store


def triple(value: str) -> Triple:
    return Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal(value))


def test_what_is_published_is_read_back(store: RemoteStore) -> None:
    said = [triple('é "x"\n\\'), triple("tweede")]
    said.append(Triple(NamedNode("urn:a"), NamedNode("urn:n"), Literal(7)))
    said.append(Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal("ja", language="nl")))
    before = store.version
    assert store.publish({A: said, B: [triple("b")]}) == before + 1
    assert content_hash(store.reader().graph(A)) == content_hash(said)
    rows = store.reader().select("SELECT ?o { ?s <urn:says> ?o }").rows
    assert {row["o"].value for row in rows} == {'é "x"\n\\', "tweede", "ja", "b"}, "the union of the graphs"
    assert store.reader().ask(f"ASK {{ GRAPH <{B}> {{ ?s ?p 'b' }} }}")


def test_the_same_again_is_no_new_version(store: RemoteStore) -> None:
    version = store.publish({A: [triple("x")]})
    assert store.publish({A: [triple("x")]}) == version
    assert store.publish({A: [triple("y")]}) == version + 1
    assert store.publish({}, remove=[A]) == version + 2
    assert A not in held(store.reader())
    assert store.reader().graph(A) == ()


def test_a_large_graph_goes_in_one_piece(store: RemoteStore) -> None:
    many = [triple(f"waarde {number}") for number in range(15_000)]
    store.publish({A: many})
    assert len(store.reader().graph(A)) == len(many)


def test_a_document_enters_through_the_gate(store: RemoteStore, knowledge: Knowledge) -> None:
    bare = Knowledge((), (), knowledge.shapes, knowledge.rules, {})
    graph = document(claim("measure:m", "counters", "means:spionage"))
    first = admit(store, graph, bare)
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ measure:m wb:counters means:spionage }}")
    assert admit(store, graph, bare) == type(first)(first.version, True, first.report, first.derived)


def test_an_update_is_tried_on_a_copy(store: RemoteStore, knowledge: Knowledge) -> None:
    bare = Knowledge((), (), knowledge.shapes, knowledge.rules, {})
    notes = Iri("urn:notes")
    store.publish({notes: [Triple(NamedNode("urn:n"), NamedNode("urn:is"), Literal(0))]})
    more = "WITH <urn:notes> DELETE { ?s ?p ?n } INSERT { ?s ?p ?m } WHERE { ?s ?p ?n BIND(?n + 1 AS ?m) }"
    for _ in range(3):
        update(store, more, bare)
    assert store.reader().ask("ASK { GRAPH <urn:notes> { <urn:n> <urn:is> 3 } }")


def test_no_query_brings_a_canary_out(store: RemoteStore) -> None:
    entries = {graph_of(marking): Entry(marking=marking, title=canary(marking)) for marking in Marking}
    store.publish({graph_of(marking): content(marking) for marking in Marking}, entries=entries)
    reader = store.reader(Marking.CLEAR)
    above = [canary(marking) for marking in Marking if marking > Marking.CLEAR]
    answered = 0
    for query in queries(Marking.CLEAR, random.Random(1), 300):
        try:
            said = answer(reader, query)
        except (QueryError, EndpointFailed):
            continue  # an engine may refuse what the standard allows; it then tells nothing
        answered += 1
        assert not [word for word in above if word in said], query
    assert answered > 150
    assert canary(Marking.RED) in answer(store.reader(Marking.RED), "SELECT ?o { ?s <urn:says> ?o }")


def test_an_endpoint_left_behind_is_brought_up(store: RemoteStore, endpoints: dict, tmp_path: Path) -> None:
    alone = RemoteStore({Marking.RED: endpoints[Marking.RED]}, tmp_path / "writer.lock")
    alone.publish({A: [triple("a")], graph_of(Marking.RED): content(Marking.RED)}, entries={
        graph_of(Marking.RED): Entry(marking=Marking.RED)})  # fmt: skip
    assert A not in held(store.reader()), "the open endpoint was left behind"
    store.publish({B: [triple("b")]})
    assert held(store.reader()).keys() == {A, B}
    assert len(store.reader().graph(A)) == 1
    assert store.reader().version == store.version


def test_a_single_endpoint_refuses_what_it_may_not_hold(endpoints: dict, tmp_path: Path) -> None:
    open_only = RemoteStore({Marking.CLEAR: endpoints[Marking.CLEAR]}, tmp_path / "writer.lock")
    version = open_only.version
    with pytest.raises(MarkingRefused, match="marked TLP:AMBER"):
        open_only.publish({A: [triple("a")], B: [triple("b")]}, entries={A: Entry(marking=Marking.AMBER)})
    assert open_only.version == version
    with pytest.raises(MarkingRefused, match="no endpoint is open to TLP:CLEAR"):
        RemoteStore({Marking.RED: endpoints[Marking.RED]}, tmp_path / "lock").reader()


def test_a_malformed_query_says_where(store: RemoteStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.reader().select("SELECT ?x WHERE {\n ?x foo:bar }")
    assert caught.value.line >= 1


def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    nowhere = Endpoint("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
    with pytest.raises(EndpointFailed, match=r"127.0.0.1:9/query cannot be reached"):
        RemoteStore({Marking.CLEAR: nowhere}, tmp_path / "lock").reader()
    nowhere.close()


def test_a_second_writer_waits_its_turn(store: RemoteStore, endpoints: dict, tmp_path: Path) -> None:
    with store.writing(), pytest.raises(StoreLocked, match="another process"):
        RemoteStore(endpoints, tmp_path / "writer.lock").publish({A: [triple("a")]})
