"""From printed pages to running text: nothing lost, nothing moved, every character traceable."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import BlockKind, Document
from ingest.errors import EmptySource
from ingest.sources import read
from ingest.text import from_string, to_document

LETTER = "letter/kst-30821-125.txt"


@cache
def letter_at(path: Path) -> Document:
    return to_document(read(path))


@pytest.fixture
def letter(shared: Path) -> Document:
    return letter_at(shared / LETTER)


def blocks(document: Document, *kinds: BlockKind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


def joins(document: Document) -> list[str]:
    """The words that were mended across a line end."""
    found = []
    for position, (left, right) in enumerate(zip(document.offsets, document.offsets[1:], strict=False)):
        between = document.source[left + 1 : right]
        if re.match(r"-\s*\n", between) and not document.text[position : position + 2].isspace():
            found.append(re.search(r"\S*$", document.text[: position + 1])[0])  # type: ignore[index]
    return found


def accented(document: Document, offset: int) -> str:
    """The letter that stands at an offset of the source, made one with the combining accents behind it."""
    match = re.match(r".[\u0300-\u036f]*", document.source[offset:], re.DOTALL)
    return unicodedata.normalize("NFC", match.group()) if match else ""


def assert_traceable(document: Document) -> None:
    """Every character that is no blank is the source's character at its offset; blocks tile the text."""
    assert len(document.text) == len(document.offsets)
    for character, offset in zip(document.text, document.offsets, strict=True):
        assert (
            character.isspace()
            or document.source[offset] == character
            or character in accented(document, offset)
        )
    position = 0
    for block in document.blocks:
        assert block.start == position < block.end
        assert "\n" not in document.text[block.start : block.end]
        inside = [(document.offsets[at], document.text[at]) for at in range(block.start, block.end)]
        assert [offset for offset, _ in inside] == sorted(offset for offset, _ in inside)
        letters = [offset for offset, character in inside if not character.isspace()]
        assert len(letters) == len(set(letters))
        assert 1 <= block.page <= len(document.page_starts)
        position = block.end + 1
    assert position == len(document.text) + 1


FURNITURE = re.compile(
    r"(?:Tweede|Eerste)Kamer,vergaderjaar.*|kst-\S+|ISSN.*|’s-Gravenhage.*|[\ufeff\u200b]*"
)
"""Whole lines that may be left out."""
TRACES = re.compile(
    r"(?:[•–-]|\d{1,3}[.)]?|[a-z][.)]|Vraag\d{1,3}[.:])?"  # bullet, label or footnote number at the head
    r"(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,3}|\[\d{1,3}\]|[\u00ad\u200b\ufeff])*-?"  # marks, invisible characters, hyphen
)
"""What may be left out of a line that stays."""


def assert_nothing_lost(document: Document) -> None:
    """Whatever the text does not have is of a kind that the normalisation leaves out."""
    kept = set(document.offsets)
    position = 0
    for line in document.source.splitlines(keepends=True):
        places = [at for at in range(position, position + len(line)) if not document.source[at].isspace()]
        missing = "".join(document.source[at] for at in places if at not in kept)
        allowed = TRACES if len(missing) < len(places) else FURNITURE
        assert allowed.fullmatch(missing), line
        position += len(line)


def test_the_real_letter_keeps_every_character(letter: Document) -> None:
    assert_traceable(letter)
    assert_nothing_lost(letter)


def test_the_real_letter_has_thirteen_pages(letter: Document) -> None:
    lines = [letter.source.count("\n", 0, start) + 1 for start in letter.page_starts]
    assert lines == [1, 46, 106, 163, 225, 289, 350, 410, 475, 539, 604, 671, 741]


def test_the_real_letter_has_38_footnotes_each_with_its_mark(letter: Document) -> None:
    assert [b.number for b in letter.blocks if b.kind is BlockKind.FOOTNOTE] == list(range(1, 39))
    assert [mark.number for mark in letter.marks] == list(range(1, 39))
    words = {m.number: re.search(r"\S+$", letter.text[: m.position])[0] for m in letter.marks}  # type: ignore[index]
    assert [words[n] for n in (1, 9, 18, 28, 31)] == [
        "brief", "infrastructuur", "2035", "(POCOB)", "afhankelijkheden"
    ]  # fmt: skip


def test_the_real_letter_is_mended_at_its_line_ends(letter: Document) -> None:
    assert len(joins(letter)) >= 45
    for whole in ("digitalisering", "democratische processen", "governancestructuren", "cyberspionage",
                  "veiligheidsrisico’s", "migratieachtergrond", "aangekondigd om"):  # fmt: skip
        assert whole in letter.text
    for kept in ("informatie-uitwisseling", "kennis- en technologieoverdracht", "(5G-) telecomnetwerken",
                 "NAVO-bondgenootschap", "inlichtingen- en veiligheidsdiensten"):  # fmt: skip
        assert kept in letter.text


def test_the_real_letter_reads_on_across_pages_and_footnotes(letter: Document) -> None:
    assert "door de aanzienlijke toename van het Russische conventionele" in letter.text
    assert "instrumentarium en de governancestructuren te actualiseren" in letter.text
    assert "nationale veiligheid. In het wetsvoorstel wordt ook" in letter.text
    assert "CELEX%3A52020PC0829" in letter.text
    assert "news/proposal-directive" in letter.text
    assert "vergaderjaar 2020–2021, 30 821, nr. 125 11" not in letter.text


def test_each_mention_of_the_gold_annotation_stands_in_the_text_as_it_is_read(
    letter: Document, shared: Path
) -> None:
    place = {offset: position for position, offset in enumerate(letter.offsets)}
    mentions = json.loads((shared / "gold" / "gold.json").read_text(encoding="utf-8"))["mentions"]
    differing = []
    for mention in mentions:
        start, end = place.get(mention["start"]), place.get(mention["end"] - 1)
        found = (
            letter.text[start : end + 1].replace("\n", " ") if start is not None and end is not None else None
        )
        if found != mention["norm"]:
            differing.append(mention["surface"])
    assert len(mentions) - len(differing) >= 885, differing


def test_decomposed_letters_are_read_as_the_letters_that_they_are() -> None:
    plain = "Beïnvloeding en één coördinerende oriëntatie1."
    document = from_string(unicodedata.normalize("NFD", plain) + "\n\n1 Zie de brief.\n")
    assert document.text.startswith("Beïnvloeding en één coördinerende oriëntatie.")
    assert [mark.number for mark in document.marks] == [1]
    assert_traceable(document)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aeïn\u0308\u0301 -\n1.\u00ad", max_size=60))
def test_any_accents_are_traceable(text: str) -> None:
    try:
        assert_traceable(from_string(text))
    except EmptySource:
        return


PRINTED = """
Werkwijze
Het kabinet werkt aan de weerbaarheid van de samenleving tegen digitale drei-
gingen door statelijke actoren en neemt daarvoor maatregelen1.
en verder met de NAVO-
bondgenoten2.
1 Kamerstuk 30 821, nr. 72.
2 Zie: https://www.nctv.nl/onder-
3 Kamerstuk 24 095, nrs. 4 en 5.
zoek3 is MH17 en de visie 20353 gestart.
• Een toets;
– een loket;
1. Ten eerste.
a) ten tweede
Vraag 1
Antwoord op vraag 1
Vraag 2: Klopt dit?
De leden van de VVD-fractie vragen dit. Het kabinet antwoordt. Zij ook.
kst-30821-125
Tweede Kamer, vergaderjaar 2020–2021, 30 821, nr. 125 11
 Een regel na een blanco.
\fNieuwe pagina
De Minister van Defensie,
A.B. Voorbeeld
Den Haag, 3 mei 2021
Nr. 3 BRIEF
zacht\u00adkoppel\u00ad
31
landen [4] en ⁵ meer
"""
"""Lines of every kind. A line may stand on many pages, but is then a running one: see `two_pages`."""


def two_pages(lines: list[str]) -> str:
    """The lines as a text of at most two pages, on which no line counts as running."""
    kept: list[str] = []
    for line in lines:
        breaks = "\f" in line or line.startswith((" ", "Tweede Kamer,"))
        if not breaks or not any("\f" in one or one.startswith((" ", "Tweede Kamer,")) for one in kept):
            kept.append(line)
    return "\n".join(kept)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PRINTED.split("\n")), max_size=60))
def test_any_order_of_printed_lines_loses_nothing(lines: list[str]) -> None:
    try:
        document = from_string(two_pages(lines))
    except EmptySource:
        return
    assert_traceable(document)
    assert_nothing_lost(document)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_becomes_a_traceable_document_or_is_refused(text: str) -> None:
    try:
        document = from_string(text)
    except EmptySource:
        return
    assert_traceable(document)
