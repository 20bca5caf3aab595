"""The traps of the letter 30 821 nr. 125, and the questions that must get an honest nothing.

Each trap has a name and a page; the letter is asked as editors read it (world `reviewed`).
"""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal

from graph.memory import MemoryReader
from ontology.namespaces import shorten
from queries import catalogue
from queries.answering import Answer, ask

CATALOGUE = catalogue.load()
World = Callable[[str], MemoryReader]
Ask = Callable[..., Answer]


@pytest.fixture
def asked(world: World) -> Ask:
    """Asks a canned query of the letter."""
    return lambda name, **values: ask(world("reviewed"), CATALOGUE[name], values)


def column(answer: Answer, name: str) -> list[str]:
    terms = [row[name] for row in answer.rows if name in row]
    return [term.value if isinstance(term, Literal) else shorten(term.value) for term in terms]


def test_trap_three_motions_of_van_den_berg_are_three(asked: Ask) -> None:
    """Pages 4, 11 and 12; five motions in all."""
    motions = set(column(asked("motions-answered", document="kst-30821-125"), "motion"))
    assert {"document:kst-24095-487", "document:kst-24095-499", "document:kst-30821-110"} <= motions
    assert len(motions) == 5


def test_trap_two_footnotes_give_the_same_number_and_both_are_kept(asked: Ask) -> None:
    """Footnotes 2 and 14 (30 821 nr. 124), 11 and 12 (26 643 nr. 695): recorded as they stand."""
    answer = asked("documents-cited", document="kst-30821-125")
    times = dict(zip(column(answer, "cited"), column(answer, "times"), strict=True))
    assert times["document:kst-30821-124"] == times["document:kst-26643-695"] == "2"


def test_trap_the_telecom_decree_has_two_dates_from_two_sources(asked: Ask) -> None:
    """The letter says 5 December 2019 (page 11), the Bulletin of Acts 28 November (Stb. 2019, 457)."""
    (row,) = asked("sources-disagree", about="measure:bvit").rows
    assert row["says"].value == "2019-12-05"
    assert row["otherSays"].value == "2019-11-28"
    assert row["source"] != row["otherSource"]


def test_trap_an_evaluation_that_was_recent_gets_no_date_of_its_own(asked: Ask) -> None:
    """“Recent heeft de Europese Commissie de voortgang … geëvalueerd” (page 11): only the letter dates it."""
    answer = asked("measures-by-status", status="status:geevalueerd")
    since = {shorten(str(row["measure"].value)): row["since"].value for row in answer.rows if "since" in row}
    assert since["measure:ec-5g-aanbeveling"] == "2021-02-03"


@pytest.mark.parametrize("typed", ["hydride dreigingen", "hybride dreigingen"])
def test_trap_a_misprint_is_understood(asked: Ask, typed: str) -> None:
    """“hydride dreigingen” (page 8) means hybrid threats."""
    (threat,) = asked("why-empty", thing=typed).arguments["thing"]
    assert shorten(str(threat.value)) == "means:hybride-dreigingen"


def test_trap_an_open_list_is_called_open(asked: Ask) -> None:
    """“onder meer Rusland en Iran”, “waaronder Rusland en China”, “zoals Iran en Turkije” (page 3)."""
    answer = asked("open-enumerations", document="kst-30821-125")
    assert {"agent:ru", "agent:cn", "agent:ir", "agent:tr"} <= set(column(answer, "subject"))


def test_trap_fifteen_is_a_number_and_no_list(asked: Ask) -> None:
    """Page 2 counts fifteen target types in another document and lists none of them."""
    (row,) = asked("documented-counts").rows
    assert (row["stated"].value, row["listed"].value, row["held"].value) == ("15", "0", "false")


def test_trap_iran_and_turkey_are_examples(asked: Ask) -> None:
    """“zoals Iran en Turkije” (page 3): all that is said of Turkey stands in an open list."""
    rows = asked("threats-for-actor", actor="Turkije").rows
    assert rows
    assert {row["openEnumeration"].value for row in rows} == {"true"}


def test_trap_cybercriminals_are_no_state_actors(asked: Ask) -> None:
    """Page 4: they threaten, but measures against state threats in general are not counted for them."""
    assert asked("threats-for-actor", actor="cybercriminelen").rows
    assert "coverage-basis:generiek" not in column(
        asked("measures-for-threat", threat="cybercriminelen"), "basis"
    )


def test_trap_various_states_name_nobody(asked: Ask) -> None:
    """“verschillende staten” (page 6): no state is put to that claim."""
    rows = asked("threats-for-actor", actor="statelijke actoren").rows
    assert any(row["page"].value == "6" for row in rows)
    for state in ("Rusland", "China", "Iran", "Turkije"):
        assert "6" not in column(asked("threats-for-actor", actor=state), "page")


def test_trap_who_signs_does_not_answer_for_each_measure(asked: Ask) -> None:
    """Most measures name no owner, or one that is not the minister who signs (page 13)."""
    assert len(set(column(asked("measures-without-owner", document="kst-30821-125"), "measure"))) == 24


def test_trap_a_strategy_is_published_and_not_in_force(asked: Ask) -> None:
    """EU strategies on pages 6 and 8."""
    published = column(asked("measures-by-status", date="2021-02-03", status="gepubliceerd"), "measure")
    assert {"measure:eu-cyberstrategie", "measure:veiligheidsunie"} <= set(published)
    for row in asked("measures-for-threat", threat="means:hybride-conflictvoering", date="2021-02-03").rows:
        if row["measure"].value.endswith("/veiligheidsunie"):
            assert row["active"].value == "false"


def test_trap_a_denied_threat_is_no_threat(asked: Ask) -> None:
    """“zeer waarschijnlijk niet direct bedreigd” (page 3) and “geen van de statelijke actoren” (page 2)."""
    answer = asked("claims-negated-or-bounded", about="Rusland")
    assert "modality:ontkend" in column(answer, "modality")
    assert column(answer, "likelihood") == ["likelihood:zeer-waarschijnlijk-niet"]
    combination = asked("intent-and-capability", actor="statelijke actoren")
    said = dict(zip(column(combination, "aspect"), column(combination, "said"), strict=True))
    assert said == {
        "capability:combinatie": "true",
        "capability:capaciteit": "true",
        "capability:intentie": "false",
    }


def test_trap_existing_criminal_law_is_denied_to_counter_espionage(asked: Ask) -> None:
    """Page 13: espionage as such is no crime yet, so the law on secrets must not show as cover."""
    measures = column(asked("measures-for-threat", threat="spionage", date="2021-02-03"), "measure")
    quoted = asked("evidence-for", thing="measure:strafrecht-geheimen")
    assert "modality:ontkend" in column(quoted, "modality")
    direct = [
        row
        for row in asked("measures-for-threat", threat="spionage").rows
        if row["measure"].value.endswith("/strafrecht-geheimen") and row["basis"].value.endswith("/geciteerd")
    ]
    assert measures
    assert direct == []


def test_nothing_names_north_korea_and_only_generic_measures_reach_it(asked: Ask) -> None:
    answer = asked("measures-for-threat", threat="North Korea", date="2021-02-03")
    assert set(column(answer, "basis")) == {"coverage-basis:generiek"}
    assert set(column(answer, "strength")) == {"coverage-strength:ondersteunend"}
    named = asked("threats-for-actor", actor="North Korea")
    assert named.rows == ()
    assert named.emptiness is not None
    assert named.emptiness.missing == {
        "nl": "Geen enkel document in de graaf noemt Noord-Korea.",
        "en": "No document in the graph names North Korea.",
    }


def test_nothing_says_that_turkey_plans_sabotage(asked: Ask) -> None:
    said = set(column(asked("threats-for-actor", actor="Turkije"), "object"))
    assert said
    assert not {thing for thing in said if "sabotage" in thing}


def test_nothing_lists_the_fifteen_target_types(asked: Ask) -> None:
    answer = asked("documented-counts", counted="kst-30821-124")
    assert column(answer, "stated") == ["15"]
    assert column(answer, "listed") == ["0"]
