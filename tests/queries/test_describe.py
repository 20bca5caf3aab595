"""The catalogue told in RDF can be asked with SPARQL, and its queries run as they are told."""

import pytest
from pyoxigraph import Literal

from graph.memory import MemoryReader
from ontology.namespaces import PREFIXES
from queries import catalogue, describe

CATALOGUE = catalogue.load()
PREFIX = (
    f"PREFIX sh: <{PREFIXES['sh']}> PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX dcterms: <{PREFIXES['dcterms']}>"
)


@pytest.fixture(scope="module")
def told() -> MemoryReader:
    return MemoryReader({describe.QUERIES: describe.to_triples(CATALOGUE)})


def test_every_query_is_there_with_its_question_in_both_languages(told: MemoryReader) -> None:
    rows = told.select(
        f"""{PREFIX} SELECT ?name (COUNT(DISTINCT ?question) AS ?questions) {{
        ?query a sh:SPARQLSelectExecutable ; dcterms:identifier ?name ; rdfs:comment ?question
        }} GROUP BY ?name"""
    ).rows
    assert {row["name"].value for row in rows} == set(CATALOGUE.queries)
    assert {row["questions"] for row in rows} == {Literal(2)}


def test_the_text_runs(told: MemoryReader) -> None:
    for row in told.select(f"{PREFIX} SELECT ?text {{ ?query sh:select ?text }}").rows:
        assert told.select(row["text"].value).columns


def test_a_parameter_tells_its_class_or_classes(told: MemoryReader) -> None:
    rows = told.select(
        f"""{PREFIX} PREFIX rdf: <{PREFIXES["rdf"]}> SELECT ?class ?optional {{
        ?query dcterms:identifier "measures-for-threat" ; sh:parameter ?p .
        ?p sh:name "threat" ; sh:optional ?optional ; sh:or/rdf:rest*/rdf:first/sh:class ?class }}"""
    ).rows
    assert {row["class"].value.rpartition("#")[2] for row in rows} == {"Means", "Agent", "Target", "Interest"}
    assert {row["optional"] for row in rows} == {Literal(False)}


def test_a_datatype_parameter_tells_its_datatype(told: MemoryReader) -> None:
    assert told.ask(
        f"""{PREFIX} PREFIX xsd: <{PREFIXES["xsd"]}> ASK {{
        ?query dcterms:identifier "measures-for-threat" ; sh:parameter ?date .
        ?date sh:name "date" ; sh:datatype xsd:date }}"""
    )


def test_the_prefixes_are_declared(told: MemoryReader) -> None:
    assert told.ask(f'{PREFIX} ASK {{ ?set sh:declare [ sh:prefix "wb" ] }}')
