"""The shape of a document graph: what the gate, the rules and the queries rely on."""

from array import array
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD

from ingest.claims import Claim, Evidence, Modality, Predicate
from ingest.document import Block, BlockKind, Document, DocumentId, Metadata
from ingest.extraction import Entity, Extraction, MentionType
from ingest.rdf import to_graph
from ontology.namespaces import WB, Iri, expand

TEXT = "Het responskader richt zich op spionage en is uiterlijk in de zomer van 2021 gereed."


def iri(curie: str) -> URIRef:
    return URIRef(expand(curie))


def wb(name: str) -> URIRef:
    return URIRef(WB + name)


@pytest.fixture
def document() -> Document:
    return Document(
        id=DocumentId("kst-99999-7"),
        source=TEXT,
        sha256="ab" * 32,
        text=TEXT,
        offsets=array("L", range(len(TEXT))),
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(TEXT), 1),),
        marks=(),
        page_starts=(0,),
        metadata=Metadata(
            kind="letter",
            title="Voortgang aanpak",
            dossiers=("99999",),
            number="7",
            session="2022-2023",
            issued=date(2022, 11, 1),
            authors=("Minister van Justitie en Veiligheid",),
        ),
    )


@pytest.fixture
def evidence(document: Document) -> Evidence:
    return Evidence(document.id, 0, len(TEXT), TEXT, 1, section="Werkwijze", footnote=3)


@pytest.fixture
def extraction(document: Document, evidence: Evidence) -> Extraction:
    measure = expand("measure:responskader")
    counters = Claim(
        measure,
        Predicate.COUNTERS,
        expand("means:spionage"),
        Modality.ASSERTED,
        0.9,
        "counters-tegen",
        evidence,
    )
    due = Claim(
        measure, Predicate.DUE_BY, "2021-22", Modality.PLANNED, 0.8, "due", evidence,
        verbatim="uiterlijk in de zomer van 2021",
    )  # fmt: skip
    cites = Claim(
        expand("document:kst-99999-7"), Predicate.CITES, expand("document:kst-24095-487"), Modality.ASSERTED,
        1.0, "cites-citation", evidence,
    )  # fmt: skip
    return Extraction(
        document,
        (),
        (
            Entity(Iri(measure), MentionType.MEASURE, "responskader", "response framework", known=False),
            Entity(expand("means:spionage"), MentionType.MEANS, "spionage"),
            Entity(expand("document:kst-24095-487"), MentionType.MOTION, "motie-Van den Berg", known=True),
            Entity(expand("measure:elders"), MentionType.MEASURE, "elders genoemd", known=False),
        ),
        (counters, due, cites),
    )


@pytest.fixture
def graph(extraction: Extraction) -> Graph:
    return to_graph(extraction, model="nl_test-1.0")


def the_claim(graph: Graph, predicate: str) -> URIRef:
    [node] = graph.subjects(wb("claimPredicate"), wb(predicate))
    assert isinstance(node, URIRef)
    return node


def test_the_graph_is_named_after_the_document(graph: Graph) -> None:
    assert graph.identifier == iri("graph:document/kst-99999-7")


def test_the_document_is_described(graph: Graph) -> None:
    node = iri("document:kst-99999-7")
    assert set(graph.objects(node, RDF.type)) == {wb("Document"), wb("LetterToParliament")}
    assert graph.value(node, DCTERMS.issued) == Literal("2022-11-01", datatype=XSD.date)
    assert graph.value(node, DCTERMS.title) == Literal("Voortgang aanpak", lang="nl")
    assert graph.value(node, wb("dossier")) == Literal("99999")
    assert graph.value(node, wb("characterCount")) == Literal(len(TEXT))


def test_who_signs_becomes_an_agent(graph: Graph) -> None:
    agent = graph.value(iri("document:kst-99999-7"), DCTERMS.creator)
    assert agent == iri("agent:minister-van-justitie-en-veiligheid")
    assert graph.value(agent, SKOS.prefLabel) == Literal("Minister van Justitie en Veiligheid", lang="nl")


def test_a_claim_says_what_how_and_by_which_rule(graph: Graph) -> None:
    claim = the_claim(graph, "counters")
    assert graph.value(claim, wb("claimSubject")) == iri("measure:responskader")
    assert graph.value(claim, wb("claimObject")) == iri("means:spionage")
    assert list(graph.objects(claim, wb("modality"))) == [iri("modality:beweerd")]
    assert graph.value(claim, wb("confidence")) == Literal(Decimal("0.90"))
    assert graph.value(claim, wb("rule")) == Literal("counters-tegen")
    assert graph.value(claim, wb("assertedIn")) == iri("document:kst-99999-7")


def test_a_date_is_a_value_and_keeps_its_words(graph: Graph) -> None:
    claim = the_claim(graph, "dueBy")
    assert graph.value(claim, wb("claimValue")) == Literal("2021-22")
    assert graph.value(claim, wb("claimObject")) is None
    assert graph.value(claim, wb("verbatim")) == Literal("uiterlijk in de zomer van 2021")


def test_the_quote_stands_at_its_offsets(graph: Graph, document: Document) -> None:
    quote = graph.value(the_claim(graph, "counters"), PROV.wasQuotedFrom)
    start, end = (int(str(graph.value(quote, iri(f"oa:{name}")))) for name in ("start", "end"))
    assert document.source[start:end] == str(graph.value(quote, iri("oa:exact")))
    assert graph.value(quote, iri("oa:start")) == Literal(0)
    assert graph.value(quote, wb("sectionTitle")) == Literal("Werkwijze")
    assert graph.value(quote, wb("footnoteNumber")) == Literal(3)


def test_only_new_things_that_a_claim_speaks_of_are_described(graph: Graph) -> None:
    assert graph.value(iri("measure:responskader"), RDF.type) == wb("Measure")
    assert set(graph.objects(iri("measure:responskader"), SKOS.prefLabel)) == {
        Literal("responskader", lang="nl"),
        Literal("response framework", lang="en"),
    }
    assert not set(graph.predicate_objects(iri("means:spionage"))), (
        "the vocabulary describes its own concepts"
    )
    assert not set(graph.predicate_objects(iri("measure:elders"))), "no claim speaks of it"


def test_a_cited_document_is_described_by_its_number_only(graph: Graph) -> None:
    assert set(graph.predicate_objects(iri("document:kst-24095-487"))) == {
        (RDF.type, wb("Motion")),
        (DCTERMS.identifier, Literal("kst-24095-487")),
    }


def test_qualifiers_stand_on_the_claim(extraction: Extraction) -> None:
    activity = expand("activity:cccc")
    claim = replace(
        extraction.claims[0],
        activity=activity, horizon="kort", likelihood="zeer-waarschijnlijk-niet", open_enumeration=True,
    )  # fmt: skip
    graph = to_graph(replace(extraction, claims=(claim,)))
    node = URIRef(claim.iri)
    assert graph.value(node, wb("describesActivity")) == URIRef(activity)
    assert graph.value(node, wb("horizon")) == iri("horizon:kort")
    assert graph.value(node, wb("likelihood")) == iri("likelihood:zeer-waarschijnlijk-niet")
    assert graph.value(node, wb("openEnumeration")) == Literal(True)


def test_reading_twice_gives_the_same_triples(extraction: Extraction, graph: Graph) -> None:
    again = to_graph(extraction, model="nl_test-1.0")
    assert isomorphic(graph, again)
    assert not [node for node in graph.all_nodes() if not isinstance(node, URIRef | Literal)], (
        "no blank nodes"
    )
