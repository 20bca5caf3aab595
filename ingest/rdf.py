"""Claims as triples: one named graph per document, in the shape that the gate and the rules read.

Everything that was found is kept, with its modality; nothing here turns a claim into a fact. The graph holds
no clock and no chance, so that reading a document twice gives the same triples.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

from ingest.claims import Claim, Evidence, Predicate
from ingest.document import Document
from ingest.extraction import Entity, Extraction, MentionType
from ingest.slugs import slug
from ontology.namespaces import GRAPH, ID, PREFIXES, WB

_WB: Final = Namespace(WB)
_OA: Final = Namespace(PREFIXES["oa"])

CLASSES: Final[dict[MentionType, URIRef]] = {
    MentionType.STATE_ACTOR: _WB.StateActor,
    MentionType.GENERIC_ACTOR: _WB.Agent,
    MentionType.MEANS: _WB.Means,
    MentionType.INTEREST: _WB.Interest,
    MentionType.TARGET: _WB.Target,
    MentionType.MEASURE: _WB.Measure,
    MentionType.ORGANISATION: _WB.Organisation,
    MentionType.LEGAL_ACT: _WB.LegalInstrument,
    MentionType.DOCUMENT_REF: _WB.Document,
    MentionType.MOTION: _WB.Motion,
    MentionType.PERSON: _WB.Person,
}
"""The class that describes a thing first met in the document."""

KINDS: Final[dict[str, URIRef]] = {"letter": _WB.LetterToParliament, "motion": _WB.Motion}
"""The classes of documents that the ontology tells apart, by `Metadata.kind`."""

_DOCUMENTS: Final = f"{ID}document/"


def to_graph(extraction: Extraction, model: str | None = None) -> Graph:
    """The named graph of a document: what it is, the things it names, its claims and their quotes.

    `model` is the name and version of the language model that read it, part of the run's description.
    The graph's identifier is the IRI of the named graph, `{GRAPH}document/{id}`.
    """
    document = extraction.document
    graph = Graph(identifier=URIRef(f"{GRAPH}document/{document.id}"))
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _describe_document(graph, document)
    run = _describe_run(graph, document, model)
    _describe_things(graph, extraction)
    for claim in extraction.claims:
        add_claim(graph, claim, run)
    return graph


def document_iri(identifier: str) -> URIRef:
    """The IRI of a document or motion by its official identifier."""
    return URIRef(_DOCUMENTS + identifier)


def _describe_document(graph: Graph, document: Document) -> None:
    node, metadata = document_iri(document.id), document.metadata
    graph.add((node, RDF.type, _WB.Document))
    if metadata.kind in KINDS:
        graph.add((node, RDF.type, KINDS[metadata.kind]))
    graph.add((node, DCTERMS.identifier, Literal(document.id)))
    graph.add((node, DCTERMS.language, Literal("nl")))
    graph.add((node, _WB.pageCount, Literal(len(document.page_starts) or 1)))
    graph.add((node, _WB.characterCount, Literal(len(document.source))))
    graph.add((node, _WB.sha256, Literal(document.sha256)))
    if metadata.title:
        graph.add((node, DCTERMS.title, Literal(metadata.title, lang="nl")))
    if metadata.issued:
        graph.add((node, DCTERMS.issued, Literal(metadata.issued)))
    for predicate, values in (
        (_WB.dossier, metadata.dossiers),
        (_WB.number, (metadata.number,)),
        (_WB.session, (metadata.session,)),
    ):
        for value in filter(None, values):
            graph.add((node, predicate, Literal(value)))
    _describe_authors(graph, node, metadata.authors)


def _describe_authors(graph: Graph, document: URIRef, authors: Iterable[str]) -> None:
    for author in authors:
        agent = URIRef(f"{ID}agent/{slug(author)}")
        graph.add((document, DCTERMS.creator, agent))
        graph.add((agent, RDF.type, _WB.Agent))
        graph.add((agent, SKOS.prefLabel, Literal(author, lang="nl")))


def _describe_run(graph: Graph, document: Document, model: str | None) -> URIRef:
    """The extraction run; its IRI depends on the document's bytes and on what read them, never on when."""
    extractor = extractor_version()
    digest = hashlib.sha256("\x1f".join((document.id, document.sha256, extractor, model or "")).encode())
    run = URIRef(f"{ID}run/{digest.hexdigest()[:20]}")
    graph.add((run, RDF.type, _WB.ExtractionRun))
    graph.add((run, _WB.extractorVersion, Literal(extractor)))
    graph.add((run, PROV.used, document_iri(document.id)))
    if model:
        graph.add((run, _WB.model, Literal(model)))
    return run


def extractor_version() -> str:
    """The version of this software, or `0` where it runs without having been installed."""
    try:
        return version("weerbaar")
    except PackageNotFoundError:
        return "0"


def _describe_things(graph: Graph, extraction: Extraction) -> None:
    """Describe what the claims speak of and no vocabulary describes."""
    used = {iri for claim in extraction.claims for iri in (claim.subject, claim.object)}
    own = document_iri(extraction.document.id)
    for entity in extraction.entities:
        if entity.iri in used and URIRef(entity.iri) != own:
            _describe_thing(graph, entity)
    _describe_acting_laws(graph, extraction)


def _describe_acting_laws(graph: Graph, extraction: Extraction) -> None:
    """An act or bill of which a claim speaks as of a measure is a measure as well."""
    laws = {entity.iri for entity in extraction.entities if entity.type is MentionType.LEGAL_ACT}
    for claim in extraction.claims:
        if claim.subject in laws and claim.predicate is not Predicate.CITES:
            graph.add((URIRef(claim.subject), RDF.type, _WB.Measure))


def _describe_thing(graph: Graph, entity: Entity) -> None:
    node = URIRef(entity.iri)
    if entity.iri.startswith(_DOCUMENTS):
        # A cited document gets its number only: what it says is for its own graph.
        graph.add((node, RDF.type, CLASSES[entity.type]))
        graph.add((node, DCTERMS.identifier, Literal(entity.iri.removeprefix(_DOCUMENTS))))
    if entity.known:
        return
    graph.add((node, RDF.type, CLASSES[entity.type]))
    graph.add((node, SKOS.prefLabel, Literal(entity.label_nl, lang="nl")))
    if entity.label_en:
        graph.add((node, SKOS.prefLabel, Literal(entity.label_en, lang="en")))
    for alias in entity.aliases:
        if alias != entity.label_nl:
            graph.add((node, SKOS.altLabel, Literal(alias, lang="nl")))


def add_claim(graph: Graph, claim: Claim, run: URIRef) -> None:
    """Add a claim and its evidence; `run` is what generated it."""
    _add_evidence(graph, claim.evidence)
    node = URIRef(claim.iri)
    graph.add((node, RDF.type, _WB.Claim))
    graph.add((node, _WB.claimSubject, URIRef(claim.subject)))
    graph.add((node, _WB.claimPredicate, URIRef(claim.predicate.iri)))
    if claim.predicate.takes_literal:
        graph.add((node, _WB.claimValue, Literal(claim.object)))
    else:
        graph.add((node, _WB.claimObject, URIRef(claim.object)))
    graph.add((node, _WB.modality, URIRef(f"{ID}modality/{claim.modality}")))
    graph.add((node, _WB.confidence, Literal(Decimal(f"{claim.confidence:.2f}"))))
    graph.add((node, _WB.rule, Literal(claim.rule)))
    graph.add((node, _WB.reviewState, _WB.Reviewed if claim.reviewed else _WB.Machine))
    graph.add((node, _WB.assertedIn, document_iri(claim.evidence.document)))
    graph.add((node, PROV.wasQuotedFrom, URIRef(claim.evidence.iri)))
    graph.add((node, PROV.wasGeneratedBy, run))
    _add_qualifiers(graph, node, claim)


def _add_qualifiers(graph: Graph, node: URIRef, claim: Claim) -> None:
    if claim.activity:
        graph.add((node, _WB.describesActivity, URIRef(claim.activity)))
        graph.add((URIRef(claim.activity), RDF.type, _WB.ThreatActivity))
    if claim.horizon:
        graph.add((node, _WB.horizon, URIRef(f"{ID}horizon/{claim.horizon}")))
    if claim.likelihood:
        graph.add((node, _WB.likelihood, URIRef(f"{ID}likelihood/{claim.likelihood}")))
    if claim.open_enumeration:
        graph.add((node, _WB.openEnumeration, Literal(True)))
    if claim.verbatim:
        graph.add((node, _WB.verbatim, Literal(claim.verbatim)))
    if claim.stated_date:
        graph.add((node, _WB.statedDate, Literal(claim.stated_date)))
    if claim.basis:
        graph.add((node, _WB.coverageBasis, URIRef(f"{ID}coverage-basis/{claim.basis}")))


def _add_evidence(graph: Graph, evidence: Evidence) -> None:
    node = URIRef(evidence.iri)
    graph.add((node, RDF.type, _WB.Evidence))
    graph.add((node, _WB.inDocument, document_iri(evidence.document)))
    for predicate, text in (
        (_OA.exact, evidence.exact),
        (_OA.prefix, evidence.prefix),
        (_OA.suffix, evidence.suffix),
        (_WB.sectionTitle, evidence.section),
    ):
        if text:
            graph.add((node, predicate, Literal(text)))
    # Plain integers: a store keeps a number's value, not the narrower type that Web Annotation names.
    for predicate, number in ((_OA.start, evidence.start), (_OA.end, evidence.end)):
        graph.add((node, predicate, Literal(number)))
    graph.add((node, _WB.page, Literal(evidence.page)))
    if evidence.footnote is not None:
        graph.add((node, _WB.footnoteNumber, Literal(evidence.footnote)))
