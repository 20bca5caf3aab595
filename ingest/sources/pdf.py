"""PDF with a text layer, read by pdfminer.six; scans are refused.

The source text is the text of each page as pdfminer lays it out (lines by their overlap, so that raised
footnote marks stay at their word; a blank line between boxes), composed (Unicode NFC) and with ligatures
written out, each page closed by a form feed.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from typing import Final

from ingest.document import Metadata
from ingest.errors import MalformedSource, ScannedDocument, TooLarge
from ingest.sources.source import Limits, MediaType, Source

MEDIA_TYPE: Final = MediaType.PDF
LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
UNKNOWN_GLYPH: Final = re.compile(r"\(cid:\d+\)")
"""What pdfminer writes for a glyph whose letter the font does not tell."""
LETTERS_PER_PAGE: Final = 20
"""Fewer letters than these on a page are no text layer: a stamp or page number on a scan."""
BROKEN: Final = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    RuntimeError, OSError, struct.error, zlib.error,
)  # fmt: skip
"""What pdfminer raises, beside its own errors, on files that break the format."""


def parse(data: bytes, name: str, encoding: str | None, limits: Limits) -> Source:  # noqa: ARG001
    """The source in a PDF.

    Raises `ScannedDocument` when most pages have no text layer, `MalformedSource` when it cannot be read
    (broken or locked), `TooLarge` when it has more pages than the limit.
    """
    text = _clean(_extract(data, name, limits))
    pages = text.split("\f")[:-1]
    if len(pages) > limits.pages:
        what = f"the PDF has more than {limits.pages:,} pages, the limit"
        raise TooLarge(what, name, "Split it into documents, or raise the limit.")
    empty = [str(number) for number, page in enumerate(pages, 1) if not _has_text(page)]
    if len(empty) * 2 > len(pages) or not pages:
        raise ScannedDocument(
            f"{len(empty)} of {len(pages)} pages have no text: this is a scan",
            name,
            "Recognise its text first, for instance with `ocrmypdf -l nld`, or give the published text.",
        )
    warning = {"warning": f"no text on page {', '.join(empty)}"} if empty else {}
    return Source(name=name, data=data, media_type=MEDIA_TYPE, text=text, metadata=Metadata(extra=warning))


def _extract(data: bytes, name: str, limits: Limits) -> str:
    """The text of all pages, each closed by a form feed; one page more than the limit at most."""
    from pdfminer.high_level import extract_text  # late: it loads cryptography, which no other format needs
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException

    try:
        return extract_text(io.BytesIO(data), maxpages=limits.pages + 1, laparams=LAParams())
    except PDFPasswordIncorrect:
        raise MalformedSource("the PDF is locked with a password", name, "Give an unlocked copy.") from None
    except (PSException, *BROKEN) as error:
        what = f"the PDF cannot be read ({type(error).__name__}: {error})"
        raise MalformedSource(what, name, "Download it again, or give the document as text.") from error


def _clean(text: str) -> str:
    """Composed letters, ligatures written out."""
    return unicodedata.normalize("NFC", text).translate(LIGATURES)


def _has_text(page: str) -> bool:
    """Whether a page has letters enough, and more than glyphs that no one can read."""
    letters = sum(character.isalpha() for character in UNKNOWN_GLYPH.sub("", page))
    return letters >= max(LETTERS_PER_PAGE, len(UNKNOWN_GLYPH.findall(page)))
