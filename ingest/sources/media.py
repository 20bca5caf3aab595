"""Telling formats apart by their first bytes: names of files lie, signatures seldom do."""

from __future__ import annotations

import codecs
import re
from typing import Final

from ingest.errors import BinarySource
from ingest.sources.source import MediaType

BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""In the order in which they must be tried: UTF-32's mark begins with that of UTF-16."""

SIGNATURES: Final = {
    b"PK\x03\x04": ("a ZIP archive or office file (docx, odt, epub)", "Export it to PDF or plain text."),
    b"\xd0\xcf\x11\xe0": ("an old office file (doc, xls)", "Export it to PDF or plain text."),
    b"{\\rtf": ("an RTF file", "Export it to PDF or plain text."),
    b"\x89PNG": ("a PNG image", "Only text is read: give the document as text, XML, HTML or PDF."),
    b"\xff\xd8\xff": ("a JPEG image", "Only text is read: give the document as text, XML, HTML or PDF."),
    b"GIF8": ("a GIF image", "Only text is read: give the document as text, XML, HTML or PDF."),
    b"II*\x00": ("a TIFF image", "Only text is read: give the document as text, XML, HTML or PDF."),
    b"MM\x00*": ("a TIFF image", "Only text is read: give the document as text, XML, HTML or PDF."),
    b"\x1f\x8b": ("a gzip archive", "Unpack it first."),
    b"BZh": ("a bzip2 archive", "Unpack it first."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    b"\x7fELF": ("a program", "Give the document as text, XML, HTML or PDF."),
    b"SQLite format 3\x00": ("a database", "Give the document as text, XML, HTML or PDF."),
}

CONTROL: Final = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27, 0x1A} | {127})
"""Bytes that text does not hold; tab, line ends, form feed, escape and the old end-of-file mark may occur."""

HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html)\b", re.I | re.S
)
XML: Final = re.compile(rb"\s*<(?:\?xml\s|!--|!DOCTYPE\s|[A-Za-z_][\w:.-]*[\s/>])")


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that a byte order mark announces."""
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def media_type_of(data: bytes, name: str, encoding: str | None = None) -> MediaType:
    """The format of `data`; raises `BinarySource` when it is none that is read."""
    head = data[:1024]
    if b"%PDF-" in head:
        return MediaType.PDF
    for signature, (what, remedy) in SIGNATURES.items():
        if data.startswith(signature):
            raise BinarySource(f"this is {what}", name, remedy)
    text = head.removeprefix(codecs.BOM_UTF8)
    if HTML.match(text):
        return MediaType.HTML
    if XML.match(text):
        return MediaType.XML
    if encoding is None and byte_order_mark(data) in {None, "utf-8"} and _is_binary(data):
        raise BinarySource("the bytes are no text", name, "Give the document as text, XML, HTML or PDF.")
    return MediaType.TEXT


def _is_binary(data: bytes) -> bool:
    """Whether zero bytes occur, or more than one control character in a hundred bytes."""
    controls = len(data) - len(data.translate(None, CONTROL))
    return b"\x00" in data or controls * 100 > len(data)
