"""A source: the bytes of a document, decoded, with what its container says about it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from ingest.document import BlockKind, Metadata

MEBIBYTE: Final = 1024 * 1024


class MediaType(StrEnum):
    """The formats that are read."""

    TEXT = "text/plain"
    XML = "application/xml"
    HTML = "text/html"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a source may be; more is refused before it is read whole."""

    bytes: int = 20 * MEBIBYTE
    """Of the file."""
    characters: int = 5_000_000
    """Of the decoded text: some 1,500 printed pages."""
    pages: int = 2_000
    """Of a PDF."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of `Source.text` within an element."""

    start: int
    end: int
    apart: bool
    """Whether the markup sets it apart from the part before, so that a blank is read between them."""


@dataclass(frozen=True, slots=True)
class Element:
    """A block that the markup of the source itself shows."""

    kind: BlockKind
    parts: tuple[Part, ...]
    number: int | None = None
    """Of a footnote."""
    marks: tuple[tuple[int, int], ...] = ()
    """Footnote marks in it: position in `Source.text`, number."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was delivered.

    `text` is the decoded source text that all offsets count, by format:

    - plain text: the decoded file, newlines untouched, a byte order mark included;
    - XML: the string value of the root element (XPath 1.0 §5.2): all character data in document order;
    - HTML: the string value of the element `body`, without `script` and `style`;
    - PDF: the text of each page as pdfminer.six lays it out, composed, each page closed by a form feed.
    """

    name: str
    """The file's name, for messages and to find the identifier; never a path."""
    data: bytes = field(repr=False)
    media_type: MediaType
    text: str = field(repr=False)
    metadata: Metadata = field(default_factory=Metadata)
    """What the publication's own metadata says, empty for plain text."""
    identifier: str | None = None
    """The official identifier that the metadata or the file's name gives."""
    elements: Sequence[Element] | None = None
    """The blocks that the markup shows; `None` where layout must be read from the lines."""

    @property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def stem(self) -> str:
        """The file's name without its suffix."""
        return PurePath(self.name).stem
