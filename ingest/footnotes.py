"""Footnotes of a printed text: lifted out of the foot of each page, and their marks found in the text.

Footnotes are numbered through the document, each begins a line with its number, and the text carries the
number glued to a word. Neither trace is enough alone (a line can begin with `16 december`, a word can end in
`MH17`), together they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.lines import Line

NOTE: Final = re.compile(
    r"(?:([0-9]{1,3})(?:[ \t\u00a0]+|(?=[A-Z][a-z]))|([⁰¹²³⁴-⁹]{1,3})\s*|\[([0-9]{1,3})\]\s*)(?=\S)"
)
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARK: Final = re.compile(
    r"(?<=[^\W\d_])(?P<word>[0-9]{1,3})(?![\w-])"
    r"|(?<=[»”\"’')\]%?!])(?P<closed>[0-9]{1,3})(?![\w-])"
    r"|(?<=[^\W\d_][.,;:])(?P<stop>[0-9]{1,3})(?![\w-])"
    r"|(?<=[»”\"’')\]][.,;:])(?P<closedstop>[0-9]{1,3})(?![\w-])"
    r"|(?<=\b(?:19|20)\d\d)(?P<year>[0-9]{1,3})(?![\w-])"
    r"|(?<=\S)\[(?P<bracket>[0-9]{1,3})\]"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3})"
)
DIGITS: Final = re.compile(r"[0-9⁰¹²³⁴-⁹]+")
YEAR: Final = 4
"""Digits of a year that a mark may follow."""
GAIN: Final = {"raised": 8, "bracket": 8, "word": 6, "closed": 6, "closedstop": 5, "stop": 5, "year": 3}
"""How sure each form of mark is."""
ACRONYM_GAIN: Final = 1
"""Of digits glued to a capital, as in `MH17`."""
LOST: Final = 4
"""How far the numbers of a page may start behind those expected: a footnote may be lost in extraction."""
LONGEST_PAGE: Final = 120
"""Printed lines that a page can have."""
SAME_PAGE: Final = 4
"""Added when the mark stands on the page of its footnote."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number, its page, and its lines without the number."""

    number: int
    page: int
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mark:
    """Digits that may be a footnote mark: where in the block's text, which number, how sure."""

    start: int
    end: int
    number: int
    gain: int


def marks_in(text: str) -> list[Mark]:
    """All digits in a text that have the form of a footnote mark, in order.

    >>> [(mark.number, text[mark.start:]) for text in ["deze brief1."] for mark in marks_in(text)]
    [(1, '1.')]
    """
    return [_mark(match, text) for match in _matches(text)]


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of `MARK`, tried only where a run of digits can begin one: bracket, digit, past a year."""
    end = 0
    for run in DIGITS.finditer(text):
        for start in (run.start() - 1, run.start(), run.start() + YEAR):
            if end <= start < run.end() and (match := MARK.match(text, start)):
                end = match.end()
                yield match
                break


def _mark(match: re.Match[str], text: str) -> Mark:
    form = match.lastgroup or "word"
    digits = match[form].translate(SUPERSCRIPTS)
    acronym = form == "word" and text[match.start() - 1].isupper()
    return Mark(match.start(), match.end(), int(digits), ACRONYM_GAIN if acronym else GAIN[form])


def lift(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Note]]:
    """The lines of each page without its footnotes, and the footnotes.

    `pages` holds the lines of each page, furniture removed. On a page that is too long to be one, or the only
    one, the feet of the printed pages are not known: a footnote then ends with its sentence.
    """
    bodies: list[list[Line]] = []
    notes: list[Note] = []
    seen: set[int] = set()
    for page, lines in enumerate(pages, start=1):
        first = notes[-1].number + 1 if notes else 1
        starts = _note_starts(lines, first, seen)
        known = len(pages) > 1 and sum(bool(line.text) for line in lines) <= LONGEST_PAGE
        body, found = _cut(lines, starts, page, to_foot=known)
        bodies.append(body)
        notes += found
    return bodies, notes


def _note_starts(lines: Sequence[Line], first: int, seen: set[int]) -> list[tuple[int, int]]:
    """(index of line, number) of each footnote on a page, numbered on from `first`; adds marks to `seen`."""
    candidates: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        seen.update(mark.number for mark in marks_in(line.text))
        if (match := NOTE.match(line.text)) and (number := _number(match)) >= first:
            candidates.setdefault(number, []).append(index)
    for start in range(first, first + LOST):
        chain = _believed(_longest_chain(candidates, start), seen)
        if chain:
            return _from_the_foot(candidates, chain)
    return []


def _believed(chain: list[int], seen: set[int]) -> list[int]:
    """The numbers up to the last whose mark has been seen, if at least half of theirs have."""
    while chain and chain[-1] not in seen:
        chain.pop()
    return chain if sum(number in seen for number in chain) * 2 >= len(chain) else []


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group).translate(SUPERSCRIPTS))


def _longest_chain(candidates: dict[int, list[int]], first: int) -> list[int]:
    """The numbers from `first` that begin lines one below the other."""
    chain: list[int] = []
    row = -1
    for number in range(first, first + len(candidates)):
        below = next((index for index in candidates.get(number, ()) if index > row), None)
        if below is None:
            break
        chain.append(number)
        row = below
    return chain


def _from_the_foot(candidates: dict[int, list[int]], chain: Sequence[int]) -> list[tuple[int, int]]:
    """The lowest line for each number: a like number higher up belongs to the text."""
    starts: list[tuple[int, int]] = []
    row = None
    for number in reversed(chain):
        row = max(index for index in candidates[number] if row is None or index < row)
        starts.append((row, number))
    return starts[::-1]


def _cut(
    lines: Sequence[Line], starts: Sequence[tuple[int, int]], page: int, *, to_foot: bool
) -> tuple[list[Line], list[Note]]:
    """Body lines and footnotes of a page whose footnotes begin at `starts`."""
    if not starts:
        return list(lines), []
    body = list(lines[: starts[0][0]])
    notes = []
    ends = [*(index for index, _ in starts[1:]), len(lines)]
    for (index, number), end in zip(starts, ends, strict=True):
        stop = end if to_foot else _end_of_note(lines, index, end)
        notes.append(Note(number, page, [_without_number(lines[index]), *lines[index + 1 : stop]]))
        body += lines[stop:end]
    return body, notes


def _end_of_note(lines: Sequence[Line], start: int, end: int) -> int:
    """The line behind a footnote on a page without known foot: after a full stop, or at a blank line."""
    for index in range(start, end):
        text = lines[index].text
        if text.endswith("."):
            return index + 1
        following = next((line.text for line in lines[index + 1 : end] if line.text), "")
        if not text and (not following or following[0].isupper()):
            return index
    return end


def _without_number(line: Line) -> Line:
    match = NOTE.match(line.text)
    return line.without(match.end()) if match else line


def resolve(candidates: Sequence[tuple[int, Mark]], notes: Iterable[Note]) -> list[int]:
    """Which candidates are marks of the notes: indices into `candidates`.

    `candidates` holds (page, mark) in reading order. Marks stand in the order of their footnotes; of all
    increasing rows the one that is surest in sum is taken (dynamic programming over the candidates).
    """
    page_of_note = {note.number: note.page for note in notes}
    rank = {number: index for index, number in enumerate(sorted(page_of_note))}
    best: list[tuple[int, int]] = [(0, -1)] * (len(rank) + 1)
    before: dict[int, int] = {}
    for index, (page, mark) in enumerate(candidates):
        if mark.number not in rank:
            continue
        place = rank[mark.number] + 1
        gain, previous = max(best[:place], key=lambda item: item[0])
        gain += mark.gain + SAME_PAGE * (page == page_of_note[mark.number])
        if gain > best[place][0]:
            best[place] = (gain, index)
            before[index] = previous
    chosen = []
    index = max(best, key=lambda item: item[0])[1]
    while index >= 0:
        chosen.append(index)
        index = before[index]
    return chosen[::-1]
