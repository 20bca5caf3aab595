"""The store on disk: one step in, immutable versions out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.catalogue import CATALOGUE, Entry
from graph.embedded import FORMAT, EmbeddedStore
from graph.errors import StoreCorrupt, StoreLocked, StoreTooNew
from graph.terms import content_hash
from ontology.namespaces import GRAPH, Iri

A, B = Iri(f"{GRAPH}document/a"), Iri(f"{GRAPH}document/b")


def triple(name: str, value: str = "x") -> Triple:
    return Triple(NamedNode(f"urn:{name}"), NamedNode("urn:says"), Literal(value))


def values(store: EmbeddedStore) -> set[str]:
    return {row["o"].value for row in store.reader().select("SELECT ?o { ?s <urn:says> ?o }").rows}


def test_an_empty_store_is_version_0_and_answers(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "data")
    assert store.version == 0
    assert store.reader().select("SELECT * { ?s ?p ?o }").rows == ()
    assert not (tmp_path / "data").exists(), "reading makes no folder"


def test_published_graphs_are_read_by_name_and_in_the_union(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    assert store.publish({A: [triple("a", "of a")], B: [triple("b", "of b")]}) == 1
    assert values(store) == {"of a", "of b"}
    assert store.reader().ask(f"ASK {{ GRAPH <{A}> {{ <urn:a> <urn:says> 'of a' }} }}")
    assert EmbeddedStore(tmp_path).reader().version == 1, "a second opening sees the same"


def test_a_reader_keeps_its_version_while_the_store_moves_on(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, keep=1)
    store.publish({A: [triple("a", "old")]})
    before = store.reader()
    for number in range(5):
        store.publish({A: [triple("a", f"new {number}")]})
    assert {row["o"].value for row in before.select("SELECT ?o { ?s <urn:says> ?o }").rows} == {"old"}
    assert values(store) == {"new 4"}


def test_the_same_content_again_is_no_new_version(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    content = [triple("a"), Triple(BlankNode("x"), NamedNode("urn:p"), BlankNode("y"))]
    renamed = [Triple(BlankNode("k"), NamedNode("urn:p"), BlankNode("l")), triple("a")]
    assert store.publish({A: content}) == 1
    assert store.publish({A: renamed}) == 1
    assert store.publish({A: renamed}, entries={A: Entry(title="Brief")}) == 2, "a new description is news"
    assert store.publish({A: renamed}) == 2, "without an entry the graph keeps its own"


def test_a_removed_graph_leaves_the_catalogue_too(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({A: [triple("a")], B: [triple("b")]})
    assert store.publish({}, remove=[B]) == 2
    assert store.publish({}, remove=[B]) == 2
    assert not store.reader().ask(f"ASK {{ {{ GRAPH <{B}> {{ ?s ?p ?o }} }} UNION {{ ?x ?y <{B}> }} }}")


def test_the_catalogue_counts_and_carries_the_publication(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({A: [triple("a", "1"), triple("a", "2"), triple("a", "2")]})
    store.publish({B: [triple("b")]})
    rows = (
        store.reader()
        .select(
            "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
            "PREFIX wb: <https://w3id.org/weerbaar/def#> "
            f"SELECT ?g ?n ?p {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> dcat:dataset ?g . "
            "?g void:triples ?n ; wb:publication ?p } } ORDER BY ?g"
        )
        .rows
    )
    assert [(row["g"].value, row["n"].value, row["p"].value) for row in rows] == [
        (A, "2", "1"),
        (B, "1", "2"),
    ]


def test_old_snapshots_go_but_for_those_that_are_read(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, keep=2)
    store.publish({A: [triple("a", "1")]})
    reader = store.snapshots.open(version=1)
    for number in range(2, 6):
        store.publish({A: [triple("a", str(number))]})
    assert store.snapshots.versions() == [1, 4, 5]
    assert reader.ask("ASK { ?s ?p '1' }")
    del reader, store._readers
    EmbeddedStore(tmp_path, keep=2).publish({A: [triple("a", "6")]})
    assert store.snapshots.versions() == [5, 6]


def test_a_pruned_version_is_named_in_the_error(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({A: [triple("a")]})
    with pytest.raises(StoreCorrupt, match=r"version 7 is not in .*; there: 1"):
        store.snapshots.open(version=7)


def test_a_second_writing_process_is_told_who_writes(tmp_path: Path) -> None:
    other = (
        "import sys, pathlib; from graph.embedded import EmbeddedStore\n"
        "try:\n    EmbeddedStore(pathlib.Path(sys.argv[1])).publish({})\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    store = EmbeddedStore(tmp_path)
    with store.writing():
        command = [sys.executable, "-c", other, str(tmp_path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.startswith("StoreLocked")
    assert f"process {os.getpid()}" in said
    assert store.publish({A: [triple("a")]}) == 1, "afterwards the lock is free"


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    store = EmbeddedStore(tmp_path)
    graphs = [Iri(f"{GRAPH}document/{number}") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda graph: store.publish({graph: [triple(graph[-2:], graph)]}), graphs))
    assert sorted(versions) == list(range(1, 13))
    assert values(store) == set(graphs)


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "format").write_text(f"{FORMAT + 1}\n")
    with pytest.raises(StoreTooNew, match=f"format {FORMAT + 1}"):
        EmbeddedStore(tmp_path)


def test_damaged_files_are_named(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({A: [triple("a")]})
    (tmp_path / "snapshots/1/red/CURRENT").write_text("nonsense\n")
    with pytest.raises(StoreCorrupt, match=r"snapshots/1/clear cannot be opened"):
        store.reader()
    (tmp_path / "current").write_text("one\n")
    with pytest.raises(StoreCorrupt, match="current should hold one number"):
        store.reader()


def test_a_locked_writer_raises_no_matter_the_reader(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({A: [triple("a")]})
    with store.writing():
        assert EmbeddedStore(tmp_path).reader().version == 1
    with pytest.raises(StoreLocked), store.writing(), EmbeddedStore(tmp_path).writing():
        pass


terms = st.builds(NamedNode, st.integers(0, 6).map(lambda number: f"urn:n{number}"))
literals = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)),
    st.builds(lambda text: Literal(text, language="nl"), st.text("aé\n\"'\\{} ", max_size=6)),
    st.builds(Literal, st.integers()),
)
contents = st.lists(st.builds(Triple, terms, terms, st.one_of(terms, literals)), max_size=8)
steps = st.lists(st.dictionaries(st.sampled_from([A, B]), contents, max_size=2), min_size=1, max_size=4)


@pytest.mark.slow
@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_published_is_read_back(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    store = EmbeddedStore(tmp_path_factory.mktemp("store"), keep=1)
    expected: dict[Iri, set[Triple]] = {}
    for graphs in steps:
        expected |= {graph: set(triples) for graph, triples in graphs.items()}
        version = store.publish(graphs)
        assert store.reader().version == version
        for graph, triples in expected.items():
            query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            assert content_hash(store.reader().construct(query)) == content_hash(triples)
