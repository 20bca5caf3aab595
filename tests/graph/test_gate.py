"""What the gate lets through, and what it says of the rest."""

from __future__ import annotations

import rdflib
from pyoxigraph import NamedNode

from graph.gate import Context, check
from graph.knowledge import VOCABULARY, Knowledge
from graph.marking import Marking
from graph.memory import MemoryReader
from graph.report import Severity
from graph.terms import from_rdflib
from ontology.namespaces import ID, PREFIXES, Iri
from tests.graph.claims import PREFIX_LINES, claim, document, name

GOOD = claim("measure:m", "counters", "means:spionage")
MEASURE = "measure:m a wb:Measure ; skos:prefLabel 'maatregel'@nl ."


def context(knowledge: Knowledge, **graphs: str) -> Context:
    """A store with the vocabulary and some graphs in Turtle."""
    parsed = {
        Iri(f"urn:{key}"): from_rdflib(rdflib.Graph().parse(data=PREFIX_LINES + text, format="turtle"))
        for key, text in graphs.items()
    }
    return Context(knowledge.shapes, MemoryReader({VOCABULARY: knowledge.vocabulary, **parsed}))


def test_a_sound_document_passes(knowledge: Knowledge) -> None:
    report = check(document(GOOD, extra=MEASURE), context(knowledge))
    assert report.findings == ()
    assert report.conforms


def test_a_violation_points_to_the_sentence_in_both_languages(knowledge: Knowledge) -> None:
    graph = document(GOOD.replace("wb:confidence 0.9", "wb:confidence 1.9"), extra=MEASURE)
    report = check(graph, context(knowledge))
    assert not report.conforms
    (finding,) = report.violations
    key = name("measure:m", "counters", "means:spionage", "beweerd", "a")
    assert finding.focus == f"{ID}claim/{key}"
    assert (finding.nl, finding.en) == ("Zekerheid ligt tussen 0 en 1.", "Confidence lies between 0 and 1.")
    assert finding.quote is not None
    assert (finding.quote.page, finding.quote.exact) == (3, f"woorden over {key}")
    assert finding.text("nl").startswith("Violation: Zekerheid ligt tussen 0 en 1. [claim:")
    assert f"p. 3, {finding.quote.start}–{finding.quote.end}: “woorden over" in finding.text("en")


def test_a_warning_does_not_stop_and_becomes_data(knowledge: Knowledge) -> None:
    report = check(document(GOOD, extra="measure:m a wb:Measure ."), context(knowledge))
    assert report.conforms
    (finding,) = report.warnings
    assert finding.severity is Severity.WARNING
    assert finding.quote is not None, "the first claim about the measure"
    reader = MemoryReader({Iri("urn:v"): report.triples()})
    assert reader.ask(
        f"""PREFIX sh: <{PREFIXES["sh"]}> ASK {{ ?r a sh:ValidationResult ; sh:resultSeverity sh:Warning ;
        sh:focusNode <{ID}measure/m> ; sh:resultPath <{PREFIXES["skos"]}prefLabel> ;
        sh:resultMessage "A measure has one name per language."@en ; sh:sourceShape <urn:shape:label> }}"""
    )
    assert not any(isinstance(triple.subject, NamedNode) is False for triple in report.triples())


def test_what_another_document_says_counts(knowledge: Knowledge) -> None:
    """The measure has its name in another document's graph."""
    graph = document(GOOD, extra="measure:m a wb:Measure .")
    assert check(graph, context(knowledge, other=MEASURE)).findings == ()
    two_names = check(document(GOOD, extra=MEASURE), context(knowledge, other=MEASURE.replace("maat", "wet")))
    assert [finding.severity for finding in two_names.findings] == [Severity.WARNING]


def test_the_documents_own_earlier_edition_does_not_count(knowledge: Knowledge) -> None:
    earlier = document(extra=MEASURE.replace("maat", "wet"))
    graphs = {VOCABULARY: knowledge.vocabulary, Iri(str(earlier.identifier)): from_rdflib(earlier)}
    held = Context(knowledge.shapes, MemoryReader(graphs))
    assert check(document(GOOD, extra=MEASURE), held).findings == ()


def test_no_finding_tells_of_a_graph_above_the_documents_marking(knowledge: Knowledge) -> None:
    secret = MEASURE.replace("maatregel", "GEHEIM")
    marks = "<urn:secret> wb:marking 'TLP:RED' ."
    held = context(knowledge, secret=secret)
    catalogue = from_rdflib(rdflib.Graph().parse(data=PREFIX_LINES + marks, format="turtle"))
    graphs = {
        VOCABULARY: knowledge.vocabulary,
        Iri("urn:secret"): held.reader.construct(
            "CONSTRUCT { ?s ?p ?o } { GRAPH <urn:secret> { ?s ?p ?o } }"
        ),
        Iri(f"{PREFIXES['graph']}catalogue"): catalogue,
    }
    held = Context(knowledge.shapes, MemoryReader(graphs))
    graph = document(GOOD, extra=MEASURE)
    assert check(graph, held, Marking.AMBER).findings == ()
    assert len(check(graph, held, Marking.RED).findings) == 1


def test_the_documents_of_others_are_not_judged(knowledge: Knowledge) -> None:
    faulty = GOOD.replace("wb:confidence 0.9", "wb:confidence 7")
    assert check(document(GOOD, extra=MEASURE), context(knowledge, other=faulty)).findings != ()
    other = claim("measure:x", "counters", "means:sabotage").replace("wb:confidence 0.9", "wb:confidence 7")
    assert check(document(GOOD, extra=MEASURE), context(knowledge, other=other)).findings == ()
