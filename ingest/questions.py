"""Which blocks are questions by members of parliament: what they say is asked, not stated."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BlockKind
from ingest.patterns import pattern
from ingest.pieces import Piece

TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def mark_questions(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with the questions among them marked and numbered."""
    number: int | None = None
    asking = False
    for piece in pieces:
        if match := pattern("question", "question").fullmatch(piece.text):
            number, asking = int(match[1]), True
        elif pattern("question", "answer").fullmatch(piece.text):
            asking = False
        elif asking and piece.kind in TEXT:
            piece.kind, piece.number = BlockKind.QUESTION, number
    return list(pieces)
