"""What is found out about a query before the engine evaluates it, and the command line that then does."""

import time

import pytest

from api.sparql.launcher import Found, Order, arguments, find
from api.sparql.scan import scan


def order(query: str, *, measured: bool = True) -> Order:
    return Order(query, 1.0, 100, 1500, "/bin/engine", "/store", "/folder", measured)


def test_a_query_is_read_and_not_evaluated() -> None:
    product = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(30)))} }}" for i in range(9))
    begun = time.process_time()
    found = find(f"SELECT (COUNT(*) AS ?n) {{ {product} }}", 100)
    assert found.refusal is None and found.parse > 0
    assert time.process_time() - begun < 1  # to evaluate it takes hours


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * {", "syntax-error"),
        ("SELECT * { ?a nope:b ?c }", "syntax-error"),
        ("DROP ALL", "bad-request"),
        ("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", "service-refused"),
        ("SELECT * { { { ?s ?p ?o } } }", "query-too-deep"),
    ],
)
def test_what_a_query_process_refuses_is_refused(query: str, kind: str) -> None:
    refusal = find(query, 2).refusal
    assert refusal is not None and refusal.kind == kind


def test_the_word_service_in_a_text_is_no_service() -> None:
    assert find("SELECT * { ?s ?p 'SERVICE' }", 100).refusal is None


@pytest.mark.parametrize("query", ["SELECT * {", "ASK {}"])
def test_what_was_found_travels_on_one_line(query: str) -> None:
    found = find(query, 100)
    assert b"\n" not in found.encode() and Found.decode(found.encode()) == found


def test_an_order_travels() -> None:
    assert Order.decode(order("ASK {} # é\n").encode()) == order("ASK {} # é\n")


@pytest.mark.parametrize(
    ("query", "format"),
    [("SELECT * {}", "csv"), ("ASK {}", "csv"), ("DESCRIBE <urn:x>", "nt"), ("CONSTRUCT WHERE {}", "nt")],
)
def test_each_form_has_a_format_that_the_engine_takes(query: str, format: str) -> None:
    line = arguments(order(query), scan(query))
    assert line[line.index("--results-format") + 1] == format


def test_the_union_is_for_queries_without_from() -> None:
    for query, union in (("ASK {}", True), ("ASK FROM <urn:g> {}", False), ("ASK { ?s ?p 'FROM' }", True)):
        assert ("--union-default-graph" in arguments(order(query), scan(query))) is union


def test_a_plan_alone_is_not_measured() -> None:
    assert "--stats" in arguments(order("ASK {}"), scan("ASK {}"))
    assert "--stats" not in arguments(order("ASK {}", measured=False), scan("ASK {}"))
