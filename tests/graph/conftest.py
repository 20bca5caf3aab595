"""What several tests of this room use."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import rdflib

from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from tests.graph.claims import PREFIX_LINES
from tests.graph.updates import filled

SHAPES = """
[] a sh:NodeShape ; sh:targetClass wb:Claim ;
    sh:property [ sh:path prov:wasQuotedFrom ; sh:minCount 1 ; sh:class wb:Evidence ;
        sh:message "Een bewering heeft een citaat; voeg het toe."@nl, "A claim has a quote; add it."@en ] ;
    sh:property [ sh:path wb:confidence ; sh:maxInclusive 1.0 ;
        sh:message "Zekerheid ligt tussen 0 en 1."@nl, "Confidence lies between 0 and 1."@en ] .
[] a sh:NodeShape ; sh:targetSubjectsOf wb:counters ; sh:class wb:Measure .
<urn:shape:counters> a sh:NodeShape ; sh:targetClass wb:Measure ;
    sh:property <urn:shape:label> .
<urn:shape:label> sh:path skos:prefLabel ; sh:minCount 1 ; sh:uniqueLang true ; sh:severity sh:Warning ;
    sh:message "Een maatregel heeft één naam per taal."@nl, "A measure has one name per language."@en .
"""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The ontology, vocabulary and rules as they are, with a few small shapes."""
    shapes = rdflib.Graph().parse(data=PREFIX_LINES + SHAPES, format="turtle")
    return dataclasses.replace(Knowledge.load(), shapes=shapes)


@pytest.fixture(scope="module")
def bare(knowledge: Knowledge) -> Knowledge:
    """The shapes and rules without ontology and vocabulary, so that a store is made in no time."""
    return Knowledge((), (), knowledge.shapes, knowledge.rules, {})


@pytest.fixture
def store(tmp_path: Path, bare: Knowledge) -> EmbeddedStore:
    """An open graph of notes, a closed graph, and a document."""
    return filled(tmp_path, bare)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, bare: Knowledge) -> EmbeddedStore:
    """The same, for tests that change nothing."""
    return filled(tmp_path_factory.mktemp("standing"), bare)
