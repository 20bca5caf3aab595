"""Claims of one sentence about one actor describe one activity; reading twice changes nothing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.claims import Claim, Predicate
from ingest.components.relation_rules import load_rules
from ingest.components.relation_signatures import default_signatures
from ingest.components.relations import Relations
from ingest.pipeline import build as build_pipeline
from tests.sentences.marked_up import Case, build

HARM = (
    "De [economische veiligheid](INTEREST ev) wordt bedreigd door [spionage](MEANS spionage) van "
    "[China](STATE_ACTOR cn) en door [sabotage](MEANS sabotage) van [Rusland](STATE_ACTOR ru)."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline()


def claims(nlp: Language, *lines: str) -> list[Claim]:
    relations = Relations(load_rules(), default_signatures())
    found: list[Claim] = relations(build(Case("here", 1, list(lines)), nlp))._.claims
    return found


def test_one_actor_one_activity(nlp: Language) -> None:
    found = claims(nlp, HARM)
    by_actor: dict[str, set[str | None]] = {}
    for claim in found:
        if claim.subject.endswith(("/cn", "/ru")):
            by_actor.setdefault(claim.subject, set()).add(claim.activity)
    assert {len(activities) for activities in by_actor.values()} == {1}
    assert len(set.union(*by_actor.values())) == 2, "two coordinate phrases do not mix their actors"


def test_a_means_shares_the_activity_of_its_only_user(nlp: Language) -> None:
    found = claims(nlp, HARM)
    [uses] = [c for c in found if c.predicate is Predicate.USES and c.object.endswith("/spionage")]
    [harms] = [c for c in found if c.predicate is Predicate.THREATENS and c.subject.endswith("/spionage")]
    assert uses.activity == harms.activity is not None


def test_measures_describe_no_activity(nlp: Language) -> None:
    [claim] = claims(nlp, "De [wet](MEASURE wet) bestrijdt [spionage](MEANS spionage).")
    assert claim.activity is None


def test_reading_twice_gives_the_same_claims(nlp: Language) -> None:
    assert [claim.iri for claim in claims(nlp, HARM)] == [claim.iri for claim in claims(nlp, HARM)]


def test_the_quote_is_the_sentence_at_its_offsets(nlp: Language) -> None:
    first = "De brief is van vorige week."
    found = claims(nlp, f"{first} {HARM}")
    start = {claim.evidence.start for claim in found}
    assert start == {len(first) + 1}
    assert {claim.evidence.exact for claim in found} == {
        "De economische veiligheid wordt bedreigd door spionage van China en door sabotage van Rusland."
    }


def test_a_pronoun_takes_the_sentence_before_into_the_quote(nlp: Language) -> None:
    found = claims(nlp, "Er is een [loket](MEASURE loket). Dit is conform de [motie-Smit](MOTION smit).")
    [claim] = [claim for claim in found if claim.predicate is Predicate.ADDRESSES_MOTION]
    assert claim.evidence.exact == "Er is een loket. Dit is conform de motie-Smit."
    assert claim.confidence < 0.75
