"""Tables as Parquet: every term comes back, numbers can be calculated with, and half a file is none."""

import io
import json
from collections.abc import Iterator

import pyarrow as pa
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as library

from api.sparql import parquet
from api.sparql.parquet import XSD, cell_of

INTEGER = ox.NamedNode(f"{XSD}integer")


def written(query: str, store: ox.Store | None = None) -> library.ParquetFile:
    file = io.BytesIO()
    result = (store or ox.Store()).query(query)
    assert isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    parquet.write(result, file, query)
    return library.ParquetFile(file)


def term_of(row: dict[str, object], name: str) -> object:
    """The term that the columns of a variable stand for, read back by the docstring of the module."""
    value, kind, language = row[name], row[f"{name}.kind"], row[f"{name}.language"]
    if value is None:
        return None
    assert isinstance(value, str)
    if kind == "iri":
        return ox.NamedNode(value)
    if kind == "blank":
        return ox.BlankNode(value)
    if isinstance(language, str):
        tag, _, direction = language.partition("--")
        directed = {"ltr": ox.BaseDirection.LTR, "rtl": ox.BaseDirection.RTL}.get(direction)
        return ox.Literal(value, language=tag, direction=directed)
    datatype = row[f"{name}.datatype"]
    assert kind == "literal" and isinstance(datatype, str)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def test_the_first_columns_are_those_of_the_query() -> None:
    table = written("SELECT ?zaak ?aantal { VALUES (?zaak ?aantal) { (<urn:a> 3) (<urn:b> 40) } }").read()
    assert table.column_names[:3] == ["zaak", "aantal", "zaak.number"]
    assert table["zaak"].to_pylist() == ["urn:a", "urn:b"]
    assert table["aantal"].to_pylist() == ["3", "40"]


def test_numbers_are_numbers() -> None:
    values = "2 10 2.50 1e3 'INF'^^xsd:double 'x'^^xsd:integer '1_0'^^xsd:integer '7' <urn:a> UNDEF"
    table = written(f"PREFIX xsd: <{XSD}> SELECT ?n {{ VALUES ?n {{ {values} }} }}").read()
    numbers = table["n.number"].to_pylist()
    assert numbers == [2.0, 10.0, 2.5, 1000.0, float("inf"), None, None, None, None, None]
    assert table["n"].to_pylist()[4:8] == ["INF", "x", "1_0", "7"]


def test_digits_that_a_double_has_no_room_for_are_kept() -> None:
    (row,) = written("SELECT ?n { BIND(9007199254740993 AS ?n) }").read().to_pylist()
    assert (row["n"], row["n.number"]) == ("9007199254740993", 9007199254740992.0)


def test_unbound_is_null_everywhere() -> None:
    (row,) = written("SELECT ?a ?b { BIND(1 AS ?b) }").read().to_pylist()
    assert [row[name] for name in ("a", "a.number", "a.kind", "a.datatype", "a.language")] == [None] * 5


def test_a_triple_is_told_from_a_text() -> None:
    (row,) = written("SELECT (<<( <urn:s> <urn:p> 'o' )>> AS ?t) {}").read().to_pylist()
    assert row["t.kind"] == "triple" and row["t"] == '<urn:s> <urn:p> "o"'


IRIS = st.sampled_from(["urn:a", "https://example.org/é?x=1#y"]).map(ox.NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["nl", "en-gb"])),
    TEXTS.map(lambda text: ox.Literal(text, language="ar", direction=ox.BaseDirection.RTL)),
    st.builds(lambda text, kind: ox.Literal(text, datatype=kind), TEXTS, IRIS),
    st.integers().map(lambda number: ox.Literal(str(number), datatype=INTEGER)),
)


@given(st.lists(st.one_of(IRIS, LITERALS), max_size=20))
def test_every_term_comes_back(terms: list[ox.NamedNode | ox.Literal]) -> None:
    query = "SELECT ?x { VALUES ?x { " + " ".join(map(str, terms)) + " } }"
    assert [term_of(row, "x") for row in written(query).read().to_pylist()] == terms


def test_a_blank_node_comes_back() -> None:
    node = ox.BlankNode("b0")
    store = ox.Store()
    store.add(ox.Quad(node, ox.NamedNode("urn:p"), ox.NamedNode("urn:o")))
    (row,) = written("SELECT ?s { ?s ?p ?o }", store).read().to_pylist()
    assert term_of(row, "s") == node


@pytest.mark.parametrize(("query", "answer"), [("ASK {}", True), ("ASK { <urn:x> ?p ?o }", False)])
def test_ask_is_one_boolean(query: str, answer: bool) -> None:
    table = written(query).read()
    assert table.schema.field("answer").type == pa.bool_() and table.to_pylist() == [{"answer": answer}]


def test_the_file_says_what_it_answers() -> None:
    said = written("SELECT ?a ?b { VALUES ?a { 1 2 } }").metadata.metadata
    assert json.loads(said[b"sparql.variables"]) == ["a", "b"]
    assert (said[b"sparql.form"], said[b"sparql.rows"]) == (b"select", b"2")
    assert len(said[b"sparql.query.sha256"]) == 64


def test_no_rows_are_a_table_of_none() -> None:
    assert written("SELECT ?a { FILTER(false) }").read().num_rows == 0


def test_rows_without_columns_are_counted() -> None:
    assert written("SELECT * {}").metadata.metadata[b"sparql.rows"] == b"1"


def cross(rows: int) -> str:
    digits = " ".join(map(str, range(10)))
    return "SELECT * { " + " ".join(f"VALUES ?v{i} {{ {digits} }}" for i in range(6)) + f" }} LIMIT {rows}"


def test_row_groups_are_bounded_by_their_cells() -> None:
    file = written(cross(100_000))
    groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert sum(groups) == 100_000 and max(groups) == parquet.CELLS // 6


def test_row_groups_are_bounded_by_their_text() -> None:
    text = "x" * (1 << 20)
    file = written(f"SELECT ?x {{ VALUES ?y {{ {' '.join(map(str, range(40)))} }} BIND('{text}' AS ?x) }}")
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [16, 16, 8]


def is_broken(file: io.BytesIO) -> bool:
    try:
        library.ParquetFile(io.BytesIO(file.getvalue()))
    except pa.ArrowInvalid:
        return True
    return False


class Full(io.BytesIO):
    """A file on a disk that fills up."""

    def write(self, data: object) -> int:
        if self.tell() > 1000:
            raise OSError("no space left")
        return super().write(data)  # type: ignore[arg-type]


def test_what_goes_wrong_in_the_file_is_raised_and_leaves_no_end() -> None:
    file = Full()
    result = ox.Store().query(cross(200_000))
    assert isinstance(result, ox.QuerySolutions)
    with pytest.raises(OSError, match="no space left"):
        parquet.write(result, file)
    assert is_broken(file)


class Breaking:
    """An answer that the engine breaks off after a row."""

    variables = (ox.Variable("x"),)

    def __iter__(self) -> Iterator[list[ox.Literal]]:
        yield [ox.Literal("1")]
        raise RuntimeError("the engine failed")


def test_an_answer_that_breaks_off_leaves_no_end() -> None:
    file = io.BytesIO()
    with pytest.raises(RuntimeError, match="the engine failed"):
        parquet.write(Breaking(), file)  # type: ignore[arg-type]
    assert is_broken(file)


def test_cells_of_one_kind() -> None:
    assert cell_of(ox.NamedNode("urn:a")) == ("urn:a", None, "iri", None, None)
    assert cell_of(None) == (None,) * 5
