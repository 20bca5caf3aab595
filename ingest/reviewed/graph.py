"""A reviewed edition as triples, in the shape of an extracted document."""

from __future__ import annotations

from typing import Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from ingest.claims import Predicate
from ingest.rdf import KINDS, add_claim, document_iri
from ingest.reviewed.edition import ROOT, Edition, ReviewedMeasure
from ingest.slugs import slug
from ontology.namespaces import GRAPH, ID, WB
from ontology.resources import read_text

_WB: Final = Namespace(WB)


def to_graph(edition: Edition) -> Graph:
    """The named graph `{GRAPH}reviewed/{id}` of an edition."""
    graph = Graph(identifier=URIRef(f"{GRAPH}reviewed/{edition.document}"))
    _describe_document(graph, edition)
    review = URIRef(f"{ID}run/reviewed-{edition.document}")
    graph.add((review, RDF.type, _WB.EditorialReview))
    graph.add((review, PROV.used, document_iri(edition.document)))
    graph.parse(data=edition.things, format="turtle")
    for measure in edition.measures:
        _describe_measure(graph, measure)
    for claim in edition.claims:
        add_claim(graph, claim, review)
        if claim.predicate in {Predicate.CITES, Predicate.ADDRESSES_MOTION}:
            _describe_cited(graph, URIRef(claim.object), claim.predicate)
    return graph


def later_events() -> Graph:
    """The named graph `{GRAPH}update/later-events`: what came of the measures, by official sources."""
    graph = Graph(identifier=URIRef(f"{GRAPH}update/later-events"))
    return graph.parse(data=read_text(ROOT / "later-events.ttl"), format="turtle")


def _describe_document(graph: Graph, edition: Edition) -> None:
    node = document_iri(edition.document)
    graph.add((node, RDF.type, _WB.Document))
    if edition.kind in KINDS:
        graph.add((node, RDF.type, KINDS[edition.kind]))
    for predicate, value in (
        (DCTERMS.identifier, Literal(edition.document)),
        (DCTERMS.language, Literal("nl")),
        (DCTERMS.title, Literal(edition.title, lang="nl")),
        (DCTERMS.issued, Literal(edition.issued)),
        (_WB.number, Literal(edition.number)),
        (_WB.session, Literal(edition.session)),
        (_WB.pageCount, Literal(edition.pages)),
        (_WB.characterCount, Literal(edition.characters)),
        (_WB.sha256, Literal(edition.sha256)),
        *((_WB.dossier, Literal(dossier)) for dossier in edition.dossiers),
    ):
        graph.add((node, predicate, value))
    for author in edition.authors:
        agent = URIRef(f"{ID}agent/{slug(author)}")
        graph.add((node, DCTERMS.creator, agent))
        graph.add((agent, RDF.type, _WB.Agent))
        graph.add((agent, SKOS.prefLabel, Literal(author, lang="nl")))


def _describe_measure(graph: Graph, measure: ReviewedMeasure) -> None:
    node = URIRef(measure.iri)
    graph.add((node, RDF.type, _WB.Measure))
    graph.add((node, SKOS.prefLabel, Literal(measure.label_nl, lang="nl")))
    graph.add((node, SKOS.prefLabel, Literal(measure.label_en, lang="en")))
    graph.add((node, _WB.measureType, URIRef(f"{ID}measure-type/{measure.measure_type}")))
    graph.add((node, _WB.function, URIRef(f"{ID}function/{measure.function}")))
    graph.add((node, _WB.theme, URIRef(f"{ID}theme/{measure.theme}")))
    for level in measure.levels:
        graph.add((node, _WB.level, URIRef(f"{ID}level/{level}")))


def _describe_cited(graph: Graph, node: URIRef, predicate: Predicate) -> None:
    graph.add((node, RDF.type, _WB.Motion if predicate is Predicate.ADDRESSES_MOTION else _WB.Document))
    graph.add((node, DCTERMS.identifier, Literal(node.removeprefix(document_iri("")))))
