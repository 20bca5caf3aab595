"""The OWL rules against a full OWL 2 RL reasoner (owlrl): the same triples, no more and no fewer."""

from __future__ import annotations

from typing import Final

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef

from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.rules import Rules
from graph.terms import from_rdflib, to_rdflib
from ontology.namespaces import PREFIXES, WB, Iri
from tests.graph.claims import claim, document, name

PREFIX_LINES: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
HANDLED: Final = {
    *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.TransitiveProperty),
    *(OWL.Restriction, OWL.onProperty, OWL.someValuesFrom, OWL.intersectionOf),
}
"""What the rules draw conclusions from."""
SILENT: Final = {
    *(OWL.Ontology, OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.NamedIndividual),
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.deprecated),
    *(OWL.disjointWith, OWL.AllDisjointClasses, OWL.members),
    *(OWL.AllDifferent, OWL.distinctMembers, OWL.differentFrom, OWL.FunctionalProperty),
    *(RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso),
}
"""What says nothing new of named things that differ, or only contradicts: `weerbaar check` looks at those."""

FIXTURES: Final = {
    "an actor for a state is a state actor, and its activity a state threat": """
        agent:x a wb:Organisation ; wb:actsOnBehalfOf agent:ru . activity:v a wb:ThreatActivity ;
        wb:conductedBy agent:x .""",
    "an activity of a state is a state threat": "activity:v a wb:ThreatActivity ; wb:conductedBy agent:cn .",
    "not without a state": "agent:y a wb:Person . activity:v a wb:ThreatActivity ; wb:conductedBy agent:y .",
    "a part of a part": """measure:a a wb:Measure ; wb:partOf measure:b . measure:b wb:partOf measure:c .
        measure:c wb:partOf measure:d .""",
    "superclasses": """measure:r a wb:ResponseFramework . document:z a wb:Motion .
        means:n a wb:CollectiveMeans .""",
    "domain and range": "measure:q wb:hasLegalBasis measure:wet . [] wb:eventOf measure:k .",
    "claims": claim("measure:m", "counters", "means:spionage")
    + claim("measure:m", "hasLegalBasis", "measure:wet")
    + claim("measure:m", "partOf", "measure:n")
    + claim("measure:n", "partOf", "measure:o"),
}


def ours(triple: tuple[rdflib.term.Node, ...]) -> bool:
    """Whether a triple speaks in our own terms, of things with names."""
    subject, predicate, value = triple
    said = str(value) if predicate == RDF.type else str(predicate)
    named = isinstance(subject, URIRef) and isinstance(value, URIRef)
    return named and said.startswith(WB)


def closure(graph: rdflib.Graph) -> set[tuple[rdflib.term.Node, ...]]:
    expanded = rdflib.Graph()
    expanded += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(expanded)
    return {triple for triple in expanded if ours(triple)}


@pytest.fixture(scope="module")
def small(knowledge: Knowledge) -> Knowledge:
    """The ontology with the few concepts that the fixtures name: more costs the reasoner minutes."""
    names = ("means/spionage", "agent/ru", "agent/cn", "modality/beweerd")
    kept = tuple(triple for triple in knowledge.vocabulary if str(triple.subject.value).endswith(names))
    return Knowledge(knowledge.ontology, kept, knowledge.shapes, knowledge.rules, knowledge.mappings)


@pytest.mark.parametrize("case", FIXTURES)
def test_equal_to_the_reasoner(small: Knowledge, case: str) -> None:
    triples = from_rdflib(document(extra=FIXTURES[case]))
    known = (*small.ontology, *small.vocabulary)
    from_claims = Rules(known, [rule for rule in small.rules if not rule.repeat]).derive(triples)
    expected = closure(to_rdflib((*known, *triples, *from_claims)))
    found = to_rdflib((*known, *small.entailed, *triples, *small.engine.derive(triples)))
    assert {triple for triple in found if ours(triple) and not is_account(found, triple)} == {
        triple for triple in expected if not is_account(found, triple)
    }


def is_account(graph: rdflib.Graph, triple: tuple[rdflib.term.Node, ...]) -> bool:
    """Whether a triple belongs to the account of a derivation, which the reasoner does not write."""
    return (triple[0], RDF.type, URIRef(f"{WB}Derivation")) in graph


def test_every_kind_of_axiom_is_handled(knowledge: Knowledge) -> None:
    """A new kind of axiom in the ontology needs a rule, or a reason for none."""
    owl_terms = {
        term
        for triple in to_rdflib(knowledge.ontology)
        for term in triple[1:]
        if isinstance(term, URIRef) and str(term).startswith((str(OWL), str(RDFS)))
    }
    assert owl_terms <= HANDLED | SILENT


def test_an_entailed_triple_names_its_rule_and_its_claim(knowledge: Knowledge) -> None:
    said = claim("measure:m", "hasLegalBasis", "measure:wet")
    reader = MemoryReader({Iri("urn:d"): knowledge.engine.derive(from_rdflib(document(said)))})
    key = name("measure:m", "hasLegalBasis", "measure:wet", "beweerd", "a")
    assert reader.ask(
        f"""{PREFIX_LINES} ASK {{ measure:wet a wb:LegalInstrument . ?d wb:derivedSubject measure:wet ;
        wb:derivedObject wb:LegalInstrument ; wb:rule "owl-range" ; prov:wasDerivedFrom claim:{key} }}"""
    )


def test_the_vocabulary_is_closed_once(knowledge: Knowledge) -> None:
    reader = MemoryReader({Iri("urn:v"): knowledge.entailed})
    assert reader.ask(f"{PREFIX_LINES} ASK {{ means:spionage a wb:ThreatElement }}")
    assert not reader.ask(f"{PREFIX_LINES} ASK {{ ?d a wb:Derivation }}")
    said = claim("measure:m", "counters", "means:spionage")
    again = MemoryReader({Iri("urn:d"): knowledge.engine.derive(from_rdflib(document(said)))})
    assert not again.ask(f"{PREFIX_LINES} ASK {{ means:spionage a ?class }}")
