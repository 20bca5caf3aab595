"""The store on engines elsewhere: real Oxigraph and Virtuoso servers, one for each of two clearances."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store, Triple

from graph.catalogue import Entry, held
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed, MarkingRefused, StoreLocked
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.remote import RemoteStore
from graph.update import update
from graph.writing import Authority
from ontology.namespaces import GRAPH, PREFIXES, Iri
from tests.graph.engines import ENGINES, served
from tests.graph.test_clearance import canary, content, graph_of

A, B = Iri(f"{GRAPH}document/a"), Iri(f"{GRAPH}document/b")
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module", params=ENGINES)
def endpoints(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Marking, Endpoint]]:
    """Two engines of one kind: one for everybody, one for everything."""
    with served(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.fixture
def store(endpoints: dict[Marking, Endpoint], tmp_path: Path) -> RemoteStore:
    """A store with nothing in it."""
    store = RemoteStore(endpoints, tmp_path / "writer.lock")
    store.publish({}, remove=held(store.reader(Marking.RED)))
    return store


def triple(value: str) -> Triple:
    return Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal(value))


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


def test_an_engine_that_is_not_there_is_named(tmp_path: Path) -> None:
    nowhere = Endpoint("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
    with pytest.raises(EndpointFailed, match=r"127.0.0.1:9/query cannot be reached"):
        RemoteStore({Marking.CLEAR: nowhere}, tmp_path / "lock").reader()
    nowhere.close()


def test_a_second_writer_waits_its_turn(store: RemoteStore, endpoints: dict, tmp_path: Path) -> None:
    with store.writing(), pytest.raises(StoreLocked, match="another process"):
        RemoteStore(endpoints, tmp_path / "writer.lock").publish({A: [triple("a")]})


def test_a_copy_holds_what_a_clearance_may_see_and_nothing_else(store: RemoteStore) -> None:
    """Whatever engines there are: none is for AMBER here, and that for everything is for nobody else."""
    store.publish(
        {graph_of(marking): content(marking) for marking in Marking},
        entries={graph_of(marking): Entry(marking=marking, title=canary(marking)) for marking in Marking},
    )
    for clearance in Marking:
        with store.writing() as writer, writer.copy(clearance) as path:
            said = str(list(Store.read_only(str(path))))
        assert {marking for marking in Marking if canary(marking) in said} == set(
            list(Marking)[: clearance + 1]
        )


def test_a_lone_engine_for_the_cleared_is_not_copied_for_others(endpoints: dict, tmp_path: Path) -> None:
    closed = RemoteStore({Marking.RED: endpoints[Marking.RED]}, tmp_path / "writer.lock")
    closed.publish({A: [triple("a")], B: [triple("b")]}, entries={A: Entry(marking=Marking.RED)})
    with closed.writing() as writer, writer.copy(Marking.CLEAR) as path:
        assert str(list(Store.read_only(str(path)))).count(A) == 0


def test_an_update_under_a_clearance_without_an_engine_keeps_the_rest(
    store: RemoteStore, knowledge: Knowledge
) -> None:
    notes = Iri(f"{GRAPH}user/notes")
    store.publish({notes: [triple("before")]}, entries={notes: Entry(marking=Marking.AMBER)})
    more = f"INSERT DATA {{ GRAPH <{notes}> {{ <urn:a> <urn:says> 'after' }} }}"
    update(store, more, knowledge, Authority(Marking.AMBER, Marking.AMBER))
    assert {row.object.value for row in store.reader(Marking.RED).graph(notes)} == {"before", "after"}
