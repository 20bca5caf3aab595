"""The reviewed edition of a letter: each claim was checked, and the letter itself can check it again."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Namespace, URIRef
from rdflib.namespace import DCTERMS

from ingest.claims import Modality, Predicate
from ingest.reviewed import EditionError, editions, later_events, read, to_graph
from ingest.reviewed.edition import Edition
from ingest.sources import read as read_source
from ingest.text import to_document
from ontology.load import agents, vocabularies
from ontology.namespaces import ID, WB, expand

_WB = Namespace(WB)
LETTER = "kst-30821-125"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read(next(folder for folder in editions() if folder.name == LETTER))


def claims(edition: Edition, subject: str, predicate: Predicate) -> set[tuple[str, Modality]]:
    return {
        (claim.object, claim.modality)
        for claim in edition.claims
        if claim.subject == expand(subject) and claim.predicate is predicate
    }


def test_every_quote_stands_in_the_letter_at_its_offsets(edition: Edition, shared: Path) -> None:
    document = to_document(read_source(shared / "letter" / f"{LETTER}.txt"))
    assert document.sha256 == edition.sha256
    where = {offset: index for index, offset in enumerate(document.offsets)}
    for claim in edition.claims:
        evidence = claim.evidence
        start, end = where[evidence.start], where[evidence.end - 1] + 1
        assert document.text[start:end] == evidence.exact
        assert document.page_at(start) == evidence.page


def test_each_of_the_81_measures_has_one_status(edition: Edition) -> None:
    statuses = Counter(claim.subject for claim in edition.claims if claim.predicate is Predicate.HAS_STATUS)
    assert set(statuses) == {measure.iri for measure in edition.measures}
    assert len(statuses) == 81
    assert set(statuses.values()) == {1}


def test_every_concept_and_agent_that_it_names_is_known(edition: Edition) -> None:
    known = set((vocabularies() + agents()).subjects())
    kinds = ("measure", "document", "activity")
    for claim in edition.claims:
        ends = {claim.subject} if claim.predicate.takes_literal else {claim.subject, claim.object}
        for iri in ends:
            kind = iri.removeprefix(ID).partition("/")[0]
            assert kind in kinds or URIRef(iri) in known, iri


def test_criminal_law_is_not_said_to_cover_espionage_as_such(edition: Edition) -> None:
    """p. 13: espionage is at present not punishable as such."""
    assert claims(edition, "measure:strafrecht-geheimen", Predicate.COUNTERS) == {
        (expand("means:spionage"), Modality.NEGATED),
        (expand("means:desinformatie"), Modality.NEGATED),
    }


def test_three_motions_van_den_berg_are_three_motions(edition: Edition) -> None:
    """Trap 1: 24 095 nr. 487 (vital), 24 095 nr. 499 (telecom), 30 821 nr. 110 (sensitive technology)."""
    answered = {
        (claim.subject.rpartition("/")[2], claim.object.rpartition("/")[2])
        for claim in edition.claims
        if claim.predicate is Predicate.ADDRESSES_MOTION
    }
    assert {
        ("versterkte-aanpak-vitaal", "kst-24095-487"),
        ("telecom-proces", "kst-24095-499"),
        ("sensitieve-tech", "kst-30821-110"),
    } <= answered
    assert len({motion for _, motion in answered}) == 5


def test_no_actor_has_intent_and_capability_together(edition: Edition) -> None:
    assert (expand("capability:combinatie"), Modality.NEGATED) in claims(
        edition, "agent:statelijke-actoren", Predicate.ASSESSED_AS
    )


def test_only_turkey_is_named_by_a_measure(edition: Edition) -> None:
    named = {claim.object for claim in edition.claims if claim.predicate is Predicate.DIRECTED_AT_ACTOR}
    assert named == {expand("agent:tr")}


def test_what_the_words_do_not_say_is_marked_as_the_editors_reading(edition: Edition) -> None:
    bases = Counter(claim.basis for claim in edition.claims)
    assert bases[None] > bases["redactie"] > 0
    assert set(bases) == {None, "redactie"}


def test_the_graph_is_marked_as_reviewed(edition: Edition) -> None:
    graph = to_graph(edition)
    nodes = set(graph.subjects(RDF.type, _WB.Claim))
    assert len(nodes) == len({claim.id for claim in edition.claims})
    assert {graph.value(node, _WB.reviewState) for node in nodes} == {_WB.Reviewed}


def test_a_row_that_breaks_the_format_names_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / LETTER
    shutil.copytree(editions()[0], folder)
    table = folder / "claims.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("hasStatus", "hasStatsu", 1), encoding="utf-8")
    with pytest.raises(EditionError, match=r"claims\.tsv of kst-30821-125, line 2: 'hasStatsu'"):
        read(folder)


def test_later_events_name_an_official_source_and_their_measures_are_known(edition: Edition) -> None:
    graph = later_events()
    measures = {URIRef(measure.iri) for measure in edition.measures}
    acts = set(graph.objects(None, _WB.adoptedAs))
    for event in graph.subjects(RDF.type, _WB.StatusEvent):
        assert graph.value(event, DCTERMS.source), event
        assert graph.value(event, _WB.eventOf) in measures | acts, event


def test_the_screening_act_is_in_force_since_june_2023_and_the_bill_itself_never() -> None:
    graph = later_events()
    act = graph.value(URIRef(expand("measure:investeringstoets")), _WB.adoptedAs)
    in_force = {
        str(graph.value(event, _WB.validFrom))
        for event in graph.subjects(_WB.eventOf, act)
        if graph.value(event, _WB.status) == URIRef(expand("status:in-werking"))
    }
    assert in_force == {"2023-06-01"}


def test_the_ladder_of_the_response_framework_has_no_invented_step(edition: Edition) -> None:
    """p. 6 announces a ladder and names no step."""
    graph = to_graph(edition)
    ladder = graph.value(URIRef(expand("measure:rbrk")), _WB.hasLadder)
    assert (ladder, RDF.type, _WB.EscalationLadder) in graph
    assert not list(graph.objects(ladder, _WB.hasStep))
    assert len(list(graph.objects(URIRef(expand("measure:rbrk")), _WB.responseDomain))) == 4


def test_two_incidents_are_described_and_the_unnamed_states_stay_unnamed(edition: Edition) -> None:
    """p. 12 and p. 6; trap 10."""
    graph = to_graph(edition)
    incidents = set(graph.subjects(RDF.type, _WB.Incident))
    actors = {
        (str(incident).rpartition("-")[2], str(subject).rpartition("/")[2])
        for incident in incidents
        for claim in graph.subjects(_WB.describesActivity, incident)
        for subject in graph.objects(claim, _WB.claimSubject)
        if "/agent/" in subject
    }
    assert actors == {("t31", "ru"), ("t29", "statelijke-actoren")}
