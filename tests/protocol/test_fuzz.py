"""Requests that nobody would write: whatever comes in, no answer is a failure of ours."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serving import shared_service

ALLOWED = {503, 504, 507}
"""Overload, deadline, memory: told to the client as such."""
QUIET = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SEEDS = [
    "SELECT ?s (COUNT(*) AS ?n) WHERE { ?s skos:prefLabel ?l . FILTER(LANG(?l) = 'nl') } GROUP BY ?s",
    "ASK { GRAPH ?g { means:spionage skos:broader* ?b } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?s { means:spionage } ?s ?p ?o } LIMIT 3",
    'SELECT * { BIND("""x\n"y""" AS ?z) OPTIONAL { ?a !(rdf:type|^rdf:type) ?c } } LIMIT 1',
]
pieces = st.sampled_from(
    [
        "{",
        "}",
        "(",
        ")",
        "'",
        '"',
        "<",
        ">",
        "\\",
        "\x00",
        "SERVICE",
        "FROM",
        "?x",
        ";",
        "#",
        "é",
        "\U0001f600",
        "!",
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good query with a few pieces put in, cut out or doubled."""
    query = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(query)))
        width = draw(st.integers(0, 6))
        query = query[:at] + draw(pieces) * draw(st.integers(0, 3)) + query[at + width :]
    return query


@QUIET
@given(query=mutated())
def test_mutated_queries(query: str) -> None:
    with shared_service().client() as client:
        answer = client.post("/sparql", data={"query": query})
    assert answer.status_code < 500 or answer.status_code in ALLOWED, (query, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


@QUIET
@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded", "text/plain", ""]),
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_arbitrary_bodies_and_headers(body: bytes, kind: str, accept: str) -> None:
    with shared_service().client() as client:
        answer = client.post(
            "/sparql", content=body, headers={"content-type": kind, "accept": accept.strip()}
        )
    assert answer.status_code < 500 or answer.status_code in ALLOWED, answer.text


@pytest.mark.slow
def test_the_described_interface() -> None:
    """Requests that schemathesis makes up from the service's own description of itself."""
    schema = schemathesis.openapi.from_url(f"{shared_service().url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(QUIET, max_examples=8, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def hold(case: schemathesis.Case) -> None:
            answer = case.call(timeout=20)
            assert answer.status_code < 500 or answer.status_code in ALLOWED, answer.text

        hold()


def test_raw_bytes_in_the_address() -> None:
    with shared_service().client() as client:
        for query in (
            b"query=%",
            b"query=%zz",
            b"query=%FF%FE",
            b"%00=1",
            b"query=ASK%20%7B%7D&&&=",
            b"=&=&=",
        ):
            request = client.build_request("GET", "/sparql")
            request.url = httpx.URL(shared_service().url).copy_with(raw_path=b"/sparql?" + query)
            assert client.send(request).status_code < 500
