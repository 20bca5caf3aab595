"""Pieces: the text of a block with the source position of each character, before a document is assembled."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from ingest.document import BlockKind


@dataclass(slots=True)
class Piece:
    """The text of one block in the making."""

    kind: BlockKind
    page: int
    text: str
    offsets: array[int]
    """`offsets[i]` is the source position of `text[i]`, never decreasing."""
    number: int | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Footnote marks lifted out: position in `text`, number."""

    def cut(self, start: int, end: int) -> None:
        """Take a footnote mark's digits out of the text; marks behind them move up."""
        self.text = self.text[:start] + self.text[end:]
        self.offsets = self.offsets[:start] + self.offsets[end:]
        width = end - start
        self.marks = [(at - width if at >= end else at, number) for at, number in self.marks]

    def split(self, position: int) -> tuple[Piece, Piece]:
        """The piece before and behind the blank at `position`; the blank is left out."""
        before = Piece(self.kind, self.page, self.text[:position], self.offsets[:position], self.number)
        rest = slice(position + 1, None)
        behind = Piece(self.kind, self.page, self.text[rest], self.offsets[rest], self.number)
        before.marks = [(at, number) for at, number in self.marks if at <= position]
        behind.marks = [(at - position - 1, number) for at, number in self.marks if at > position]
        return before, behind

    def place(self, source_position: int) -> int:
        """The position in `text` of the first character at or behind a source position."""
        return bisect_left(self.offsets, source_position)
