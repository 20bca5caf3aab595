"""The OWL modules: every term is named, defined, sourced and asked for, and all stay within OWL 2 RL.

The rules are those of FIBO and ISO 704, made tests: a definition gives genus and difference, in both
languages, without the term itself; nothing is there that no competency question needs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import load
from ontology.namespaces import BASE, ID, WB, shorten
from ontology.resources import ROOT
from ontology.terms import TERMS

MODULES = sorted((ROOT / "modules").glob("*.ttl"))
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
QUESTIONS = range(1, 34)
"""The competency questions: thirty, and three that must get an honest “nothing”."""
SEED_LETTER = URIRef(f"{ID}document/kst-30821-125")

RL_DATATYPES = {
    XSD.string,
    XSD.boolean,
    XSD.integer,
    XSD.decimal,
    XSD.positiveInteger,
    XSD.nonNegativeInteger,
}
"""The datatypes of OWL 2 RL that we use (OWL 2 Profiles, section 4.2); `xsd:date` is not among them."""
RL_SUBCLASS = {OWL.someValuesFrom, OWL.hasValue, OWL.intersectionOf, OWL.unionOf, OWL.oneOf}
RL_SUPERCLASS = {OWL.allValuesFrom, OWL.hasValue, OWL.intersectionOf, OWL.complementOf, OWL.maxCardinality}
"""What a class expression may be below and above (OWL 2 Profiles, tables 6 and 7)."""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load.ontology()


@pytest.fixture(scope="module")
def terms(ontology: Graph) -> list[URIRef]:
    found = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}
    return sorted(term for term in found if isinstance(term, URIRef) and term.startswith(WB))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_says_what_it_is_and_which_version(path: object) -> None:
    graph = load.read_turtle(path, Graph())  # type: ignore[arg-type]
    (module,) = graph.subjects(RDF.type, OWL.Ontology)
    assert module == URIRef(f"{BASE}def/{path.stem}")  # type: ignore[attr-defined]
    version = str(graph.value(module, OWL.versionInfo))
    assert graph.value(module, OWL.versionIRI) == URIRef(f"{module}/{version}")
    prior = graph.value(module, OWL.priorVersion)
    assert isinstance(prior, URIRef)
    assert prior.startswith(f"{module}/")
    assert prior != graph.value(module, OWL.versionIRI)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in graph.objects(module, predicate)} == {"nl", "en"}  # type: ignore[union-attr]


def test_modules_have_one_version(ontology: Graph) -> None:
    versions = {
        str(ontology.value(module, OWL.versionInfo)) for module in ontology.subjects(RDF.type, OWL.Ontology)
    }
    assert len(versions) == 1


def test_every_term_has_one_name_and_definition_in_each_language(
    ontology: Graph, terms: list[URIRef]
) -> None:
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            assert Counter(languages(ontology, term, predicate)) == {"nl": 1, "en": 1}, (term, predicate)


def test_a_definition_does_not_use_the_term_that_it_defines(ontology: Graph, terms: list[URIRef]) -> None:
    circular = [
        (shorten(term), str(label))
        for term in terms
        for label in ontology.objects(term, RDFS.label)
        for definition in ontology.objects(term, SKOS.definition)
        if (term, RDF.type, OWL.Class) in ontology
        and isinstance(label, Literal)
        and isinstance(definition, Literal)
        and definition.language == label.language
        and re.search(rf"(?<!\w){re.escape(label.lower())}(?!\w)", definition.lower())
    ]
    assert circular == []


def test_no_two_classes_or_properties_have_the_same_name(ontology: Graph) -> None:
    for kinds in ((OWL.Class,), (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)):
        holders: defaultdict[Literal, set[str]] = defaultdict(set)
        for kind in kinds:
            for term in ontology.subjects(RDF.type, kind):
                for label in ontology.objects(term, RDFS.label):
                    if isinstance(label, Literal):
                        holders[label].add(shorten(str(term)))
        assert {label: held for label, held in holders.items() if len(held) > 1} == {}


def test_every_term_names_its_source_and_the_page_in_the_letter(ontology: Graph, terms: list[URIRef]) -> None:
    for term in terms:
        source, page = ontology.value(term, DCTERMS.source), ontology.value(term, TERMS.sourcePage)
        assert isinstance(source, URIRef), term
        assert (source == SEED_LETTER) is (page is not None), term
        assert page is None or page.toPython() in range(1, 14), term  # type: ignore[attr-defined]


def test_every_term_is_asked_for_by_a_competency_question(ontology: Graph, terms: list[URIRef]) -> None:
    for term in terms:
        questions = {number.toPython() for number in ontology.objects(term, TERMS.usedInCQ)}  # type: ignore[attr-defined]
        assert questions, term
        assert questions <= set(QUESTIONS), term


def test_every_term_stands_in_the_module_that_it_names(terms: list[URIRef]) -> None:
    for path in MODULES:
        graph = load.read_turtle(path, Graph())
        declared = {term for kind in KINDS for term in graph.subjects(RDF.type, kind)} & set(terms)
        for term in declared:
            assert graph.value(term, RDFS.isDefinedBy) == URIRef(f"{BASE}def/{path.stem}"), term


def test_classes_are_written_as_names_and_properties_as_verbs(ontology: Graph, terms: list[URIRef]) -> None:
    for term in terms:
        thing = {OWL.Class, OWL.NamedIndividual} & set(ontology.objects(term, RDF.type))
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]+" if thing else r"[a-z][A-Za-z0-9]+", term.removeprefix(WB)), (
            term
        )


def test_a_term_is_of_one_kind(ontology: Graph, terms: list[URIRef]) -> None:
    """No punning in the ontology: a class is no individual and an object property no datatype property."""
    for term in terms:
        assert len(set(KINDS) & set(ontology.objects(term, RDF.type))) == 1, term


def test_domains_and_ranges_are_declared(ontology: Graph, terms: list[URIRef]) -> None:
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    for term in terms:
        assert set(ontology.objects(term, RDFS.domain)) <= classes, term
        allowed = RL_DATATYPES if (term, RDF.type, OWL.DatatypeProperty) in ontology else classes
        assert set(ontology.objects(term, RDFS.range)) <= allowed, term


@pytest.mark.parametrize("relation", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_hierarchies_have_no_circles(ontology: Graph, terms: list[URIRef], relation: URIRef) -> None:
    for term in terms:
        above = {
            node for parent in ontology.objects(term, relation) for node in reach(ontology, parent, relation)
        }
        assert term not in above


def test_class_expressions_stay_within_owl_2_rl(ontology: Graph) -> None:
    for below, above in ontology.subject_objects(RDFS.subClassOf):
        assert expressions(ontology, below) <= RL_SUBCLASS
        assert expressions(ontology, above) <= RL_SUPERCLASS
    assert (None, OWL.equivalentClass, None) not in ontology
    assert (None, RDF.type, OWL.ReflexiveProperty) not in ontology
    assert (None, OWL.disjointUnionOf, None) not in ontology


def test_no_blank_node_is_left_lying_about(ontology: Graph) -> None:
    starts = {RDFS.subClassOf, OWL.members, OWL.distinctMembers}
    for node in {subject for subject in ontology.subjects() if isinstance(subject, BNode)}:
        used = (None, None, node) in ontology
        assert used or any((node, predicate, None) in ontology for predicate in starts)


def test_alignment_is_one_way(ontology: Graph) -> None:
    """We say what our terms are to others; we say nothing of theirs but what kind of thing they are."""
    alignment = load.read_turtle(ROOT / "modules" / "alignment.ttl", Graph())
    for subject, predicate, _ in alignment:
        if predicate in {RDFS.subClassOf, RDFS.subPropertyOf} or str(predicate).endswith("Match"):
            assert str(subject).startswith(WB) or str(subject).startswith(str(SKOS)), subject


def languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str | None]:
    return [text.language for text in graph.objects(term, predicate) if isinstance(text, Literal)]


def reach(graph: Graph, start: Node, relation: URIRef) -> set[Node]:
    return set(graph.transitive_objects(start, relation))


def expressions(graph: Graph, node: Node) -> set[Node]:
    """The constructors used in a class expression, outermost and within."""
    if not isinstance(node, BNode):
        return set()
    constructors = RL_SUBCLASS | RL_SUPERCLASS | {OWL.minCardinality, OWL.cardinality, OWL.hasSelf}
    own = set(graph.predicates(node)) & constructors
    parts = [part for predicate in own for part in graph.objects(node, predicate)]
    members = [member for part in parts for member in graph.items(part)]
    return own.union(*(expressions(graph, part) for part in (*parts, *members)))
