"""Choosing a format: quality values, wildcards, aliases, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.problems import Problem
from api.sparql.media import GRAPHS, TABLES
from api.sparql.negotiation import choose, negotiate


@pytest.mark.parametrize(
    ("accept", "table", "graph"),
    [
        (None, "json", "turtle"),
        ("*/*", "json", "turtle"),
        ("text/csv", "csv", None),
        ("text/turtle", None, "turtle"),
        ("application/ld+json, text/csv;q=0.2", "csv", "jsonld"),
        ("application/xml", "xml", "rdfxml"),
        ("application/json", "json", "jsonld"),
        ("text/*", "csv", "turtle"),
    ],
)
def test_both_kinds_at_once(accept: str | None, table: str | None, graph: str | None) -> None:
    wish = negotiate(accept, None)
    assert (wish.table.format.name if wish.table else None) == table
    assert (wish.graph.format.name if wish.graph else None) == graph
    assert not wish.html


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html;level=1, */*;q=0.1",
    ],
)
def test_browsers_like_pages_best(accept: str) -> None:
    assert negotiate(accept, None).html


@pytest.mark.parametrize("accept", ["text/csv, text/html;q=0.9", "*/*", "application/json, text/html;q=0.5"])
def test_programs_do_not(accept: str) -> None:
    assert not negotiate(accept, None).html


@pytest.mark.parametrize("form", [*TABLES, *GRAPHS], ids=lambda form: form.name)
def test_every_format_can_be_named_by_name_extension_and_media_type(form) -> None:  # type: ignore[no-untyped-def]
    for name in (form.name, form.extension, form.media_types[0]):
        wish = negotiate("image/png", name)
        assert form in (wish.table and wish.table.format, wish.graph and wish.graph.format)


@pytest.mark.parametrize(
    ("accept", "name", "status"), [("image/png", None, 406), ("x", None, 400), (None, "x", 400)]
)
def test_refusals(accept: str | None, name: str | None, status: int) -> None:
    with pytest.raises(Problem) as refused:
        negotiate(accept, name)
    assert refused.value.status == status


@given(
    st.lists(
        st.tuples(st.sampled_from(TABLES), st.integers(0, 10)), min_size=1, unique_by=lambda pair: pair[0]
    )
)
def test_the_best_quality_wins(wanted) -> None:  # type: ignore[no-untyped-def]
    accept = ", ".join(f"{form.media_types[0]};q={quality / 10:.1f}" for form, quality in wanted)
    choice = choose(TABLES, accept)
    best = max(quality for _, quality in wanted)
    if best == 0:
        assert choice is None
    else:
        assert choice and (choice.format, best) in wanted
