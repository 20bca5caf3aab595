"""What can be wrong with a document, each error saying what, where and what to do.

IngestError
├── SourceError                 the file cannot be read as a document
│   ├── NotAFile                no such file, a folder, a device
│   ├── UnknownDocument         an identifier that the documents folder does not hold
│   ├── EmptySource             no byte, or no letter or digit
│   ├── TooLarge                more bytes, pages or characters than the limits allow
│   ├── BinarySource            an image, an archive, an office file, a program
│   ├── WrongEncoding           text, but not in the encoding expected
│   ├── MalformedSource         XML, HTML or PDF that breaks its own rules
│   └── ScannedDocument         a PDF of images, without text
└── NotParliamentary            text, but no sign that it is a parliamentary document
"""

from __future__ import annotations


class IngestError(Exception):
    """A document that cannot be taken in; nothing has been kept of it."""

    def __init__(self, what: str, where: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}. {remedy}")
        self.what = what
        """What is wrong, without full stop."""
        self.where = where
        """The file, identifier or page."""
        self.remedy = remedy
        """What the user can do, as a sentence."""


class SourceError(IngestError):
    """The file cannot be read as a document."""


class NotAFile(SourceError):
    """No such file, or something that is no regular file."""


class UnknownDocument(SourceError):
    """An official identifier that the documents folder does not hold."""


class EmptySource(SourceError):
    """A source without any letter or digit."""


class TooLarge(SourceError):
    """A source that exceeds the limits."""


class BinarySource(SourceError):
    """Bytes that are no text and no PDF."""


class WrongEncoding(SourceError):
    """Text in another encoding than the one expected."""


class MalformedSource(SourceError):
    """XML, HTML or PDF that breaks its own rules."""


class ScannedDocument(SourceError):
    """A PDF whose pages are images."""


class NotParliamentary(IngestError):
    """A text without any sign of being a parliamentary document."""
