"""Answers in XML are XML, or are refused."""

from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph

TABLE = "SELECT ({} AS ?x) {{}}"
GRAPH = "CONSTRUCT {{ <urn:s> <urn:p> {} }} {{}}"
CONTROL = ['"a\\u0001b"', '"a\\u000Bb"', '"\\uFFFE"']


@pytest.mark.parametrize("literal", CONTROL)
def test_a_control_character_is_refused_in_xml_alone(client: httpx.Client, literal: str) -> None:
    for query, form in ((TABLE, "xml"), (GRAPH, "rdfxml")):
        refused = client.get("/sparql", params={"query": query.format(literal), "format": form})
        assert refused.status_code == 406 and "another format" in refused.json()["detail"]
    assert client.get("/sparql", params={"query": TABLE.format(literal), "format": "json"}).status_code == 200
    assert client.get("/sparql", params={"query": GRAPH.format(literal), "format": "nt"}).status_code == 200


def test_a_carriage_return_comes_through(client: httpx.Client) -> None:
    table = client.get("/sparql", params={"query": TABLE.format('"a\\r\\nb"'), "format": "xml"})
    assert ElementTree.fromstring(table.content).findtext(".//{*}literal") == "a\r\nb"
    graph = client.get("/sparql", params={"query": GRAPH.format('"a\\r\\nb"'), "format": "rdfxml"})
    assert [str(o) for o in Graph().parse(data=graph.text, format="xml").objects()] == ["a\r\nb"]


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> } {}", "jsonld"),
        ("CONSTRUCT { <urn:a> rdf:Description 2 } {}", "rdfxml"),
    ],
)
def test_what_a_format_cannot_say_is_not_acceptable(client: httpx.Client, query: str, form: str) -> None:
    refused = client.get("/sparql", params={"query": query, "format": form})
    assert refused.status_code == 406 and refused.json()["type"].endswith("not-acceptable")
