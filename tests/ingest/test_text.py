"""From printed pages to running text: nothing lost, nothing moved, every character traceable."""

from __future__ import annotations

import json
import re
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


def assert_traceable(document: Document) -> None:
    """Every character that is no blank is the source's character at its offset; blocks tile the text."""
    assert len(document.text) == len(document.offsets)
    for character, offset in zip(document.text, document.offsets, strict=True):
        assert character.isspace() or document.source[offset] == character
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


def test_the_real_letter_keeps_every_character(letter: Document) -> None:
    assert_traceable(letter)


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


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_becomes_a_traceable_document_or_is_refused(text: str) -> None:
    try:
        document = from_string(text)
    except EmptySource:
        return
    assert_traceable(document)
