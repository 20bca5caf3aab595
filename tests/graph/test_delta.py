"""Validating one document at a time says what validating the whole graph would say."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
import rdflib
from rdflib import RDF, SH

from graph.gate import Context, check
from graph.knowledge import ENTAILED, ONTOLOGY, VOCABULARY, Knowledge
from graph.memory import MemoryReader
from graph.report import Finding
from graph.terms import from_rdflib, to_rdflib
from graph.validators import validator
from ontology.namespaces import Iri
from tests.graph.claims import claim, document, spoilt

Key = tuple[str, str, str, str]
MEASURES = [f"measure:m{number}" for number in range(90)]
PREDICATES = {
    "counters": ["means:spionage", "means:phishing", "means:statelijke-dreigingen"],
    "protects": ["interest:economische-veiligheid", "interest:nationale-veiligheid"],
    "protectsTarget": ["target:diaspora", "target:kennisinstellingen"],
    "hasStatus": ["status:in-werking", "status:voorbereiding", "status:consultatie"],
    "directedAtActor": ["agent:tr", "agent:cn"],
    "responsibleBody": ["agent:aivd", "agent:nctv"],
    "dueBy": ['"2021-07/2021-09"'],
}


def generated(number: int, chance: random.Random) -> rdflib.Graph:
    """A document that speaks of measures that others speak of too, with some of it spoilt."""
    key = f"kst-30821-{number}"
    parts = []
    for measure in chance.sample(MEASURES, 3):
        predicate = chance.choice(list(PREDICATES))
        modality = chance.choice(["beweerd", "beweerd", "ontkend", "gepland"])
        parts.append(claim(measure, predicate, chance.choice(PREDICATES[predicate]), modality, document=key))
        parts.append(
            f"{measure} a wb:Measure ; skos:prefLabel '{chance.choice(['wet', 'maatregel'])}'@nl .\n"
        )
    whole = document(*parts, key=key)
    graph = to_rdflib(spoilt(list(from_rdflib(whole)), chance), str(whole.identifier))
    return graph if chance.random() < 0.5 else whole


def key_of(finding: Finding) -> Key:
    return (finding.focus, finding.constraint, finding.path or "", finding.value or "")


def whole_graph(graphs: Mapping[Iri, object], shapes: rdflib.Graph, own: set[str]) -> set[Key]:
    """The results of the graph as a whole on the nodes in `own`."""
    data = (triple for triples in graphs.values() for triple in triples)
    report = to_rdflib(validator(shapes).validate(data))

    def text(result: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
        term = report.value(result, predicate)
        unnamed = term is None or (predicate == SH.resultPath and isinstance(term, rdflib.BNode))
        return "" if unnamed else str(term)

    wanted = (SH.focusNode, SH.sourceConstraintComponent, SH.resultPath, SH.value)
    found = report.subjects(RDF.type, SH.ValidationResult)
    keys = {tuple(text(result, predicate) for predicate in wanted) for result in found}
    return {key for key in keys if key[0] in own}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 3])
def test_delta_equals_whole(knowledge: Knowledge, seed: int) -> None:
    chance = random.Random(seed)
    shapes = Knowledge.load().shapes
    documents = [generated(number, chance) for number in range(40)]
    base = {ONTOLOGY: knowledge.ontology, VOCABULARY: knowledge.vocabulary, ENTAILED: knowledge.entailed}
    graphs = base | {Iri(str(graph.identifier)): from_rdflib(graph) for graph in documents}
    context = Context(shapes, MemoryReader(graphs))
    reports = [check(graph, context) for graph in documents]
    delta = {key_of(finding) for report in reports for finding in report.findings}
    own = {str(subject) for graph in documents for subject in graph.subjects()}
    whole = whole_graph(graphs, shapes, own)
    assert {key for key in delta if key[0] in own} == whole
    assert len(whole) > 100, "much was spoilt"
    assert any(report.conforms for report in reports), "and some was sound"
