"""The notation of relation rules, tried on hand-made lines."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from ingest.components.passages import Item, lemma
from ingest.components.relation_notation import compile_pattern, types_of
from ingest.components.relation_patterns import Line
from ingest.components.slots import Slot

VOCAB = Vocab()


def line(text: str) -> Line:
    """A line from words; `<TYPE>` is something named, `°word` a filler, `‖` a clause boundary."""
    words = [word for word in text.split() if word != "‖"]
    doc = Doc(VOCAB, words=words)
    items, boundaries = [], set()
    for word in text.split():
        place = len(items)
        if word == "‖":
            boundaries.add(place)
        elif word.startswith("<"):
            mention = Span(doc, place, place + 1, label=word[1:-1])
            items.append(Item(place, slot=Slot(place, place + 1, (mention,))))
        else:
            plain = word.removeprefix("°")
            items.append(Item(place, plain, lemma(plain), word.startswith("°")))
    return Line.of(items, frozenset(boundaries))


def found(pattern: str, text: str) -> list[dict[str, int]]:
    """Role to the position of its slot, for every place where the pattern is met."""
    return [
        {role: slot.start for role, (slot, _) in match.roles.items()} for match in line(text).find(pattern)
    ]


def test_words_and_roles() -> None:
    assert found("<MEANS:o> door|van <ACTOR:s>", "<MEANS> door <STATE_ACTOR>") == [{"o": 0, "s": 2}]


def test_a_lemma_matches_its_forms() -> None:
    assert found("<ACTOR:s> ~gebruiken <MEANS:o>", "<STATE_ACTOR> gebruikt <MEANS>") == [{"s": 0, "o": 2}]


def test_articles_and_boundaries_may_stand_between() -> None:
    assert found("<MEANS:o> door <ACTOR:s>", "<MEANS> ‖ door °diverse <GENERIC_ACTOR>") == [{"o": 0, "s": 3}]


def test_other_words_may_not() -> None:
    assert not found("<MEANS:o> door <ACTOR:s>", "<MEANS> werd door <GENERIC_ACTOR>")


def test_a_gap_stays_in_its_clause_and_steps_over_nothing_named() -> None:
    assert found("<MEANS:o> .. door <ACTOR:s>", "<MEANS> in vele landen door <STATE_ACTOR>")
    assert not found("<MEANS:o> .. door <ACTOR:s>", "<MEANS> is bekend ‖ en door <STATE_ACTOR>")
    assert not found("<MEANS:o> .. door <ACTOR:s>", "<MEANS> tegen <TARGET> door <STATE_ACTOR>")
    assert found("<MEANS:o> ... door <ACTOR:s>", "<MEANS> tegen <TARGET> door <STATE_ACTOR>")


def test_a_gap_may_exclude_a_type() -> None:
    text = "<MEASURE> en <MEASURE> zijn conform <MOTION>"
    assert found("<MEASURE:s> >!MEASURE conform <MOTION:o>", text) == [{"s": 2, "o": 5}]


def test_families_stand_for_several_types() -> None:
    assert types_of("ACTOR|MEANS") == {"STATE_ACTOR", "GENERIC_ACTOR", "MEANS"}


def test_an_optional_word() -> None:
    assert found("<MEANS:o> ,? door <ACTOR:s>", "<MEANS> , door <STATE_ACTOR>")
    assert found("<MEANS:o> ,? door <ACTOR:s>", "<MEANS> door <STATE_ACTOR>")


def test_a_slot_that_is_not_understood_is_named() -> None:
    with pytest.raises(ValueError, match="<MEANS>"):
        compile_pattern("<MEANS> door <ACTOR:s>")
