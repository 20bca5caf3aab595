"""What the service answers over engines elsewhere, and in which formats."""

from __future__ import annotations

import pytest

from tests import serving
from tests.remote.elsewhere import LETTER, Elsewhere, ask


def test_documents_pages_and_questions(elsewhere: Elsewhere) -> None:
    with elsewhere.client() as client:
        assert client.get("/ready").status_code in (200, 503)
        assert client.get("/documents/kst-99998-7", headers={"accept": "application/json"}).is_success
        for path in ("/", "/documents", "/documents/kst-99998-7", "/sparql", "/queries"):
            page = client.get(path, headers={"accept": "text/html"})
            assert page.is_success and "<html" in page.text, path
        answer = client.get("/queries/claims-in-document", params={"document": "kst-99998-7"})
        assert answer.is_success and "Loket Veilig Onderzoek" in answer.text


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_table_in_every_format(elsewhere: Elsewhere, form: str) -> None:
    with elsewhere.client() as client:
        found = client.get(
            "/sparql", params={"query": "SELECT ?m { ?m wb:counters means:spionage }", "format": form}
        )
        assert found.is_success and serving.LOKET in found.text


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_graph_in_every_format(elsewhere: Elsewhere, form: str) -> None:
    query = f"CONSTRUCT {{ <{serving.LOKET}> skos:prefLabel ?l }} {{ <{serving.LOKET}> skos:prefLabel ?l }}"
    with elsewhere.client() as client:
        found = client.get("/sparql", params={"query": query, "format": form})
        assert found.is_success and "Loket Veilig Onderzoek" in found.text
        whole = client.get("/graph-store", params={"graph": LETTER, "format": form})
        assert whole.is_success and "Loket Veilig Onderzoek" in whole.text


def test_yes_no_and_a_page(elsewhere: Elsewhere) -> None:
    with elsewhere.client() as client:
        assert ask(client, "ASK { ?m wb:counters means:spionage }").json()["boolean"] is True
        assert ask(client, "ASK { ?m wb:counters <urn:nothing> }").json()["boolean"] is False
        page = client.get(
            "/sparql",
            params={"query": "SELECT ?m { ?m wb:counters means:spionage }"},
            headers={"accept": "text/html"},
        )
        assert page.is_success and "Loket Veilig Onderzoek" in page.text


def test_blank_nodes_travel(elsewhere: Elsewhere) -> None:
    query = "SELECT ?s { ?s ?p ?o FILTER(ISBLANK(?s)) } LIMIT 100"
    with elsewhere.client() as client:
        found = ask(client, query)
        assert len(found.json()["results"]["bindings"]) == 100, found.text
        assert "nodeID" not in found.text


def test_a_large_table_is_whole(elsewhere: Elsewhere) -> None:
    with elsewhere.client() as client:
        found = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5000", "format": "tsv"})
        assert found.is_success and len(found.text.splitlines()) == 5001


def test_an_answer_is_called_unchanging_only_where_it_is(elsewhere: Elsewhere) -> None:
    with elsewhere.client() as client:
        found = ask(client, "ASK { ?s ?p ?o }")
        assert int(found.headers["dataset-version"]) > 0
        assert ("etag" in found.headers) == (elsewhere.kind == "virtuoso"), "a snapshot never changes"
