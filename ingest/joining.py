"""Printed lines joined to the running text of one block, each character with its place in the source."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import normalize

from ingest.hyphenation import Joint, joint
from ingest.lines import Line

TOKEN: Final = re.compile(r"\S+")
INVISIBLE: Final = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
UNEVEN: Final = re.compile(r"[^\S ]|\s\s|" + INVISIBLE.pattern)
"""White space other than single blanks, or invisible characters."""
LONGEST_WORD: Final = 2_000
"""Characters that a word or web address across lines may have."""
WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

ACCENTED: Final = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+", re.DOTALL)
"""A letter with combining accents behind it (Unicode NFD)."""

Occurs = Callable[[str], bool]
"""Whether a word stands somewhere in the document, unbroken, in lower case."""


def occurrence(source: str) -> Occurs:
    """A look-up of the words of a source as they stand within lines, inner hyphens included."""
    return frozenset(WORD.findall(source.lower())).__contains__


@dataclass(slots=True)
class Run:
    """Running text in the making."""

    parts: list[str] = field(default_factory=list)
    offsets: array[int] = field(default_factory=lambda: array("q"))
    tail: str = ""
    """The last word so far, with what is glued to it."""

    def add(self, text: str, start: int) -> None:
        """Append a stretch of source that begins at `start`."""
        if ACCENTED.search(text):
            text, places = _composed(text)
            self.offsets.extend(start + place for place in places)
        else:
            self.offsets.extend(range(start, start + len(text)))
        self.parts.append(text)

    def blank(self, position: int) -> None:
        """Append a blank that stands for the white space at `position`."""
        self.parts.append(" ")
        self.offsets.append(position)
        self.tail = ""

    def mend(self) -> None:
        """Take back the hyphen at the end."""
        self.parts[-1] = self.parts[-1][:-1]
        self.offsets.pop()
        self.tail = self.tail[:-1]

    def add_token(self, token: str, start: int) -> None:
        """Append a word without invisible characters, save a soft hyphen at its end, which joins lines."""
        kept = token[:-1] if token.endswith("\u00ad") else token
        position = 0
        for match in INVISIBLE.finditer(kept):
            self.add(kept[position : match.start()], start + position)
            position = match.end()
        self.add(token[position:], start + position)
        self.tail = (self.tail + INVISIBLE.sub("", kept) + token[len(kept) :])[-LONGEST_WORD:]


def join(lines: Sequence[Line], occurs: Occurs) -> tuple[str, array[int]]:
    """The text of a block, and the source position of each of its characters."""
    run = Run()
    previous: Line | None = None
    for line in lines:
        if not line.text:
            continue
        if previous is not None:
            _meet(run, previous, line, occurs)
        _add_line(run, line)
        previous = line
    return "".join(run.parts), run.offsets


def _composed(text: str) -> tuple[str, list[int]]:
    """The text with letters and their combining accents made one (NFC), and the place of each letter."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for match in ACCENTED.finditer(text):
        letters = normalize("NFC", match.group())
        parts += (text[position : match.start()], letters)
        places.extend(range(position, match.start()))
        places.extend(range(match.start(), match.start() + len(letters)))
        position = match.end()
    places.extend(range(position, len(text)))
    return "".join((*parts, text[position:])), places


def _meet(run: Run, previous: Line, line: Line, occurs: Occurs) -> None:
    if not run.tail:
        return
    match joint(run.tail, line.text, occurs):
        case Joint.BLANK:
            run.blank(previous.end)
        case Joint.MEND:
            run.mend()
        case Joint.GLUE:
            pass


def _add_line(run: Run, line: Line) -> None:
    if not UNEVEN.search(line.text):
        run.add(line.text, line.start)
        last = line.text.rfind(" ")
        run.tail = line.text[last + 1 :] if last >= 0 else (run.tail + line.text)[-LONGEST_WORD:]
        return
    for index, token in enumerate(TOKEN.finditer(line.text)):
        if index:
            run.blank(line.start + token.start() - 1)
        run.add_token(token.group(), line.start + token.start())
