"""From printed lines to drafts of blocks: headings, paragraphs, list items, questions, signature, footnotes.

The rules read what print shows: blank lines, bullets, short lines without full stop, fixed phrases (see
`data/layout.toml`). A sentence that a page, a footnote block or a stray blank line breaks is one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.drafts import MASTHEAD_BLOCKS, Draft, is_closed, is_fixed, is_label, may_head
from ingest.footnotes import Note, lift
from ingest.furniture import without_furniture
from ingest.kinds import classify
from ingest.lines import Line, split_lines
from ingest.pages import page_of, page_starts
from ingest.patterns import pattern

FULL_LINE: Final = 0.7
"""Share of the usual width from which a line counts as filled to its end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines of a source show."""

    drafts: list[Draft]
    notes: list[Note]
    page_starts: tuple[int, ...]


def read_layout(source: str) -> Layout:
    """The blocks, footnotes and pages of a plain text."""
    lines = split_lines(source)
    starts = page_starts(lines)
    pages: list[list[Line]] = [[] for _ in starts]
    for line in lines:
        pages[page_of(starts, line.begin) - 1].append(line)
    bodies, notes = lift(without_furniture(pages))
    width = _width(lines)
    drafts = merge(split_blocks(bodies, width), width)
    classify(drafts)
    return Layout(drafts, notes, starts)


def _width(lines: Sequence[Line]) -> int:
    """The usual length of a full line: the ninth decile of all printed lines."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def split_blocks(pages: Sequence[Sequence[Line]], width: int) -> list[Draft]:
    """Cut the lines of all pages where a blank line, a bullet or a short closing line says so."""
    drafts: list[Draft] = []
    for page, lines in enumerate(pages, start=1):
        gap = page_break = True
        for line in lines:
            if not line.text:
                gap = True
                continue
            if not gap and _is_heading_above(line, drafts[-1], width):
                drafts[-1].gap = gap = True
            head = page == 1 and _is_head(line, drafts)
            if gap or head or _opens_block(line, drafts[-1], width):
                apart = gap or head or is_closed(drafts[-1].last)
                drafts.append(Draft([line], page, gap=apart, page_break=page_break))
            else:
                drafts[-1].lines.append(line)
            gap = page_break = False
    return drafts


def _is_head(line: Line, drafts: Sequence[Draft]) -> bool:
    """Whether a line near the top is one of the printed head's, or the first below it."""
    forms = (pattern("masthead", name) for name in ("line", "date", "number"))
    top = len(drafts) < MASTHEAD_BLOCKS
    return top and (any(form.fullmatch(line.text) for form in forms) or _is_dated(drafts))


def _is_dated(drafts: Sequence[Draft]) -> bool:
    """Whether the last line so far is the place and date that close a letter's head."""
    return bool(drafts) and pattern("masthead", "date").fullmatch(drafts[-1].last) is not None


def _is_heading_above(line: Line, current: Draft, width: int) -> bool:
    """Whether the one line of a block is a heading although no blank line parts it from the text below."""
    return (
        len(current.lines) == 1
        and len(current.first) < FULL_LINE * width
        and may_head(current.first)
        and line.text[0].isupper()
        and not is_label(current.first)
    )


def _opens_block(line: Line, current: Draft, width: int) -> bool:
    """Whether a line begins a block although no blank line precedes it."""
    if pattern("list", "glyph").match(line.text) or is_fixed(line.text) or is_fixed(current.last):
        return True
    if len(current.lines) == 1 and current.gap and current.first.isdecimal():
        return True
    if is_closed(current.last) and (
        pattern("list", "dash").match(line.text) or pattern("list", "label").match(line.text)
    ):
        return True
    return is_closed(current.last) and len(current.last) < FULL_LINE * width and not line.text[0].islower()


def merge(drafts: Sequence[Draft], width: int) -> list[Draft]:
    """Join the parts of blocks that a page, a footnote block or a stray blank line broke."""
    merged: list[Draft] = []
    for draft in drafts:
        if merged and draft.gap and _goes_on(merged[-1], draft, width):
            merged[-1].lines += draft.lines
        else:
            merged.append(draft)
    return merged


def _goes_on(previous: Draft, following: Draft, width: int) -> bool:
    """Whether `following` is the rest of `previous`."""
    text = following.first
    if is_fixed(text) or is_fixed(previous.last) or pattern("list", "glyph").match(text):
        return False
    if previous.last[-1] in "-\u2010\u00ad" and text[0].islower():
        return True
    if is_closed(previous.last) or pattern("signature", "line").fullmatch(text):
        return False
    if text[0].islower() and not pattern("list", "label").match(text):
        return True
    if len(previous.last) < FULL_LINE * width or is_label(text):
        return False
    broken_item = pattern("list", "glyph").match(previous.first)
    return bool(broken_item) or (following.page_break and len(previous.lines) > 1)
