"""From a source to a `Document`: running text, structure, and the way back to each source character.

The normalisation, in full. `Document.text` is made from the source text by leaving out and by blanks alone:

1. page furniture (running headers and footers, printer's marks), bullets and list labels are left out;
2. footnote numbers and marks are left out and kept as `FootnoteMark`; footnotes follow the text as blocks;
3. every run of white space, line ends included, is one blank; blocks are parted by one newline;
4. a hyphen that the printer put at the end of a line is left out with the line end (`ingest.hyphenation`);
5. soft hyphens and zero-width characters are left out.

So every character of the text that is no blank equals the source character at its offset.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from ingest.document import Block, BlockKind, Document, FootnoteMark
from ingest.errors import EmptySource
from ingest.footnotes import Mark, marks_in, resolve
from ingest.joining import Occurs, join, occurrence
from ingest.layout import Draft, Layout, read_layout
from ingest.lines import Line
from ingest.metadata import describe
from ingest.pages import page_of
from ingest.patterns import pattern
from ingest.sources.source import MediaType, Source


@dataclass(slots=True)
class Piece:
    """The text of one block and the source position of each of its characters."""

    kind: BlockKind
    page: int
    text: str
    offsets: array[int]
    number: int | None = None
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Footnote marks lifted out: position in `text`, number."""


def to_document(source: Source, *, any_text: bool = False) -> Document:
    """The document in a source.

    Raises `NotParliamentary` when nothing in it shows a parliamentary document, unless `any_text`, and
    `EmptySource` when it holds nothing but page furniture.
    """
    layout = read_layout(source.text)
    occurs = occurrence(source.text)
    body = [piece for draft in layout.drafts if (piece := _piece(draft, occurs)).text]
    if not body:
        raise EmptySource("there is no running text", source.name, "Give a document with text.")
    lift_marks(body, layout)
    notes = [_note_piece(note.lines, note.number, note.page, occurs) for note in layout.notes]
    pieces = body + [note for note in notes if note.text]
    identifier, metadata = describe(source, [(piece.kind, piece.text) for piece in body], any_text=any_text)
    text, offsets = _concatenate(pieces, len(source.text))
    return Document(
        id=identifier,
        source=source.text,
        sha256=source.sha256,
        text=text,
        offsets=offsets,
        blocks=_blocks(pieces),
        marks=_document_marks(pieces),
        page_starts=layout.page_starts,
        metadata=metadata,
    )


def from_string(text: str, name: str = "text") -> Document:
    """The document in a bare text, whatever it is: for sentences and snippets, in tests and by hand."""
    source = Source(name=name, data=text.encode(), media_type=MediaType.TEXT, text=text)
    return to_document(source, any_text=True)


def _piece(draft: Draft, occurs: Occurs) -> Piece:
    lines, number = draft.lines, draft.number
    if draft.kind is BlockKind.LIST_ITEM or pattern("list", "glyph").match(draft.first):
        first, label = _without_label(lines[0])
        lines, number = [first, *lines[1:]], number if number is not None else label
    text, offsets = join(lines, occurs)
    return Piece(draft.kind, draft.page, text, offsets, number)


def _without_label(line: Line) -> tuple[Line, int | None]:
    """The line after its bullet or label, and the label's number if it is one."""
    for name in ("glyph", "dash", "label"):
        if match := pattern("list", name).match(line.text):
            skip = match.end()
            digits = next((group for group in match.groups() if group), None)
            rest = Line(line.begin, line.start + skip, line.text[skip:], line.ending, line.after)
            return rest, int(digits) if digits else None
    return line, None


def _note_piece(lines: list[Line], number: int, page: int, occurs: Occurs) -> Piece:
    text, offsets = join(lines, occurs)
    return Piece(BlockKind.FOOTNOTE, page, text, offsets, number)


def lift_marks(pieces: list[Piece], layout: Layout) -> None:
    """Take the footnote marks out of the text of the pieces."""
    found = [(piece, mark) for piece in pieces for mark in marks_in(piece.text)]
    placed = [(page_of(layout.page_starts, piece.offsets[mark.start]), mark) for piece, mark in found]
    for index in reversed(resolve(placed, layout.notes)):
        piece, mark = found[index]
        _lift(piece, mark)
    for piece in pieces:
        piece.marks.reverse()


def _lift(piece: Piece, mark: Mark) -> None:
    """Take one mark out; called from the last mark of a piece to its first."""
    width = mark.end - mark.start
    piece.text = piece.text[: mark.start] + piece.text[mark.end :]
    piece.offsets = piece.offsets[: mark.start] + piece.offsets[mark.end :]
    piece.marks = [(position - width, number) for position, number in piece.marks]
    piece.marks.append((mark.start, mark.number))


def _concatenate(pieces: list[Piece], length: int) -> tuple[str, array[int]]:
    """The text of all pieces, one a line; a newline points just behind the piece before it."""
    offsets = array("q")
    for index, piece in enumerate(pieces):
        if index:
            offsets.append(min(offsets[-1] + 1, length - 1))
        offsets.extend(piece.offsets)
    return "\n".join(piece.text for piece in pieces), offsets


def _blocks(pieces: list[Piece]) -> tuple[Block, ...]:
    """Blocks with their headings; a footnote stands under the heading of its mark."""
    section_of_note: dict[int, int | None] = {}
    blocks: list[Block] = []
    section: int | None = None
    start = 0
    for index, piece in enumerate(pieces):
        own = None if piece.kind in {BlockKind.HEADING, BlockKind.MASTHEAD} else section
        if piece.kind is BlockKind.HEADING:
            section = index
        if piece.kind is BlockKind.FOOTNOTE and piece.number is not None:
            own = section_of_note.get(piece.number)
        section_of_note.update((number, section) for _, number in piece.marks)
        end = start + len(piece.text)
        blocks.append(Block(piece.kind, start, end, piece.page, own, piece.number))
        start = end + 1
    return tuple(blocks)


def _document_marks(pieces: list[Piece]) -> tuple[FootnoteMark, ...]:
    marks = []
    start = 0
    for piece in pieces:
        marks += [FootnoteMark(start + position, number) for position, number in piece.marks]
        start += len(piece.text) + 1
    return tuple(marks)
