"""Which blocks are questions by members of parliament: what they say is asked, not stated.

Three forms: `Vraag 1` … `Antwoord 1` (written questions), numbered questions each with its answer behind it
(lists of questions), and reports, where members ask in one part and the government answers in another, often
after saying again what `de leden van de X-fractie` asked. There the block is cut where the asking ends.
A motion asks as a whole: what it considers and requests is its movers' word, not the government's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Final

from ingest.document import BlockKind
from ingest.patterns import pattern
from ingest.pieces import Piece

TEXT: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
LISTS: Final = frozenset({"question-list", "question-answer-list"})
SENTENCE_END: Final = re.compile(r"[.?!][»”\")]? (?=[A-ZÀ-ÖØ-Þ«“‘(])")
CLOSING: Final = '»”")’'


class Part(Enum):
    """Who speaks in a stretch of a document."""

    NEITHER = auto()
    ASKING = auto()
    ANSWERING = auto()


def mark_questions(pieces: Sequence[Piece], kind: str | None) -> list[Piece]:
    """The pieces, with the questions among them marked, numbered, and cut from the answers behind them."""
    if kind in LISTS:
        _mark_list(pieces, answered=kind == "question-answer-list")
    _mark_written(pieces)
    if kind == "motion":
        for piece in pieces:
            if piece.kind in TEXT:
                _ask(piece)
    if kind == "report":
        _mark_parts(pieces)
    return list(_restated(pieces))


def _ask(piece: Piece, number: int | None = None) -> None:
    piece.kind, piece.number = BlockKind.QUESTION, number


def _mark_written(pieces: Sequence[Piece]) -> None:
    """Text under `Vraag 3` is a question until `Antwoord 3`."""
    number: int | None = None
    asking = False
    for piece in pieces:
        if match := pattern("question", "question").fullmatch(piece.text):
            number, asking = int(match[1]), True
        elif pattern("question", "answer").fullmatch(piece.text):
            asking = False
        elif piece.kind in TEXT and (match := pattern("question", "inline_question").match(piece.text)):
            piece.cut(0, match.end())
            _ask(piece, int(match[1]))
        elif asking and piece.kind in TEXT:
            _ask(piece, number)


def _mark_list(pieces: Sequence[Piece], *, answered: bool) -> None:
    """In a list of questions, text behind a number is a question; the answer follows the question mark."""
    expected = 1
    asking = False
    for piece in pieces:
        if piece.text == str(expected):
            piece.kind = BlockKind.HEADING
            expected, asking = expected + 1, True
        elif piece.kind is BlockKind.LIST_ITEM and piece.number == expected:
            expected, asking = expected + 1, True
        if asking and piece.kind in TEXT:
            _ask(piece, expected - 1)
            asking = not (answered and piece.text.rstrip(CLOSING).endswith("?"))


def _mark_parts(pieces: Sequence[Piece]) -> None:
    """In a report, text under `Vragen en opmerkingen` is a question until the government's part."""
    part = Part.NEITHER
    for piece in pieces:
        if piece.kind is BlockKind.HEADING:
            if pattern("question", "answering").fullmatch(piece.text):
                part = Part.ANSWERING
            elif part is not Part.ANSWERING and pattern("question", "asking").fullmatch(piece.text):
                part = Part.ASKING
        elif part is Part.ASKING and piece.kind in TEXT:
            _ask(piece)


def _restated(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cut the sentences in which members speak from the answer that follows them in the same block."""
    for piece in pieces:
        if piece.kind is not BlockKind.PARAGRAPH or not pattern("question", "members").match(piece.text):
            yield piece
            continue
        end = _end_of_asking(piece.text)
        if end is None:
            _ask(piece)
            yield piece
            continue
        asked, answer = piece.split(end)
        _ask(asked)
        yield from (asked, answer)


def _end_of_asking(text: str) -> int | None:
    """The blank behind the last sentence in which members speak; `None` when they speak to the end."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        sentence = text[start : match.end() - 1]
        if start and not _goes_on(sentence):
            return start - 1
        start = match.end()
    return start - 1 if start and not _goes_on(text[start:]) else None


def _goes_on(sentence: str) -> bool:
    """Whether a sentence behind a question still is the members'."""
    return bool(
        pattern("question", "members").fullmatch(sentence)
        or pattern("question", "going_on").fullmatch(sentence)
    )
