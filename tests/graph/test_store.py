"""One store interface, three engines: embedded, a real `oxigraph serve`, a real Virtuoso 7."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.admission import admit
from graph.catalogue import Entry, held
from graph.embedded import EmbeddedStore
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed, QueryError, QuerySyntaxError
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.remote import RemoteStore
from graph.store import Store
from graph.terms import as_stored, content_hash
from graph.update import update
from ontology.namespaces import GRAPH, PREFIXES, Iri
from tests.graph.claims import claim, document
from tests.graph.engines import ENGINES, served
from tests.graph.test_clearance import answer, canary, content, graph_of, queries

A, B = Iri(f"{GRAPH}document/a"), Iri(f"{GRAPH}document/b")
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module", params=["embedded", *ENGINES])
def endpoints(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Marking, Endpoint]]:
    """Two engines of one kind: one for everybody, one for everything. None for the embedded store."""
    if request.param == "embedded":
        yield {}
        return
    with served(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.fixture
def store(endpoints: dict[Marking, Endpoint], tmp_path: Path) -> Store:
    """A store with nothing in it."""
    if not endpoints:
        return EmbeddedStore(tmp_path)
    store = RemoteStore(endpoints, tmp_path / "writer.lock")
    store.publish({}, remove=held(store.reader(Marking.RED)))
    return store


def triple(value: str) -> Triple:
    return Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal(value))


def test_what_is_published_is_read_back(store: Store) -> None:
    said = [triple('é "x"\n\\'), triple("tweede")]
    said.append(Triple(NamedNode("urn:a"), NamedNode("urn:n"), Literal(7)))
    said.append(Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal("ja", language="nl")))
    before = store.version
    assert store.publish({A: said, B: [triple("b")]}) == before + 1
    assert content_hash(store.reader().graph(A)) == content_hash(said)
    rows = store.reader().select("SELECT ?o { ?s <urn:says> ?o }").rows
    assert {row["o"].value for row in rows} == {'é "x"\n\\', "tweede", "ja", "b"}, "the union of the graphs"
    assert store.reader().ask(f"ASK {{ GRAPH <{B}> {{ ?s ?p 'b' }} }}")


XSD = PREFIXES["xsd"]
FORMS = [
    ("P2Y", "duration"), ("PT5H", "dayTimeDuration"), ("P2Y", "yearMonthDuration"), ("0.9", "decimal"),
    ("true", "boolean"), ("2021-02-03", "date"), ("-0044-03-15", "date"),
    ("2021-02-03T04:05:06Z", "dateTime"),
    ("2021-02-03T04:05:06.1234567Z", "dateTime"), ("123456789012345678", "integer"), ("2026", "gYear"),
    ("2.5", "double"), ("http://x/y", "anyURI"), ("Zm9v", "base64Binary"), ("10:00:00", "time"),
]  # fmt: skip


def test_every_form_of_a_literal_comes_back(store: Store) -> None:
    said = [
        Triple(NamedNode("urn:a"), NamedNode(f"urn:{number}"), Literal(value, datatype=NamedNode(XSD + name)))
        for number, (value, name) in enumerate(FORMS)
    ]
    said += [triple("😀 é\t"), triple(""), triple("x" * 5000)]
    for datatype in (
        "http://id.loc.gov/datatypes/edtf",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
    ):
        said.append(
            Triple(NamedNode("urn:x"), NamedNode("urn:x"), Literal("<p/>", datatype=NamedNode(datatype)))
        )
    store.publish({A: said})
    assert set(as_stored(store.reader().graph(A))) == set(as_stored(said))
    with store.writing() as writer:
        assert set(as_stored(writer.reader.graph(A))) == set(as_stored(said))


def test_the_same_again_is_no_new_version(store: Store) -> None:
    version = store.publish({A: [triple("x")]})
    assert store.publish({A: [triple("x")]}) == version
    assert store.publish({A: [triple("y")]}) == version + 1
    assert store.publish({}, remove=[A]) == version + 2
    assert A not in held(store.reader())
    assert store.reader().graph(A) == ()


def test_a_large_graph_goes_in_one_piece(store: Store) -> None:
    many = [triple(f"waarde {number}") for number in range(15_000)]
    store.publish({A: many})
    assert len(store.reader().graph(A)) == len(many)


def test_a_document_enters_through_the_gate(store: Store, knowledge: Knowledge) -> None:
    bare = Knowledge((), (), knowledge.shapes, knowledge.rules, {})
    graph = document(claim("measure:m", "counters", "means:spionage"))
    first = admit(store, graph, bare)
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ measure:m wb:counters means:spionage }}")
    assert admit(store, graph, bare) == type(first)(first.version, True, first.report, first.derived)


def test_an_update_is_tried_on_a_copy(store: Store, knowledge: Knowledge) -> None:
    bare = Knowledge((), (), knowledge.shapes, knowledge.rules, {})
    notes = Iri(f"{GRAPH}user/notes")
    store.publish({notes: [Triple(NamedNode("urn:n"), NamedNode("urn:is"), Literal(0))]})
    more = f"""WITH <{notes}> DELETE {{ ?s ?p ?n }} INSERT {{ ?s ?p ?m }}
        WHERE {{ ?s ?p ?n BIND(?n + 1 AS ?m) }}"""
    for _ in range(3):
        update(store, more, bare)
    assert store.reader().ask(f"ASK {{ GRAPH <{notes}> {{ <urn:n> <urn:is> 3 }} }}")


def test_no_query_brings_a_canary_out(store: Store) -> None:
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


def test_a_malformed_query_says_where(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.reader().select("SELECT ?x WHERE {\n ?x foo:bar }")
    assert caught.value.line >= 1
