"""PDF with a text layer, read by pypdf; scans are refused.

The source text is the text of each page as pypdf extracts it, composed (Unicode NFC) and with ligatures
written out, pages separated by a form feed.
"""

from __future__ import annotations

import io
import logging
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ingest.document import Metadata
from ingest.errors import MalformedSource, ScannedDocument, TooLarge
from ingest.sources.source import Limits, MediaType, Source

MEDIA_TYPE: Final = MediaType.PDF
LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
LETTERS_PER_PAGE: Final = 20
"""Fewer letters than these on a page are no text layer: a stamp or page number on a scan."""
BROKEN: Final = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    RuntimeError, OSError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf raises on files that break the format."""


def parse(data: bytes, name: str, encoding: str | None, limits: Limits) -> Source:  # noqa: ARG001
    """The source in a PDF.

    Raises `ScannedDocument` when most pages are images, `MalformedSource` when it cannot be read (broken or
    encrypted), `TooLarge` when it has more pages than the limit.
    """
    with _quiet():
        pages = _pages(data, name, limits)
    empty = [number for number, text in enumerate(pages, 1) if _letters(text) < LETTERS_PER_PAGE]
    if len(empty) * 2 > len(pages):
        raise ScannedDocument(
            f"{len(empty)} of {len(pages)} pages have no text: this is a scan",
            name,
            "Recognise its text first, for instance with `ocrmypdf -l nld`, or give the published text.",
        )
    metadata = Metadata()
    if empty:
        warning = f"no text on page {', '.join(map(str, empty))}"
        metadata = replace(metadata, extra={"warning": warning})
    return Source(name=name, data=data, media_type=MEDIA_TYPE, text="\f".join(pages), metadata=metadata)


def _pages(data: bytes, name: str, limits: Limits) -> Sequence[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise MalformedSource("the PDF is locked with a password", name, "Give an unlocked copy.")
        if len(reader.pages) > limits.pages:
            what = f"the PDF has {len(reader.pages):,} pages and the limit is {limits.pages:,}"
            raise TooLarge(what, name, "Split it into documents, or raise the limit.")
        return [_clean(page.extract_text()) for page in reader.pages]
    except BROKEN as error:
        what = f"the PDF cannot be read ({type(error).__name__}: {error})"
        raise MalformedSource(what, name, "Download it again, or give the document as text.") from error


def _clean(text: str) -> str:
    """Composed letters, ligatures written out, no form feed within a page."""
    return unicodedata.normalize("NFC", text).translate(LIGATURES).replace("\f", "\n")


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on fonts from the user's terminal."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
