"""Asking a graph: what comes back, and what a wrong query gets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import QueryError, QuerySyntaxError
from graph.memory import MemoryReader

TURTLE = '@prefix : <urn:> . :a :p "één" , 2 ; :q :b .'
TRIG = "@prefix : <urn:> . :g { :b :p :c } :h { :c :p :d }"


@pytest.fixture
def reader(tmp_path: Path) -> MemoryReader:
    (tmp_path / "one.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "two.trig").write_text(TRIG, encoding="utf-8")
    return MemoryReader.of_files(tmp_path / "one.ttl", tmp_path / "two.trig")


def test_the_default_graph_is_the_union(reader: MemoryReader) -> None:
    assert reader.ask("ASK { <urn:a> <urn:q>/<urn:p>+ <urn:d> }")


def test_each_file_is_a_named_graph(reader: MemoryReader) -> None:
    names = {row["g"].value for row in reader.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows}
    assert names == {"https://w3id.org/weerbaar/graph/file/one", "urn:g", "urn:h"}


def test_a_table_keeps_the_columns_and_leaves_unbound_out(reader: MemoryReader) -> None:
    table = reader.select("SELECT ?v ?w { <urn:a> <urn:p> ?v OPTIONAL { ?v <urn:p> ?w } } ORDER BY ?v")
    assert table.columns == ("v", "w")
    assert [{name: term.value for name, term in row.items()} for row in table.rows] == [
        {"v": "2"},
        {"v": "één"},
    ]


def test_construct_gives_each_triple_once(reader: MemoryReader) -> None:
    query = "CONSTRUCT { <urn:x> <urn:y> <urn:z> } { ?s ?p ?o }"
    assert len(reader.construct(query)) == 1
    assert len(reader.construct("DESCRIBE <urn:a>")) == 3


def test_many_threads_may_ask_at_once(reader: MemoryReader) -> None:
    with ThreadPoolExecutor(8) as pool:
        tables = pool.map(lambda _: len(reader.select("SELECT * { ?s ?p ?o }").rows), range(64))
    assert set(tables) == {5}


@pytest.mark.parametrize(
    ("query", "line", "column", "reason"),
    [
        ("", 1, 1, "empty"),
        ("SELECT ?x WHERE {\n ?x foo:bar 1 }", 2, 12, "prefix “foo:”"),
        ("SELECT * { ?s ?p ?y", 1, 20, "1 “{” not closed"),
        ("SELECT ?x { ?x a ?y } LIMIT x", 1, 29, "unexpected “x”"),
        ("SELECT ?x { ?x <rel> 1 }", 1, 21, "no absolute IRI"),
        ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 1, 41, "neither grouped"),
    ],
)
def test_a_malformed_query_is_told_where_and_why(
    reader: MemoryReader, query: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=reason) as caught:
        reader.select(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert len(caught.value.reason) < 120


@pytest.mark.parametrize(
    "query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "INSERT DATA { <urn:a> <urn:b> 1 }"]
)
def test_select_takes_only_a_select(reader: MemoryReader, query: str) -> None:
    with pytest.raises(QueryError):
        reader.select(query)
