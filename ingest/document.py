"""A document as ingest sees it: running text with structure, and the way back to the source.

`text` is what a reader reads: hyphenation undone, page furniture and footnote marks lifted out, each block
(heading, paragraph, list item, footnote) on one line. `offsets[i]` is the position in `source` of the
character `text[i]`, so that every quote can be shown where it stands.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

DocumentId = NewType("DocumentId", str)
"""The official identifier, such as `kst-30821-125`, or one made from the file's hash when there is none."""


class BlockKind(StrEnum):
    """What a stretch of text is in the layout."""

    MASTHEAD = "masthead"
    """The printed head: chamber, session year, dossier, number, addressee, place and date."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    FOOTNOTE = "footnote"
    QUESTION = "question"
    """A question by a member of parliament: it asserts nothing."""
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of `Document.text`: offsets into that text, end exclusive."""

    kind: BlockKind
    start: int
    end: int
    page: int
    """The page on which it begins, counted from 1."""
    section: int | None = None
    """Index in `Document.blocks` of the heading that it stands under."""
    number: int | None = None
    """The footnote's or question's number."""


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """Where the text refers to a footnote: the mark stood just before `position` in `Document.text`."""

    position: int
    number: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the masthead or the publication's own metadata says. Unknown is `None` or empty."""

    kind: str | None = None
    """`letter`, `answer`, `question-list`, `motion`, `report`, `debate`, …"""
    title: str | None = None
    dossiers: tuple[str, ...] = ()
    """Dossier numbers without blanks, `30821` or `35570-VI`."""
    number: str | None = None
    """The number within the dossier (`125`), or that of an annex of written answers (`3235`)."""
    session: str | None = None
    """Session year, `2020-2021`."""
    issued: date | None = None
    authors: tuple[str, ...] = ()
    """Offices or persons that sign, as written."""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A parliamentary document, ready to be read."""

    id: DocumentId
    source: str
    """The decoded file, newlines untouched: evidence offsets count its characters."""
    sha256: str
    """Of the file's bytes."""
    text: str
    offsets: array[int]
    blocks: tuple[Block, ...]
    marks: tuple[FootnoteMark, ...]
    page_starts: tuple[int, ...]
    """Positions in `source` where each page begins; its length is the number of pages."""
    metadata: Metadata

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The positions in `source` of the stretch `text[start:end]`, end exclusive."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def page_at(self, start: int) -> int:
        """The page, from 1, on which the character `text[start]` stands."""
        position = self.offsets[start]
        return sum(1 for begin in self.page_starts if begin <= position) or 1
