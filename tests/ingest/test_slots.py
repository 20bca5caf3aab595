"""Coordinated mentions of one kind are one slot; what is nested stays with its mention."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from ingest.components.slots import Slot, apart, slots_of, tail

VOCAB = spacy.blank("nl").vocab


def slots(text: str, *mentions: tuple[int, int, str]) -> list[Slot]:
    doc = Doc(VOCAB, words=text.split())
    return slots_of([Span(doc, start, end, label=label) for start, end, label in mentions])


def named(slot: Slot) -> list[str]:
    return [member.text for member in slot.members]


def test_coordination_is_one_slot() -> None:
    [slot] = slots(
        "Rusland , Iran en China", (0, 1, "STATE_ACTOR"), (2, 3, "STATE_ACTOR"), (4, 5, "STATE_ACTOR")
    )
    assert named(slot) == ["Rusland", "Iran", "China"]


def test_things_of_different_kinds_are_not() -> None:
    assert len(slots("Rusland en spionage", (0, 1, "STATE_ACTOR"), (2, 3, "MEANS"))) == 2


def test_a_verb_between_parts_them() -> None:
    assert len(slots("Rusland helpt Iran", (0, 1, "STATE_ACTOR"), (2, 3, "STATE_ACTOR"))) == 2


def test_brackets_do_not_part_them() -> None:
    text = "spionage en ( voorbereidingen tot ) sabotage"
    [slot] = slots(text, (0, 1, "MEANS"), (6, 7, "MEANS"))
    assert named(slot) == ["spionage", "sabotage"]


def test_a_state_stands_for_its_servant() -> None:
    [slot] = slots("Russische officier", (0, 1, "STATE_ACTOR"), (1, 2, "GENERIC_ACTOR"))
    assert named(slot) == ["Russische"]


def test_an_open_list_is_marked() -> None:
    [slot] = slots("onder meer Rusland", (2, 3, "STATE_ACTOR"))
    assert slot.open


def test_two_readings_of_one_stretch_are_one_slot() -> None:
    [slot] = slots("het Besluit", (1, 2, "MEASURE"), (1, 2, "LEGAL_ACT"))
    assert slot.types == {"MEASURE", "LEGAL_ACT"}


def test_what_is_nested_stays_with_its_own_mention() -> None:
    text = "aanpak van spionage en toets"
    [slot] = slots(text, (0, 3, "MEASURE"), (2, 3, "MEANS"), (4, 5, "MEASURE"))
    first, second = apart(slot)
    assert [inner.text for inner in first.nested] == ["spionage"]
    assert not second.nested
    assert (end := tail(first)) is not None and end.text == "spionage"
