"""Footnotes are lifted out only where number and mark agree, and marks are told from other glued digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import BlockKind, Document
from ingest.footnotes import Mark, Note, marks_in, resolve
from ingest.text import from_string


def notes(document: Document) -> dict[int | None, str]:
    return {b.number: document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.FOOTNOTE}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("middels deze brief1.", 1),
        ("vitale infrastructuur9. Daarnaast", 9),
        ("In de Defensievisie 203518 wordt", 18),
        ("onvrije landen (POCOB)28, aan", 28),
        ("een «dialoog»7 gevoerd", 7),
        ("is gestart.12 Daarna", 12),
        ("deze brief¹² meldt", 12),
        ("deze brief[3] meldt", 3),
    ],
)
def test_digits_glued_to_a_word_may_be_a_mark(text: str, number: int) -> None:
    assert [mark.number for mark in marks_in(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 crisis",
        "5G-netwerken",
        "ISSN 0921-7371",
        "1.234,5 miljoen",
        "in 2019 en 2020",
        "TO-2 instelling",
    ],
)
def test_other_digits_are_no_marks(text: str) -> None:
    assert marks_in(text) == []


def test_a_footnote_without_mark_stays_text() -> None:
    document = from_string("Er is veel gebeurd.\n\n16 december was een goede dag.\n")
    assert notes(document) == {}
    assert "16 december was een goede dag." in document.text


def test_a_number_at_the_head_of_a_line_is_no_footnote_when_one_follows_below() -> None:
    body = "De brief1 van mei is op\n1 mei 2020 verstuurd en\n2 weken later besproken2.\n"
    document = from_string(f"{body}\n1 Kamerstuk 30 821, nr. 72.\n2 Kamerstuk 30 821, nr. 73.\n")
    assert document.text.startswith("De brief van mei is op 1 mei 2020 verstuurd en 2 weken later besproken.")
    assert notes(document) == {1: "Kamerstuk 30 821, nr. 72.", 2: "Kamerstuk 30 821, nr. 73."}


def test_the_footnotes_behind_a_lost_one_are_found() -> None:
    body = "De brief1 en de nota2 en het plan3 zijn er."
    document = from_string(f"{body}\n\n1 Kamerstuk 30 821, nr. 72.\n\fDe wet4 is er.\n\n4 Stb. 2019, 457.\n")
    assert notes(document) == {1: "Kamerstuk 30 821, nr. 72.", 4: "Stb. 2019, 457."}


def test_a_number_may_touch_the_first_word_of_its_footnote() -> None:
    document = from_string("De brief1 is er, ook over\n5G-netwerken.\n\n1Kamerstuk 30 821, nr. 72.\n")
    assert notes(document) == {1: "Kamerstuk 30 821, nr. 72."}
    assert document.text.startswith("De brief is er, ook over 5G-netwerken.")


def test_an_acronym_with_digits_is_no_mark_when_a_better_one_stands_near() -> None:
    document = from_string("Het proces MH1 loopt. De brief1 meldt dat.\n\n1 Kamerstuk 30 821, nr. 72.\n")
    assert document.text.startswith("Het proces MH1 loopt. De brief meldt dat.")


def test_a_footnote_stands_under_the_heading_of_its_mark() -> None:
    document = from_string(
        "Inleiding\n\nDeze brief1 meldt dat.\n\nSlot\n\nEinde.\n\n1 Kamerstuk 30 821, nr. 72.\n"
    )
    note = next(block for block in document.blocks if block.kind is BlockKind.FOOTNOTE)
    assert note.section is not None
    heading = document.blocks[note.section]
    assert document.text[heading.start : heading.end] == "Inleiding"


def test_an_address_broken_in_a_footnote_is_whole() -> None:
    document = from_string(
        "De strategie1 is er.\n\n1 Zie: https://ec.europa.eu/info/\nstrategy/security-\nunion_nl.\n"
    )
    assert notes(document) == {1: "Zie: https://ec.europa.eu/info/strategy/security-union_nl."}


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 12), st.integers(1, 8)), max_size=40),
    st.sets(st.integers(1, 12)),
)
def test_resolved_marks_rise_and_name_notes_that_exist(
    found: list[tuple[int, int, int]], numbers: set[int]
) -> None:
    candidates = [(page, Mark(at, at + 1, number, gain)) for at, (page, number, gain) in enumerate(found)]
    chosen = resolve(candidates, [Note(number, 1) for number in sorted(numbers)])
    picked = [candidates[index][1].number for index in chosen]
    assert chosen == sorted(chosen)
    assert picked == sorted(set(picked))
    assert set(picked) <= numbers
