"""What print shows: pages, headings, bullets, signature, and sentences that go on across breaks."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.sources import from_bytes
from ingest.text import from_string, to_document

FULL = "Een volle regel van een lopende alinea die tot aan de rechterkantlijn gaat"


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def test_a_short_line_set_apart_above_text_is_a_heading() -> None:
    assert kinds(from_string("Werkwijze\n\nHet kabinet werkt samen.\n")) == [
        ("heading", "Werkwijze"),
        ("paragraph", "Het kabinet werkt samen."),
    ]


def test_a_heading_may_take_two_lines() -> None:
    text = "Maatregelen voor de weerbaarheid: sociale en\npolitieke stabiliteit\n\nHet kabinet werkt.\n"
    heading = "Maatregelen voor de weerbaarheid: sociale en politieke stabiliteit"
    assert kinds(from_string(text))[0] == ("heading", heading)


@pytest.mark.parametrize("bullet", ["•", "–", "-", "1.", "a)", "▪"])
def test_bullets_and_labels_open_list_items_and_are_left_out(bullet: str) -> None:
    document = from_string(f"Het kabinet neemt maatregelen:\n{bullet} een toets;\n{bullet} een loket.\n")
    assert kinds(document)[1:] == [("list-item", "een toets;"), ("list-item", "een loket.")]


def test_a_dash_within_a_sentence_is_no_bullet() -> None:
    document = from_string("Dreigingen onder de drempel\n– van een conflict – nemen toe.\n")
    assert kinds(document) == [("paragraph", "Dreigingen onder de drempel – van een conflict – nemen toe.")]


def test_a_sentence_goes_on_across_a_stray_blank_line() -> None:
    document = from_string(f"• {FULL}\n\nen pas hier eindigt.\n\n• Tweede punt.\n")
    assert kinds(document) == [("list-item", f"{FULL} en pas hier eindigt."), ("list-item", "Tweede punt.")]


def test_a_sentence_goes_on_across_a_page_with_furniture() -> None:
    page = "\n".join([FULL] * 20)
    footer = "kst-99999-1\nISSN 0921 - 7371\n"
    footer += "’s-Gravenhage 2026 Tweede Kamer, vergaderjaar 2025–2026, 99 999, nr. 1 1"
    document = from_string(f"{page}\n\n{footer}\n Nederland en zijn bondgenoten.\n")
    assert len(document.blocks) == 1
    assert document.text.endswith(f"{FULL} Nederland en zijn bondgenoten.")
    assert len(document.page_starts) == 2


def test_form_feeds_are_pages() -> None:
    document = from_string("Eerste.\n\fTweede.\n\fDerde.\n\f")
    assert [block.page for block in document.blocks] == [1, 2, 3]
    assert len(document.page_starts) == 3


def test_indented_text_is_not_taken_for_pages() -> None:
    document = from_string("\n".join(f" {FULL}." for _ in range(60)))
    assert len(document.page_starts) == 1


def test_page_at_follows_a_paragraph_across_pages() -> None:
    page = "\n".join([FULL] * 20)
    document = from_string(f"{page}\n\fen verder op de volgende.\n")
    assert document.page_at(0) == 1
    assert document.page_at(len(document.text) - 1) == 2


def test_the_signature_is_told_from_the_text() -> None:
    document = from_string("Het kabinet werkt.\n\nDe Minister van Justitie en Veiligheid,\nA.B. Voorbeeld\n")
    assert kinds(document)[-1] == ("signature", "De Minister van Justitie en Veiligheid, A.B. Voorbeeld")


def test_paragraphs_know_their_heading() -> None:
    document = from_string("Een\n\nTekst een.\n\nTwee\n\nTekst twee.\n")
    assert [block.section for block in document.blocks] == [None, 0, None, 2]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_read_alike(ending: str) -> None:
    text = "Werkwijze\n\nHet kabinet werkt aan digitali-\nsering.\n".replace("\n", ending)
    assert from_string(text).text == "Werkwijze\nHet kabinet werkt aan digitalisering."


MINISTRY_LETTER = """> Retouradres Postbus 20301 2500 EH Den Haag

Aan de Voorzitter van de Tweede Kamer
der Staten-Generaal
Postbus 20018
2500 EA DEN HAAG

Datum   12 januari 2026
Betreft Voortgang aanpak (fictief)

Ministerie van Weerbaarheid

Geachte voorzitter,

Met deze brief1 informeer ik uw Kamer over de aanpak van spionage, die dit jaar
verder wordt versterkt en waarvoor extra middelen zijn uitge-

1 Kamerstuk 99 998, nr. 7.

Pagina 1 van 3
\fMinisterie van Weerbaarheid

trokken. Het loket is open.

Pagina 2 van 3
\fMinisterie van Weerbaarheid

Tot slot dank ik u.

De Minister van Weerbaarheid,

A.B. Voorbeeld

Pagina 3 van 3
"""


def test_a_ministrys_own_letter_is_read_without_its_stationery() -> None:
    document = to_document(from_bytes(MINISTRY_LETTER.encode(), "brief.txt"))
    assert kinds(document)[-6:] == [
        ("paragraph", "Geachte voorzitter,"),
        (
            "paragraph",
            "Met deze brief informeer ik uw Kamer over de aanpak van spionage, die dit jaar "
            "verder wordt versterkt en waarvoor extra middelen zijn uitgetrokken. Het loket is open.",
        ),
        ("paragraph", "Tot slot dank ik u."),
        ("signature", "De Minister van Weerbaarheid,"),
        ("signature", "A.B. Voorbeeld"),
        ("footnote", "Kamerstuk 99 998, nr. 7."),
    ]
    assert document.metadata.kind == "letter"
    assert document.metadata.title == "Voortgang aanpak (fictief)"
    assert document.metadata.authors == ("Minister van Weerbaarheid",)
    assert document.metadata.extra["signed_by"] == "A.B. Voorbeeld"
    assert str(document.metadata.issued) == "2026-01-12"


def test_a_line_at_the_same_height_on_each_page_is_furniture() -> None:
    pages = [f"Vertrouwelijk {number}\n\nDit is de tekst van deel {number}.\n" for number in range(1, 5)]
    document = from_string("\f".join(pages))
    assert document.text == "\n".join(f"Dit is de tekst van deel {number}." for number in range(1, 5))


def test_a_line_that_tells_answers_from_questions_is_never_furniture() -> None:
    pages = [f"Vraag {number}\n\nIs dat zo?\n\nAntwoord\n\nJa.\n" for number in range(1, 5)]
    text = from_string("\f".join(pages)).text
    assert (text.count("Vraag"), text.count("Antwoord")) == (4, 4)


def test_a_line_within_the_page_stays_however_often_it_stands_there() -> None:
    pages = [f"Deel {number} begint.\n\nSlot\n\nDeel {number} eindigt.\n" for number in "abcd"]
    assert from_string("\f".join(pages)).text.count("Slot") == 4


def test_a_text_that_is_the_same_on_each_page_is_still_a_text() -> None:
    assert from_string("Geheim.\fGeheim.\fGeheim.\f").text == "Geheim.\nGeheim.\nGeheim."
