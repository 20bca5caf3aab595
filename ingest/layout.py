"""From printed lines to drafts of blocks: headings, paragraphs, list items, questions, signature, footnotes.

The rules read what print shows: blank lines, bullets, short lines without full stop, fixed phrases (see
`data/layout.toml`). A sentence that a page, a footnote block or a stray blank line breaks is one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.document import BlockKind
from ingest.footnotes import Note, lift
from ingest.furniture import without_furniture
from ingest.lines import Line, split_lines
from ingest.pages import page_of, page_starts
from ingest.patterns import pattern

CLOSED: Final = tuple(".?!:;…")
"""What a finished sentence or introduction ends in."""
CLOSERS: Final = "»”\"’')]0123456789⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Quotation marks, brackets and footnote marks that may follow the full stop."""
FULL_LINE: Final = 0.7
"""Share of the usual width from which a line counts as filled to its end."""
HEADING_LINES: Final = 3
HEADING_LENGTH: Final = 160
LONGEST_NAME: Final = 7
"""Words of a signature's name, titles included."""
MASTHEAD_BLOCKS: Final = 15
"""Blocks from the top among which the printed head must end."""


@dataclass(slots=True)
class Draft:
    """A block in the making: its lines, and where it stands."""

    lines: list[Line]
    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
    number: int | None = None
    gap: bool = True
    """Whether it is set apart: by a blank line, the page's edge, a closed sentence or the printed head."""
    page_break: bool = False
    """Whether a page begins between this block and the one before."""

    @property
    def first(self) -> str:
        return self.lines[0].text

    @property
    def last(self) -> str:
        return self.lines[-1].text


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
        and _may_head(current.first)
        and line.text[0].isupper()
        and not is_label(current.first)
    )


def _opens_block(line: Line, current: Draft, width: int) -> bool:
    """Whether a line begins a block although no blank line precedes it."""
    if pattern("list", "glyph").match(line.text) or _is_fixed(line.text) or _is_fixed(current.last):
        return True
    if len(current.lines) == 1 and current.gap and current.first.isdecimal():
        return True
    if is_closed(current.last) and (
        pattern("list", "dash").match(line.text) or pattern("list", "label").match(line.text)
    ):
        return True
    return is_closed(current.last) and len(current.last) < FULL_LINE * width and not line.text[0].islower()


def _is_fixed(text: str) -> bool:
    """Whether a line is a block of its own whatever stands around it."""
    return bool(
        pattern("question", "question").fullmatch(text) or pattern("question", "answer").fullmatch(text)
    )


def text_of(draft: Draft) -> str:
    """The lines of a block as one, hyphens and marks as printed."""
    return " ".join(line.text for line in draft.lines)


def is_closed(text: str) -> bool:
    """Whether a text ends as a finished sentence, footnote marks aside."""
    return text.rstrip(CLOSERS).endswith(CLOSED) or text.endswith(CLOSED)


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
    if _is_fixed(text) or _is_fixed(previous.last) or pattern("list", "glyph").match(text):
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


def is_label(text: str) -> bool:
    """Whether a line opens an item of a list."""
    return any(pattern("list", name).match(text) for name in ("glyph", "dash", "label"))


def classify(drafts: Sequence[Draft]) -> None:
    """Give each draft its kind."""
    head = _masthead_end(drafts)
    for draft in drafts[:head]:
        draft.kind = BlockKind.MASTHEAD
    body = drafts[head:]
    for index, draft in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        draft.kind = _kind(draft, following)
        if index and _is_name(draft) and body[index - 1].kind is BlockKind.SIGNATURE:
            draft.kind = BlockKind.SIGNATURE


def _masthead_end(drafts: Sequence[Draft]) -> int:
    """How many drafts the printed head takes: up to the date, or to the last line of its form."""
    line, block, dated = (pattern("masthead", name) for name in ("line", "block", "date"))
    end = 0
    for index, draft in enumerate(drafts[:MASTHEAD_BLOCKS]):
        text = text_of(draft)
        if dated.fullmatch(text):
            return index + 1
        if line.fullmatch(draft.first) or block.fullmatch(text):
            end = index + 1
        elif len(text) > HEADING_LENGTH:
            break
    return end if end > 1 or (end and block.fullmatch(text_of(drafts[0]))) else 0


def _kind(draft: Draft, following: Draft | None) -> BlockKind:
    if pattern("signature", "line").fullmatch(draft.first) and len(draft.lines) <= HEADING_LINES:
        return BlockKind.SIGNATURE
    if pattern("list", "glyph").match(draft.first):
        return BlockKind.LIST_ITEM
    if _is_fixed(draft.first) or _is_heading(draft, following):
        return BlockKind.HEADING
    if is_label(draft.first):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _is_name(draft: Draft) -> bool:
    """Whether a block is one line of at most a few capitalised words, as the name under a signature is."""
    words = draft.first.split()
    return len(draft.lines) == 1 and 1 < len(words) <= LONGEST_NAME and words[-1][0].isupper()


def _is_heading(draft: Draft, following: Draft | None) -> bool:
    """Short, begun with a capital or number, not closed, set apart, with text below it."""
    text = text_of(draft)
    return (
        draft.gap
        and following is not None
        and following.gap
        and len(draft.lines) <= HEADING_LINES
        and len(text) <= HEADING_LENGTH
        and _may_head(text)
    )


def _may_head(text: str) -> bool:
    """Whether a text has the form of a heading: begun with a capital or number, not closed."""
    return (
        not text[0].islower()
        and any(character.isalpha() for character in text)
        and not is_closed(text)
        and not text.endswith((",", "-"))
        and not pattern("list", "dash").match(text)
    )
