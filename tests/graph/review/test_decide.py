"""Decisions on claims: kept apart, kept through re-reading, and felt in what is derived."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rdflib

from graph.admission import admit
from graph.embedded import EmbeddedStore
from graph.errors import GateRefused
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.review import Correction, Decision, Ledger, Policy, UnknownClaim, Verdict, decide
from ontology.namespaces import GRAPH, ID, PREFIXES, Iri, expand

DAY = datetime(2026, 1, 1, tzinfo=UTC)
TURTLE = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def letter(*claims: tuple[str, str, str], rule: str = "counters-tegen") -> rdflib.Graph:
    """A letter whose claims are (name, measure, means), each read by one rule."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(f"{GRAPH}document/kst-99999-1"))
    text = f"""{TURTLE}
    document:kst-99999-1 a wb:Document, wb:LetterToParliament ; dcterms:identifier "kst-99999-1" ;
        dcterms:issued "2026-01-01"^^xsd:date ; dcterms:language "nl" ; dcterms:title "Brief"@nl ;
        wb:dossier "99999" ; wb:number "1" ; wb:pageCount 1 ; wb:characterCount 100 ; wb:sha256 "{"0" * 64}" .
    run:x a wb:ExtractionRun ; wb:extractorVersion "1" ; prov:used document:kst-99999-1 ."""
    for name, measure, means in claims:
        text += f"""
    measure:{measure} a wb:Measure ; skos:prefLabel "{measure}"@nl .
    claim:{name} a wb:Claim ; wb:claimSubject measure:{measure} ; wb:claimPredicate wb:counters ;
        wb:claimObject means:{means} ; wb:modality modality:beweerd ; wb:confidence 0.9 ; wb:rule "{rule}" ;
        wb:reviewState wb:Machine ; wb:assertedIn document:kst-99999-1 ; prov:wasGeneratedBy run:x ;
        prov:wasQuotedFrom evidence:{name} .
    evidence:{name} a wb:Evidence ; wb:inDocument document:kst-99999-1 ; oa:exact "{name}" ; wb:page 1 ;
        oa:start 1 ; oa:end 9 ."""
    return graph.parse(data=text, format="turtle")


def covered(store: EmbeddedStore, measure: str, means: str, clearance: Marking = Marking.CLEAR) -> bool:
    return store.reader(clearance).ask(
        f"ASK {{ <{ID}measure/{measure}> <{expand('wb:counters')}> <{ID}means/{means}> }}"
    )


def decision(claim: str, verdict: Verdict, days: int = 0, correction: Correction | None = None) -> Decision:
    return Decision(
        Iri(f"{ID}claim/{claim}"), verdict, "analist", DAY + timedelta(days), "Zie de zin.", correction
    )


@pytest.fixture
def store(tmp_path: Path, knowledge: Knowledge) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path)
    admit(store, letter(("a", "toets", "spionage"), ("b", "loket", "sabotage")), knowledge)
    return store


def test_a_rejected_claim_no_longer_counts_but_stays(store: EmbeddedStore, knowledge: Knowledge) -> None:
    assert covered(store, "toets", "spionage")
    decide(store, [decision("a", Verdict.REJECTED)], knowledge)
    assert not covered(store, "toets", "spionage")
    assert covered(store, "loket", "sabotage")
    assert store.reader().ask(f"ASK {{ <{ID}claim/a> a <{expand('wb:Claim')}> }}")


def test_the_last_decision_holds(store: EmbeddedStore, knowledge: Knowledge) -> None:
    decide(store, [decision("a", Verdict.REJECTED, 0), decision("a", Verdict.ACCEPTED, 1)], knowledge)
    assert covered(store, "toets", "spionage")


def test_a_corrected_claim_counts_as_corrected(store: EmbeddedStore, knowledge: Knowledge) -> None:
    correction = Correction(object=expand("means:sabotage"))
    decide(store, [decision("a", Verdict.CORRECTED, correction=correction)], knowledge)
    assert not covered(store, "toets", "spionage")
    assert covered(store, "toets", "sabotage")


def test_reading_the_document_again_keeps_the_decision(store: EmbeddedStore, knowledge: Knowledge) -> None:
    decide(store, [decision("a", Verdict.REJECTED)], knowledge)
    admit(store, letter(("a", "toets", "spionage"), ("c", "dialoog", "desinformatie")), knowledge)
    assert not covered(store, "toets", "spionage")
    assert covered(store, "dialoog", "desinformatie")


def test_a_rule_that_is_wrong_too_often_counts_only_where_accepted(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    store = EmbeddedStore(tmp_path)
    claims = [(name, f"maatregel-{name}", "spionage") for name in "abcd"]
    admit(store, letter(*claims, rule="gok"), knowledge)
    policy = Policy(precision=0.5, decisions=3)
    decide(store, [decision("a", Verdict.ACCEPTED), decision("b", Verdict.REJECTED)], knowledge, policy)
    assert covered(store, "maatregel-d", "spionage")
    decide(store, [decision("c", Verdict.REJECTED)], knowledge, policy)
    assert Ledger.read(store.reader(), policy).quarantined == {"gok"}
    assert [covered(store, f"maatregel-{name}", "spionage") for name in "abcd"] == [True, False, False, False]


def test_a_decision_on_a_marked_document_is_seen_no_further(tmp_path: Path, knowledge: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(store, letter(("a", "toets", "spionage")), knowledge, marking=Marking.AMBER)
    decide(store, [decision("a", Verdict.ACCEPTED)], knowledge)
    seen = f"ASK {{ ?decision a <{expand('wb:ReviewDecision')}> }}"
    assert not store.reader(Marking.GREEN).ask(seen)
    assert store.reader(Marking.AMBER).ask(seen)


def test_a_correction_passes_the_same_gate(store: EmbeddedStore, knowledge: Knowledge) -> None:
    wrong = Correction(object=expand("interest:economische-veiligheid"))  # one does not counter an interest
    before = store.version
    with pytest.raises(GateRefused):
        decide(store, [decision("a", Verdict.CORRECTED, correction=wrong)], knowledge)
    assert store.version == before


def test_a_claim_that_no_document_makes_cannot_be_decided(store: EmbeddedStore, knowledge: Knowledge) -> None:
    before = store.version
    with pytest.raises(UnknownClaim, match="weerbaar review"):
        decide(store, [decision("a", Verdict.REJECTED), decision("nowhere", Verdict.REJECTED)], knowledge)
    assert store.version == before


def test_a_correction_says_what_the_claim_should_be() -> None:
    with pytest.raises(ValueError, match="correction"):
        decision("a", Verdict.CORRECTED)
