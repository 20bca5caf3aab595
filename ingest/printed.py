"""Pieces of a printed text: lines put together to blocks, footnotes and their marks lifted out."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BlockKind
from ingest.drafts import Draft
from ingest.footnotes import Note, marks_in, resolve
from ingest.joining import Occurs, join, occurrence
from ingest.layout import read_layout
from ingest.lines import Line
from ingest.pages import page_of
from ingest.patterns import pattern
from ingest.pieces import Piece


def printed_pieces(source: str) -> tuple[list[Piece], tuple[int, ...]]:
    """The blocks of a plain text, its footnotes last, and where its pages begin."""
    layout = read_layout(source)
    occurs = occurrence(source)
    body = [piece for draft in layout.drafts if (piece := _piece(draft, occurs)).text]
    lift_marks(body, layout.notes, layout.page_starts)
    notes = [piece for note in layout.notes if (piece := _note(note, occurs)).text]
    return body + notes, layout.page_starts


def _piece(draft: Draft, occurs: Occurs) -> Piece:
    lines, number = draft.lines, None
    if draft.kind is BlockKind.LIST_ITEM:
        first, number = _without_label(lines[0])
        lines = [first, *lines[1:]]
    text, offsets = join(lines, occurs)
    return Piece(draft.kind, draft.page, text, offsets, number)


def _without_label(line: Line) -> tuple[Line, int | None]:
    """The line after its bullet or label, and the label's number if it is one."""
    for name in ("glyph", "dash", "label"):
        if match := pattern("list", name).match(line.text):
            digits = next((group for group in match.groups() if group), None)
            return line.without(match.end()), int(digits) if digits else None
    return line, None


def _note(note: Note, occurs: Occurs) -> Piece:
    text, offsets = join(note.lines, occurs)
    return Piece(BlockKind.FOOTNOTE, note.page, text, offsets, note.number)


def lift_marks(pieces: Sequence[Piece], notes: Sequence[Note], page_starts: Sequence[int]) -> None:
    """Take the marks of the footnotes out of the text of the pieces."""
    found = [(piece, mark) for piece in pieces for mark in marks_in(piece.text)]
    placed = [(page_of(page_starts, piece.offsets[mark.start]), mark) for piece, mark in found]
    for index in reversed(resolve(placed, notes)):
        piece, mark = found[index]
        piece.cut(mark.start, mark.end)
        piece.marks.insert(0, (mark.start, mark.number))
