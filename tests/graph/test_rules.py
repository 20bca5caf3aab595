"""What follows from a claim, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import RuleError
from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.rules import Rule, Rules, load
from graph.terms import from_rdflib
from ontology.namespaces import PREFIXES, Iri, shorten
from tests.graph.claims import claim, document, name

PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
COVERAGE = (
    "?c a wb:Coverage ; wb:coveringMeasure ?m ; wb:covers ?x ; wb:coverageBasis ?b ; wb:coverageStrength ?s"
)


@pytest.fixture(scope="session")
def rules(knowledge: Knowledge) -> Rules:
    return knowledge.engine


def derived(rules: Rules, *claims: str) -> MemoryReader:
    return MemoryReader({Iri("urn:derived"): rules.derive(from_rdflib(document(*claims)))})


def coverage(reader: MemoryReader, covered: str) -> set[tuple[str, str]]:
    """The bases and strengths with which anything covers `covered`."""
    rows = reader.select(f"{PREFIX_LINES} SELECT ?b ?s {{ {COVERAGE} FILTER(?x = {covered}) }}").rows
    return {(shorten(row["b"].value).split(":")[1], shorten(row["s"].value).split(":")[1]) for row in rows}


COUNTERS = claim("measure:m", "counters", "means:spionage")


def test_an_asserted_claim_becomes_a_short_link_that_names_its_claim(rules: Rules) -> None:
    key = name("measure:m", "counters", "means:spionage", "beweerd", "a")
    assert derived(rules, COUNTERS).ask(
        f"""{PREFIX_LINES} ASK {{ measure:m wb:counters means:spionage .
        ?d a wb:Derivation ; wb:derivedSubject measure:m ; wb:derivedPredicate wb:counters ;
          wb:derivedObject means:spionage ; wb:rule "shortcuts" ; prov:wasDerivedFrom claim:{key} }}"""
    )


@pytest.mark.parametrize(
    "modality", ["ontkend", "mogelijk", "gepland", "voorwaardelijk", "gerapporteerd", "gevraagd"]
)
def test_a_claim_that_asserts_nothing_gives_nothing(rules: Rules, modality: str) -> None:
    """Domain model §1.3: dropping the modality would report the opposite of the source."""
    said = [
        claim("measure:m", "counters", "means:spionage", modality),
        claim("measure:m", "hasStatus", "status:in-werking", modality),
        claim("measure:m", "protects", "interest:economische-veiligheid", modality),
        claim("agent:ru", "uses", "means:spionage", modality),
    ]
    assert rules.derive(from_rdflib(document(*said))) == ()


def test_against_a_means_covers_it_as_quoted(rules: Rules) -> None:
    assert coverage(derived(rules, COUNTERS), "means:spionage") == {("geciteerd", "volledig")}


def test_against_a_broader_means_covers_the_narrower_fully(rules: Rules) -> None:
    """Domain model §1.7: hierarchy has a direction."""
    reader = derived(rules, COUNTERS)
    assert coverage(reader, "means:digitale-spionage") == {("via-breder-middel", "volledig")}
    assert coverage(reader, "means:digitale-aanval") == set(), "a cyber attack need not be espionage"


def test_against_a_narrower_means_covers_the_broader_in_part(rules: Rules) -> None:
    reader = derived(rules, claim("measure:m", "counters", "means:digitale-spionage"))
    assert coverage(reader, "means:spionage") == {("via-smaller-middel", "gedeeltelijk")}
    assert coverage(reader, "means:digitale-aanval") == {("via-smaller-middel", "gedeeltelijk")}
    assert coverage(reader, "means:economische-spionage") == set(), "a sibling is not covered"


def test_against_state_threats_covers_each_means_generically(rules: Rules) -> None:
    reader = derived(rules, claim("measure:m", "counters", "means:statelijke-dreigingen"))
    assert coverage(reader, "means:statelijke-dreigingen") == {("geciteerd", "volledig")}
    assert coverage(reader, "means:desinformatie") == {("generiek", "ondersteunend")}
    assert coverage(reader, "means:hybride-dreigingen") == set()


def test_an_editors_reading_is_called_so(rules: Rules) -> None:
    reading = claim(
        "measure:m", "counters", "means:phishing", also="wb:coverageBasis coverage-basis:redactie"
    )
    assert coverage(derived(rules, reading), "means:phishing") == {("redactie", "volledig")}


def test_protecting_a_target_covers_what_falls_under_it(rules: Rules) -> None:
    reader = derived(rules, claim("measure:m", "protectsTarget", "target:gemeenschappen"))
    assert coverage(reader, "target:gemeenschappen") == {("geciteerd", "volledig")}
    assert coverage(reader, "target:diaspora") == {("via-doelwit", "volledig")}
    up = derived(rules, claim("measure:m", "protectsTarget", "target:diaspora"))
    assert coverage(up, "target:gemeenschappen") == {("via-doelwit", "gedeeltelijk")}


def test_protecting_an_interest_covers_what_falls_under_it(rules: Rules) -> None:
    reader = derived(rules, claim("measure:m", "protects", "interest:economische-veiligheid"))
    assert coverage(reader, "interest:continuiteit-vitale-processen") == {("via-belang", "volledig")}
    up = derived(rules, claim("measure:m", "protects", "interest:continuiteit-vitale-processen"))
    assert coverage(up, "interest:economische-veiligheid") == {("via-belang", "gedeeltelijk")}


AIMED = claim("means:desinformatie", "targets", "target:diaspora")


def test_protecting_a_target_covers_the_means_aimed_at_it(rules: Rules) -> None:
    reader = derived(rules, AIMED, claim("measure:m", "protectsTarget", "target:gemeenschappen"))
    assert coverage(reader, "means:desinformatie") == {("via-doelwit", "gedeeltelijk")}
    other = derived(rules, AIMED, claim("measure:m", "protectsTarget", "target:kennisinstellingen"))
    assert coverage(other, "means:desinformatie") == set()


def test_a_bridge_needs_the_threat_asserted_too(rules: Rules) -> None:
    possible = claim("means:desinformatie", "targets", "target:diaspora", "mogelijk")
    reader = derived(rules, possible, claim("measure:m", "protectsTarget", "target:diaspora"))
    assert coverage(reader, "means:desinformatie") == set()


def test_a_bridge_through_one_activity_names_all_its_claims(rules: Rules) -> None:
    """An actor uses a means and threatens an interest in one sentence: the activity joins the two."""
    joined = "wb:describesActivity activity:v"
    said = [
        claim("agent:ru", "threatens", "interest:economische-veiligheid", also=joined),
        claim("agent:ru", "uses", "means:spionage", also=joined),
        claim("agent:ru", "uses", "means:sabotage"),
        claim("measure:m", "protects", "interest:economische-veiligheid"),
    ]
    reader = derived(rules, *said)
    assert coverage(reader, "means:spionage") == {("via-belang", "ondersteunend")}
    assert coverage(reader, "means:sabotage") == set(), "said apart from the interest"
    claims = reader.select(
        f"{PREFIX_LINES} SELECT ?k {{ {COVERAGE} ; prov:wasDerivedFrom ?k FILTER(?x = means:spionage) }}"
    )
    assert len(claims.rows) == 3


def status_dates(reader: MemoryReader) -> set[tuple[str, str]]:
    rows = reader.select(
        f"{PREFIX_LINES} SELECT ?s ?d {{ ?e a wb:StatusEvent ; wb:status ?s ; wb:validFrom ?d }}"
    ).rows
    return {(shorten(row["s"].value), row["d"].value) for row in rows}


def test_a_status_holds_from_the_day_that_is_named_or_the_documents(rules: Rules) -> None:
    plain = claim("measure:m", "hasStatus", "status:voorbereiding")
    dated = claim("measure:n", "hasStatus", "status:in-werking", also='wb:statedDate "2020-03-01"')
    vague = claim("measure:o", "hasStatus", "status:consultatie", also='wb:statedDate "2020"')
    assert status_dates(derived(rules, plain, dated, vague)) == {
        ("status:voorbereiding", "2021-02-03"),
        ("status:in-werking", "2020-03-01"),
        ("status:consultatie", "2021-02-03"),
    }
    assert not derived(rules, plain).ask(f"{PREFIX_LINES} ASK {{ measure:m wb:hasStatus ?s }}")


def test_a_measure_is_country_neutral_until_its_source_names_a_state(rules: Rules) -> None:
    """Domain model §1.4: almost no measure names a state, and the graph must say so."""
    query = f"{PREFIX_LINES} ASK {{ measure:m wb:countryNeutral true }}"
    assert derived(rules, COUNTERS).ask(query)
    directed = claim("measure:m", "directedAtActor", "agent:tr")
    assert not derived(rules, COUNTERS, directed).ask(query)
    generic = claim("measure:m", "directedAtActor", "agent:statelijke-actoren")
    assert derived(rules, COUNTERS, generic).ask(query)


def test_deriving_twice_gives_the_same_and_leaves_nothing_behind(rules: Rules) -> None:
    first = rules.derive(from_rdflib(document(COUNTERS, AIMED)))
    assert set(rules.derive(from_rdflib(document(AIMED, COUNTERS)))) == set(first)
    assert rules.derive(from_rdflib(document())) == ()


@pytest.mark.parametrize("rule", load(), ids=lambda rule: rule.name)
def test_every_rule_says_what_it_does(rule: Rule) -> None:
    assert rule.nl.endswith(".")
    assert rule.en.endswith(".")
    assert rule.repeat == rule.name.startswith("owl-")
    if not rule.repeat:
        assert f'wb:rule "{rule.name}"' in rule.query
        assert "prov:wasDerivedFrom" in rule.query
        assert "modality:beweerd" in rule.query


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "must have en, name, nl"),
        ("#+ name: [", "no YAML"),
        ("#+ name: other\n#+ nl: x\n#+ en: y\n", "make it 'mine'"),
    ],
)
def test_a_malformed_rule_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mine.rq").write_text(text)
    with pytest.raises(RuleError, match=message) as caught:
        load(tmp_path)
    assert "mine.rq" in str(caught.value)


def test_a_rule_that_cannot_run_is_named() -> None:
    with pytest.raises(RuleError, match="rule broken: line 1, column"):
        Rules([], [Rule("broken", "", "", "CONSTRUCT { ?s }")]).derive([])
