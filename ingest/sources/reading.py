"""From a path or bytes to a `Source`, within limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from ingest.errors import EmptySource, NotAFile, TooLarge
from ingest.sources import html, pdf, plain, xml
from ingest.sources.folder import find, is_identifier, metadata_beside
from ingest.sources.media import media_type_of
from ingest.sources.owms import fill, from_tree
from ingest.sources.source import MEBIBYTE, Limits, MediaType, Source
from ingest.sources.xml import parse_tree

DEFAULT_LIMITS: Final = Limits()


def read(
    path: str | Path,
    *,
    documents: Path | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Source:
    """The document in a file, or the one that an identifier such as `kst-30821-125` names.

    Identifiers are looked up in the folder `documents`, never on the network. Metadata that lies beside the
    file is read with it. `encoding` names another encoding of plain text than UTF-8 (or UTF-16 with byte
    order mark). Raises a `SourceError` that says what is wrong with the file.
    """
    if is_identifier(str(path)) and not Path(path).exists():
        path = find(str(path), documents)
    path = Path(path)
    source = from_bytes(_bytes(path, limits), path.name, encoding=encoding, limits=limits)
    for record in metadata_beside(path):
        identifier, metadata = from_tree(parse_tree(_bytes(record, limits), record.name))
        if identifier and identifier in {source.identifier, source.stem, path.parent.name}:
            return replace(source, identifier=identifier, metadata=fill(metadata, source.metadata))
    return source


def from_bytes(
    data: bytes, name: str = "document", *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Source:
    """The document in bytes that came from elsewhere, such as an upload; `name` is its file name."""
    if len(data) > limits.bytes:
        raise _too_large(name, len(data), limits)
    if not data.strip():
        raise EmptySource("the file is empty", name, "Give a file with the text of a document.")
    media_type = media_type_of(data, name, encoding)
    source = READERS[media_type](data, name, encoding, limits)
    if len(source.text) > limits.characters:
        raise TooLarge(
            f"the text has {len(source.text):,} characters and the limit is {limits.characters:,}",
            name,
            "Split it into documents, or raise the limit.",
        )
    if not any(character.isalnum() for character in source.text):
        raise EmptySource(
            "the file holds no letter or digit", name, "Give a file with the text of a document."
        )
    return source


def _bytes(path: Path, limits: Limits) -> bytes:
    if path.is_dir():
        raise NotAFile("this is a folder", str(path), "Name one file in it.")
    if not path.exists():
        raise NotAFile("there is no such file", str(path), "Check the path.")
    if not path.is_file():
        raise NotAFile("this is no regular file", str(path), "Copy what it delivers to a file first.")
    try:
        if (size := path.stat().st_size) > limits.bytes:
            raise _too_large(path.name, size, limits)
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise NotAFile(what, str(path), "Check its permissions.") from error
    if len(data) > limits.bytes:
        raise _too_large(path.name, len(data), limits)
    return data


def _too_large(name: str, size: int, limits: Limits) -> TooLarge:
    return TooLarge(
        f"the file has {size / MEBIBYTE:,.1f} MiB and the limit is {limits.bytes / MEBIBYTE:,.1f} MiB",
        name,
        "A parliamentary document is far smaller: check that this is one, or raise the limit.",
    )


READERS: Final = {
    MediaType.TEXT: plain.parse,
    MediaType.XML: xml.parse,
    MediaType.HTML: html.parse,
    MediaType.PDF: pdf.parse,
}
