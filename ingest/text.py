"""From a source to a `Document`: running text, structure, and the way back to each source character.

The normalisation, in full. `Document.text` is made from the source text by leaving out and by blanks alone:

1. page furniture (running headers and footers, printer's marks), bullets and list labels are left out;
2. footnote numbers and marks are left out and kept as `FootnoteMark`; footnotes follow the text as blocks;
3. every run of white space, line ends included, is one blank; blocks are parted by one newline;
4. a hyphen that the printer put at the end of a line is left out with the line end (`ingest.hyphenation`);
5. soft hyphens and zero-width characters are left out;
6. a letter and the combining accents behind it are one letter (Unicode NFC), at the letter's place.

So every character of the text that is no blank equals the source character at its offset (made one with the
accents behind it), and within a block these offsets rise. A blank points at the white space that it stands
for; one that markup alone sets points at the character behind it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ingest.document import Block, BlockKind, Document, FootnoteMark
from ingest.errors import EmptySource
from ingest.markup import marked_up_pieces
from ingest.metadata import describe
from ingest.pieces import Piece
from ingest.printed import printed_pieces
from ingest.questions import mark_questions
from ingest.sources.source import MediaType, Source


def to_document(source: Source, *, any_text: bool = False) -> Document:
    """The document in a source.

    Raises `NotParliamentary` when nothing in it shows a parliamentary document, unless `any_text`, and
    `EmptySource` when it holds nothing but page furniture.
    """
    if source.elements is None:
        pieces, page_starts = printed_pieces(source.text)
    else:
        pieces, page_starts = marked_up_pieces(source.text, source.elements), (0,)
    if not pieces:
        raise EmptySource("there is no running text", source.name, "Give a document with text.")
    identifier, metadata = describe(source, [(piece.kind, piece.text) for piece in pieces], any_text=any_text)
    pieces = mark_questions(pieces, metadata.kind)
    text, offsets = _concatenate(pieces, len(source.text))
    return Document(
        id=identifier,
        source=source.text,
        sha256=source.sha256,
        text=text,
        offsets=offsets,
        blocks=_blocks(pieces),
        marks=_marks(pieces),
        page_starts=page_starts,
        metadata=metadata,
    )


def from_string(text: str, name: str = "text") -> Document:
    """The document in a bare text, whatever it is: for sentences and snippets, in tests and by hand."""
    data = text.encode("utf-8", "surrogatepass")
    return to_document(Source(name=name, data=data, media_type=MediaType.TEXT, text=text), any_text=True)


def _concatenate(pieces: Sequence[Piece], length: int) -> tuple[str, array[int]]:
    """The text of all pieces, one a line; a newline points just behind the piece before it."""
    offsets = array("q")
    for index, piece in enumerate(pieces):
        if index:
            offsets.append(min(offsets[-1] + 1, length - 1))
        offsets.extend(piece.offsets)
    return "\n".join(piece.text for piece in pieces), offsets


def _blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Blocks with their headings; a footnote stands under the heading of its mark."""
    section_of_note: dict[int, int | None] = {}
    blocks: list[Block] = []
    section: int | None = None
    start = 0
    for index, piece in enumerate(pieces):
        own = None if piece.kind in {BlockKind.HEADING, BlockKind.MASTHEAD} else section
        if piece.kind is BlockKind.HEADING:
            section = index
        if piece.kind is BlockKind.FOOTNOTE:
            own = section_of_note.get(piece.number or 0)
        section_of_note.update((number, section) for _, number in piece.marks)
        blocks.append(Block(piece.kind, start, start + len(piece.text), piece.page, own, piece.number))
        start += len(piece.text) + 1
    return tuple(blocks)


def _marks(pieces: Sequence[Piece]) -> tuple[FootnoteMark, ...]:
    marks = []
    start = 0
    for piece in pieces:
        marks += [FootnoteMark(start + position, number) for position, number in piece.marks]
        start += len(piece.text) + 1
    return tuple(marks)
