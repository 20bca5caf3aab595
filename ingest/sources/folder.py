"""A folder of documents, and the official identifiers that it resolves; the network is never asked.

Layouts read: `kst-30821-125.xml` in the folder or anywhere below it, and a folder `kst-30821-125/` of
manifestations as the official repository has them (`…/kst-30821-125/1/xml/kst-30821-125.xml`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ingest.errors import UnknownDocument
from ingest.sources.owms import IDENTIFIER

SUFFIXES: Final = (".xml", ".html", ".htm", ".txt", ".pdf")
"""In the order in which manifestations are preferred: the more structure, the better."""
METADATA_NAMES: Final = ("metadata.xml", "metadata_owms.xml", "{stem}.metadata.xml", "{stem}-metadata.xml")


def is_identifier(text: str) -> bool:
    """Whether a text has the form of an official identifier.

    >>> is_identifier("kst-30821-125"), is_identifier("letter.txt")
    (True, False)
    """
    return IDENTIFIER.fullmatch(text) is not None


def find(identifier: str, folder: Path | None) -> Path:
    """The best manifestation of a document in a folder; raises `UnknownDocument`."""
    if folder is None:
        raise UnknownDocument(
            "this is an identifier, and no folder of documents is known",
            identifier,
            "Set WEERBAAR_DOCUMENTS to the folder that holds the documents, or give a file.",
        )
    found = min(_manifestations(identifier, folder), key=_preference, default=None)
    if found is None:
        raise UnknownDocument(
            f"the folder {folder} holds no such document",
            identifier,
            f"Put {identifier}.xml (or .html, .txt, .pdf) there; nothing is fetched from the network.",
        )
    return found


def metadata_beside(path: Path) -> Iterator[Path]:
    """Metadata records that lie beside a document."""
    for name in METADATA_NAMES:
        record = path.with_name(name.format(stem=path.stem))
        if record.is_file() and record != path:
            yield record


def _manifestations(identifier: str, folder: Path) -> Iterator[Path]:
    """Files named after the identifier, in the folder and below it; links are not followed."""
    for parent, _, names in os.walk(folder):
        for name in names:
            stem, suffix = os.path.splitext(name)  # noqa: PTH122 - names, not paths
            if stem.lower() == identifier.lower() and suffix.lower() in SUFFIXES:
                yield Path(parent) / name


def _preference(path: Path) -> tuple[int, int, str]:
    return SUFFIXES.index(path.suffix.lower()), len(path.parts), str(path)
