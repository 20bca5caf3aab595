"""The real letter, saved in other ways: other line ends, form feeds, footers or no sign of pages at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.text import from_string

PAGE = re.compile(r"^ (?=\S)", re.MULTILINE)
"""The blank that begins the first line of a page in the letter's file."""
FOOTER = re.compile(r"^Tweede Kamer, vergaderjaar .*\n", re.MULTILINE)
PAGES = 13


def form_feeds(text: str) -> str:
    return FOOTER.sub("\f", PAGE.sub("\f", text))


def footers(text: str) -> str:
    return PAGE.sub("Tweede Kamer, vergaderjaar 2020–2021, 30 821, nr. 125 1\n", text)


VARIANTS: dict[str, tuple[Callable[[str], str], int]] = {
    "crlf": (lambda text: text.replace("\n", "\r\n"), PAGES),
    "no trailing blanks": (lambda text: re.sub(r" +$", "", text, flags=re.MULTILINE), PAGES),
    "form feeds": (form_feeds, PAGES),
    "footers": (footers, PAGES),
    "indented": (lambda text: re.sub(r"^(?=\S)", "      ", form_feeds(text), flags=re.MULTILINE), PAGES),
    "no sign of pages": (lambda text: FOOTER.sub("", PAGE.sub("", text)), 1),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_letter_reads_alike_however_it_was_saved(shared: Path, name: str) -> None:
    original = (shared / "letter" / "kst-30821-125.txt").read_text(encoding="utf-8")
    vary, pages = VARIANTS[name]
    document, expected = from_string(vary(original)), from_string(original)
    assert document.text == expected.text
    assert document.marks == expected.marks
    assert [block.kind for block in document.blocks] == [block.kind for block in expected.blocks]
    assert len(document.page_starts) == pages


def test_the_letter_without_blank_lines_keeps_its_notes_and_most_headings(shared: Path) -> None:
    original = (shared / "letter" / "kst-30821-125.txt").read_text(encoding="utf-8")
    document = from_string(re.sub(r"\n\n+", "\n", original))
    assert [mark.number for mark in document.marks] == list(range(1, 39))
    headings = {document.text[b.start : b.end] for b in document.blocks if b.kind.value == "heading"}
    assert {"Dreigingsbeeld statelijke actoren", "Werkwijze", "Bewustwording"} <= headings
