"""Every canned query with its golden answer.

`golden/{query}.yaml` holds cases: a world, the arguments, and the rows that must come, in order. A row lists
the query's columns except quote, page and document: those must be the evidence of the claim that it names.
A case with `missing` expects no rows, and that reason.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal

from graph.memory import MemoryReader
from graph.reader import Row
from ontology.namespaces import shorten
from queries.answering import Answer, ask
from queries.catalogue import CannedQuery, load
from queries.errors import UnknownValue
from queries.formats import to_csv, to_json
from queries.text import to_text

GOLDEN = Path(__file__).parent / "golden"
CATALOGUE = load()

World = Callable[[str], MemoryReader]


@dataclass(frozen=True)
class Case:
    """One question and the answer that it must get."""

    query: str
    title: str
    world: str
    arguments: dict[str, str | list[str]]
    columns: list[str]
    """The columns that the rows list; none for all that are not evidence."""
    rows: list[list[Any]]
    missing: str | None
    nearest: list[str]


def read(path: Path) -> Iterator[Case]:
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader):
        yield Case(
            path.stem,
            case["case"],
            case["world"],
            case.get("arguments") or {},
            case.get("columns") or [],
            case.get("rows") or [],
            case.get("missing"),
            case.get("nearest") or [],
        )


CASES = [case for path in sorted(GOLDEN.glob("*.yaml")) for case in read(path)]


def cells(query: CannedQuery, row: Row, columns: list[str]) -> list[str]:
    """A row as golden answers write it: CURIEs, lexical forms, and a dash for what is unbound."""
    return [cell(row, column) for column in columns or uncited(query)]


def uncited(query: CannedQuery) -> list[str]:
    """The columns that do not follow from the claim of the row."""
    cited = {part for each in query.evidence if each.claim for part in (each.quote, each.page, each.document)}
    return [column.name for column in query.columns if column.name not in cited]


def cell(row: Row, column: str) -> str:
    if column not in row:
        return "-"
    term = row[column]
    return term.value if isinstance(term, Literal) else shorten(term.value)


@pytest.fixture(params=CASES, ids=lambda case: f"{case.query}: {case.title}")
def case(request: pytest.FixtureRequest) -> Case:
    assert isinstance(request.param, Case)
    return request.param


@pytest.fixture
def answer(case: Case, world: World) -> Answer:
    return ask(world(case.world), CATALOGUE[case.query], case.arguments)


def test_the_answer_is_the_golden_one(case: Case, answer: Answer) -> None:
    assert [cells(answer.query, row, case.columns) for row in answer.rows] == case.rows


def test_each_row_cites_the_words_of_its_claim(case: Case, answer: Answer, world: World) -> None:
    """Quote, page and document are those of the evidence of the claim beside them."""
    for row in answer.rows:
        for each in answer.query.evidence:
            if each.claim and each.claim in row:
                parts = {"quote": each.quote, "page": each.page, "document": each.document}
                shown = {name: row[column] for name, column in parts.items()}
                assert shown in evidence(world(case.world), str(row[each.claim]))


def evidence(reader: MemoryReader, claim: str) -> list[Row]:
    return [
        dict(row)
        for row in reader.select(
            f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX oa: <http://www.w3.org/ns/oa#>
            PREFIX wb: <https://w3id.org/weerbaar/def#>
            SELECT DISTINCT ?quote ?page ?document {{ {claim} prov:wasQuotedFrom ?evidence .
            ?evidence oa:exact ?quote ; wb:page ?page ; wb:inDocument ?document }}"""
        ).rows
    ]


def test_an_empty_answer_explains_itself(case: Case, answer: Answer) -> None:
    if case.rows:
        assert answer.emptiness is None
        return
    assert answer.emptiness is not None
    assert answer.emptiness.missing is not None
    assert answer.emptiness.missing["nl"] == case.missing
    assert [shorten(near.thing) for near in answer.emptiness.nearest] == case.nearest


def test_the_answer_can_be_written_in_every_format(answer: Answer) -> None:
    assert to_json(answer).endswith("}\n")
    assert len(to_csv(answer).splitlines()) > len(answer.rows)
    assert to_text(answer, language="en").strip()


def test_an_answer_does_not_depend_on_how_the_data_is_cut(
    case: Case, answer: Answer, repeated: World
) -> None:
    """The union of graphs repeats a triple that stands in two of them; the answer must not."""
    again = ask(repeated(case.world), CATALOGUE[case.query], case.arguments)
    assert [cells(again.query, row, case.columns) for row in again.rows] == case.rows


def test_every_query_has_a_golden_answer_with_rows() -> None:
    answered = {case.query for case in CASES if case.rows}
    assert answered == set(CATALOGUE.queries)


def test_every_query_that_can_be_empty_has_a_golden_empty_answer() -> None:
    """A query explains its emptiness; a case shows that it does."""
    explained = {query.name for query in CATALOGUE if query.steps}
    assert explained == {case.query for case in CASES if not case.rows}


@pytest.mark.parametrize("query", list(CATALOGUE), ids=lambda query: query.name)
def test_the_examples_of_a_query_find_something(query: CannedQuery, world: World) -> None:
    worlds = {case.world for case in CASES if case.query == query.name}
    for example in query.examples:
        assert any(answers(world(name), query, dict(example)) for name in worlds), example


def answers(reader: MemoryReader, query: CannedQuery, example: dict[str, str]) -> bool:
    try:
        return bool(ask(reader, query, example).rows)
    except UnknownValue:
        return False
