"""The identifier and metadata of a document: from its publication, its printed head, or its file's name.

A text that shows no sign of parliament is refused. A document whose number nobody tells is taken in under the
hash of its file, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.document import BlockKind, DocumentId, Metadata
from ingest.errors import NotParliamentary
from ingest.masthead import cues, printed
from ingest.sources.owms import IDENTIFIER, fill, from_identifier
from ingest.sources.source import Source

PRINTED_IDENTIFIER: Final = re.compile(rf"^[ \t\f]*({IDENTIFIER.pattern})[ \t]*$", re.MULTILINE)
"""At the foot of the first page, on a line of its own."""


def describe(
    source: Source, blocks: Sequence[tuple[BlockKind, str]], *, any_text: bool = False
) -> tuple[DocumentId, Metadata]:
    """The identifier and metadata: what the publication's metadata says, filled up from the printed text.

    `blocks` are kind and text of each block. `Metadata.extra["warning"]` says what is in doubt. Raises
    `NotParliamentary` when the text shows no sign of parliament, unless `any_text`.
    """
    metadata = fill(source.metadata, printed(blocks))
    told = source.identifier or _printed_identifier(source.text) or identify(metadata)
    if not (told or any_text or is_parliamentary(source.text)):
        raise NotParliamentary(
            "nothing in this text shows that it is a parliamentary document",
            source.name,
            "Weerbaar reads letters, answers, reports and motions of the Dutch parliament: they name "
            "the chamber, a Kamerstuk or the addressee.",
        )
    identifier = told or _named(source.stem) or f"sha256-{source.sha256[:16]}"
    if (doubt := _doubt(told, source)) and not any_text:
        earlier = metadata.extra.get("warning")
        metadata = replace(
            metadata, extra={**metadata.extra, "warning": "; ".join(filter(None, (earlier, doubt)))}
        )
    return DocumentId(identifier), fill(metadata, from_identifier(identifier))


def is_parliamentary(text: str) -> bool:
    """Whether a text shows that it comes from or goes to parliament.

    >>> is_parliamentary("Hierbij informeer ik uw Kamer over de aanpak.")
    True
    """
    return cues().signs.search(text) is not None


def identify(metadata: Metadata) -> str | None:
    """The official identifier that dossier and number, or session and number of an annex, make.

    >>> identify(Metadata(dossiers=("35570-VI",), number="38"))
    'kst-35570-VI-38'
    """
    if metadata.number and metadata.dossiers:
        return f"kst-{metadata.dossiers[0]}-{metadata.number}"
    if metadata.number and metadata.session and metadata.kind in {"answer", "notice"}:
        chamber = "ek" if metadata.extra.get("chamber", "").startswith("Eerste") else "tk"
        return f"ah-{chamber}-{metadata.session.replace('-', '')}-{metadata.number}"
    return None


def _printed_identifier(text: str) -> str | None:
    match = PRINTED_IDENTIFIER.search(text)
    return match[1] if match else None


def _named(stem: str) -> str | None:
    """The identifier that a file's name is."""
    return stem if IDENTIFIER.fullmatch(stem) else None


def _doubt(told: str | None, source: Source) -> str:
    """What the reader should know about the identifier; empty when all agrees."""
    named = _named(source.stem)
    if told is None:
        return (
            "the text does not say its number; named after the file"
            if named
            else "no official identifier found; named after the hash of the file"
        )
    if named and named.lower() != told.lower():
        return f"the file is named {named}, its text says {told}"
    return ""
