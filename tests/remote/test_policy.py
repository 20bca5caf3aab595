"""What may be asked of engines elsewhere, and what nobody hears from them; `tests/policy` has the battery."""

from __future__ import annotations

import httpx
import pytest

from graph.marking import Marking
from tests import serving
from tests.graph.test_clearance import canary, graph_of
from tests.remote.elsewhere import LETTER, Elsewhere, ask, values

QUERIES = (
    "SELECT ?o { ?s <urn:says> ?o }",
    "SELECT ?o { GRAPH ?g { ?s <urn:says> ?o } }",
    "SELECT ?o {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }}",
    "SELECT ?o {{ {{ SELECT ?o {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }} }} }}",
    "SELECT ?o { <urn:shared> <urn:next>+ ?o }",
    "SELECT ?o FROM <{hidden}> {{ ?s ?p ?o }}",
    "SELECT ?o FROM NAMED <{hidden}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }}",
)


@pytest.mark.parametrize("query", QUERIES)
def test_nobody_sees_what_is_above_the_clearance(elsewhere: Elsewhere, query: str) -> None:
    asked = query.format(hidden=graph_of(Marking.RED)) if "{{" in query else query
    parameters: list[dict[str, str]] = [
        {},
        {"default-graph-uri": graph_of(Marking.RED)},
        {"named-graph-uri": graph_of(Marking.RED)},
    ]
    with elsewhere.client() as client:
        for more in parameters:
            found = client.post("/sparql", data={"query": asked, **more}, headers={"accept": "*/*"})
            assert found.status_code in (200, 400), found.text
            for marking in list(Marking)[1:]:
                assert canary(marking) not in found.text


def test_the_one_who_may_does(elsewhere: Elsewhere) -> None:
    with elsewhere.client(elsewhere.secret) as client:
        assert {canary(marking) for marking in Marking} <= values(ask(client, QUERIES[0]))
    with elsewhere.client() as client:
        assert values(ask(client, QUERIES[0])) == {canary(Marking.CLEAR)}


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("define input:inference 'x' SELECT * { ?s ?p ?o }", 400, "line 1"),
        ("DROP ALL", 400, "update"),
        ("SELCT", 400, "line 1"),
    ],
)
def test_what_is_no_query_never_gets_there(elsewhere: Elsewhere, query: str, status: int, says: str) -> None:
    with elsewhere.client(elsewhere.secret) as client:
        found = ask(client, query)
    assert found.status_code == status and says in found.text


def test_the_dataset_asked_for_or_a_refusal(elsewhere: Elsewhere) -> None:
    """Never an answer over another dataset than the one that was asked for."""
    clear, says = graph_of(Marking.CLEAR), "SELECT ?o {} {{ ?s <urn:says> ?o }}"
    named = "SELECT ?o { GRAPH ?g { ?s <urn:says> ?o } }"
    with elsewhere.client(elsewhere.secret) as client:
        one = ask(client, says.format(""), **{"default-graph-uri": clear})
        assert values(one) == {canary(Marking.CLEAR)}
        assert values(ask(client, named, **{"named-graph-uri": clear})) == {canary(Marking.CLEAR)}
        stated = ask(client, says.format(f"FROM <{clear}>"))
        both = ask(client, says.format(f"FROM <{clear}>"), **{"default-graph-uri": LETTER})
        beside = ask(client, named, **{"default-graph-uri": clear})
    assert values(both) == values(beside) == set(), "the request's dataset counts, and nothing else"
    if elsewhere.kind == "oxigraph":
        assert stated.status_code == 400 and "passes over FROM" in stated.text
    else:
        assert values(stated) == {canary(Marking.CLEAR)}


def test_an_answer_that_is_too_large_is_refused_whole(elsewhere: Elsewhere) -> None:
    settings = {**elsewhere.settings, "result_megabytes": "1"}
    folder = elsewhere.service.data.with_name("small")
    service = serving.start(folder, **settings)
    try:
        with service.client() as client:
            if elsewhere.kind == "oxigraph":  # read to its end before the first byte goes out
                assert ask(client, "SELECT * { ?s ?p ?o }").status_code == 413
            else:
                with pytest.raises(httpx.RemoteProtocolError):  # broken off, and not taken for whole
                    ask(client, "SELECT * { ?s ?p ?o }")
    finally:
        serving.stop(service)
