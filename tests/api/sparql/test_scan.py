"""The tokens of a query: words that are keywords, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.sparql.scan import place, require_query_form, scan, undeclared_prefix
from graph.errors import QuerySyntaxError


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <http://example.org/service> 'a service' }",
        "SELECT ?service { ?s service:x ?service } # service",
        'SELECT * { ?s ?p """a "quoted"\nservice""" }',
        "SELECT * { ?s ?p 'it\\'s a service' }",
        "SELECT * { ?s ?p 'x'@service }",
        "SELECT * { ?s x:service ?o ; :service ?o }",
    ],
)
def test_a_word_in_a_name_a_text_or_a_comment_is_no_keyword(query: str) -> None:
    assert scan(query).find("SERVICE") is None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * {service silent ?x{?s ?p ?o}}",
        "SELECT*{SERVICE<http://x/>{}}",
        "SELECT * { ?a ?b 'it' . # '\n SERVICE <http://x/> {} }",
        'SELECT * { BIND("""x""" AS ?y) SERVICE <http://x/> {} }',
        "SELECT * { FILTER(?a < 3) SERVICE <http://x/> {} FILTER(?b > 2) }",
    ],
)
def test_the_keyword_is_found(query: str) -> None:
    found = scan(query).find("SERVICE")
    assert found and query[found.position :].upper().startswith("SERVICE")


def test_nesting_counts_brackets_outside_texts() -> None:
    assert scan("SELECT * { { (1) } '((((' <urn:{> }").nesting == 3


def test_the_form_comes_after_the_prologue() -> None:
    form = scan("BASE <urn:x> PREFIX a: <urn:a> # ASK\n construct {} where {}").form
    assert form and form.text == "CONSTRUCT"


def test_another_opening_word_is_pointed_at() -> None:
    query = "PREFIX a: <urn:a>\n  SELCT ?x {}"
    with pytest.raises(QuerySyntaxError) as wrong:
        require_query_form(query, scan(query))
    assert (wrong.value.line, wrong.value.column) == (2, 3)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("PREFIX a: <urn:a> SELECT * { a:b c:d _:e }", "c:d"),
        ("PREFIX a: <urn:a>\nPREFIX c: <urn:c> SELECT * { a:b c:d ?e }", None),
        ("SELECT * { wb:x ?y ?z }", None),
        ("SELECT * { ?s ?p 'no:prefix'^^xsd:string }", None),
    ],
)
def test_undeclared_prefixes(query: str, name: str | None) -> None:
    found = undeclared_prefix(scan(query), {"wb", "xsd"})
    assert (found.text if found else None) == name


@given(st.text(max_size=400))
def test_any_text_can_be_scanned(query: str) -> None:
    scanned = scan(query)
    for word in scanned.words:
        line, column = place(query, word.position)
        assert query.split("\n")[line - 1][column - 1 :].upper().startswith(word.text[:1])
