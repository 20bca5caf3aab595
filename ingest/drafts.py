"""Drafts: blocks in the making, and what the form of their lines shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ingest.document import BlockKind
from ingest.lines import Line
from ingest.patterns import pattern

CLOSED: Final = tuple(".?!:;…")
"""What a finished sentence or introduction ends in."""
CLOSERS: Final = "»”\"’')]0123456789⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Quotation marks, brackets and footnote marks that may follow the full stop."""
MASTHEAD_BLOCKS: Final = 15
"""Blocks from the top among which the printed head must end."""


@dataclass(slots=True)
class Draft:
    """A block in the making: its lines, and where it stands."""

    lines: list[Line]
    page: int
    kind: BlockKind = BlockKind.PARAGRAPH
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


def text_of(draft: Draft) -> str:
    """The lines of a block as one, hyphens and marks as printed."""
    return " ".join(line.text for line in draft.lines)


def is_closed(text: str) -> bool:
    """Whether a text ends as a finished sentence, footnote marks aside."""
    return text.rstrip(CLOSERS).endswith(CLOSED) or text.endswith(CLOSED)


def is_fixed(text: str) -> bool:
    """Whether a line is a block of its own whatever stands around it."""
    return bool(
        pattern("question", "question").fullmatch(text) or pattern("question", "answer").fullmatch(text)
    )


def is_label(text: str) -> bool:
    """Whether a line opens an item of a list."""
    return any(pattern("list", name).match(text) for name in ("glyph", "dash", "label"))


def may_head(text: str) -> bool:
    """Whether a text has the form of a heading: begun with a capital or number, not closed."""
    return (
        not text[0].islower()
        and any(character.isalpha() for character in text)
        and not is_closed(text)
        and not text.endswith((",", "-"))
        and not pattern("list", "dash").match(text)
    )
