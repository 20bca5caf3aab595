"""Pieces of a marked-up source (XML, HTML): the blocks that its elements show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.document import BlockKind
from ingest.joining import Run
from ingest.pieces import Piece
from ingest.sources.source import Element

TOKEN: Final = re.compile(r"\S+")
PAGE: Final = 1
"""Markup has no pages: all stands on the first."""


def marked_up_pieces(source: str, elements: Sequence[Element]) -> list[Piece]:
    """The blocks of a marked-up source in reading order, its footnotes last."""
    pieces = [piece for element in elements if (piece := _piece(source, element)).text]
    return sorted(pieces, key=lambda piece: piece.kind is BlockKind.FOOTNOTE)


def _piece(source: str, element: Element) -> Piece:
    run = Run()
    gap: int | None = None
    """Where a blank is due: at white space, or where the markup sets parts apart."""
    for part in element.parts:
        if part.apart and gap is None:
            gap = part.start
        position = part.start
        for token in TOKEN.finditer(source, part.start, part.end):
            if token.start() > position and gap is None:
                gap = position
            if gap is not None and run.parts:
                run.blank(gap)
            run.add_token(token.group(), token.start())
            gap, position = None, token.end()
        if position < part.end and gap is None:
            gap = position
    piece = Piece(element.kind, PAGE, "".join(run.parts), run.offsets, element.number)
    piece.marks = [(piece.place(position), number) for position, number in element.marks]
    return piece
