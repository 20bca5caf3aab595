"""Motions: who moved them, how far their name reaches, and which paper they are when the text settles it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.motions import motions, motions_in
from ingest.sources import read
from ingest.text import from_string, to_document

NAMED = {
    "conform de <motie van het lid Van den Berg> is gestart": ["Van den Berg"],
    "de <motie van het lid van den Berg c.s.> over telecom": ["van den Berg"],
    "de <moties van de leden Buitenweg en Yesilgöz-Zegerius>.": ["Buitenweg", "Yesilgöz-Zegerius"],
    "de <motie die is ingediend door de leden Buitenweg en Yesilgöz-Zegerius> over": [
        "Buitenweg",
        "Yesilgöz-Zegerius",
    ],
    "aan de <motie Moorlag>.": ["Moorlag"],
    "de <motie-Van den Berg/Moorlag> vraagt": ["Van den Berg", "Moorlag"],
    "de <gewijzigde motie van de leden Van Weyenberg (D66), Romke de Jong en Kat c.s.> over": [
        "Van Weyenberg",
        "Romke de Jong",
        "Kat",
    ],
    "De <motie van het lid Moorlag>. Het kabinet": ["Moorlag"],
}


@pytest.mark.parametrize("marked", NAMED)
def test_a_motion_reaches_from_the_word_to_the_last_name(marked: str) -> None:
    start, end = marked.index("<"), marked.index(">") - 1
    text = marked.replace("<", "").replace(">", "")
    [motion] = motions(text)
    assert text[motion.start : motion.end] == text[start:end]
    assert list(motion.names) == NAMED[marked]


@pytest.mark.parametrize(
    "text", ["De motie is aangenomen.", "motie Kamerstuk 30 821, nr. 5", "De motie. Het lid Moorlag sprak."]
)
def test_a_motion_without_names_is_not_named(text: str) -> None:
    assert motions(text) == []


def test_two_motions_in_one_breath_are_two() -> None:
    text = "de moties van het lid Van den Berg c.s. en van het lid Moorlag over"
    first, second = motions(text)
    assert text[first.start : first.end] == "moties van het lid Van den Berg c.s."
    assert text[second.start : second.end] == "van het lid Moorlag"


def paged(body: str, *notes: str) -> str:
    return body + "\n\n" + "\n".join(f"{number} {note}" for number, note in enumerate(notes, 1)) + "\n"


def test_a_footnote_settles_the_motions_of_its_sentence_in_their_order() -> None:
    body = "Dit volgt de moties van het lid Berg en van het lid Moorlag over processen1. Meer volgt."
    document = from_string(paged(body, "Kamerstuk 24 095, nrs. 487 en 504."))
    assert [motion.document for motion in motions_in(document)] == ["kst-24095-487", "kst-24095-504"]


def test_a_citation_beside_it_settles_a_motion() -> None:
    document = from_string(
        "Zie Kamerstuk 24 095, nr. 1. De motie van het lid Berg (Kamerstuk 30 821, nr. 110) vraagt dat."
    )
    assert [motion.document for motion in motions_in(document)] == ["kst-30821-110"]


def test_a_footnote_with_a_choice_settles_nothing() -> None:
    body = "Dit volgt de motie van het lid Berg over processen1. Meer volgt."
    document = from_string(paged(body, "Kamerstuk 30 821, nr. 81 en Kamerstuk 24 095, nr. 487."))
    assert [motion.document for motion in motions_in(document)] == [None]


def test_a_footnote_of_another_sentence_settles_nothing() -> None:
    body = "Dit volgt de motie van het lid Berg. De stand van zaken leest u in de brief1. Meer volgt."
    document = from_string(paged(body, "Kamerstuk 30 821, nr. 81."))
    assert [motion.document for motion in motions_in(document)] == [None]


def test_the_real_letter_names_eight_times_five_motions(shared: Path) -> None:
    document = to_document(read(shared / "letter" / "kst-30821-125.txt"))
    found = motions_in(document)
    assert [motion.document for motion in found] == [
        "kst-24095-487",
        "kst-24095-504",
        "kst-35570-VI-38",
        "kst-24095-487",
        "kst-24095-504",
        "kst-24095-499",
        "kst-35570-VI-38",
        "kst-30821-110",
    ]
    assert len({motion.document for motion in found}) == 5


@given(st.text(alphabet="motie van het lid de leden Berg,()./-\n0123", max_size=200))
def test_any_text_gives_motions_in_order(text: str) -> None:
    position = 0
    for motion in motions(text):
        assert position <= motion.start < motion.end <= len(text)
        assert motion.names
        position = motion.end
