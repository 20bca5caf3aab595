"""The words behind a claim: the sentence, as a reader reads it, with page, heading and source offsets."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Span

from ingest.claims import Evidence
from ingest.document import Block, BlockKind, Document

CONTEXT: Final = 40
"""Characters kept before and after a quote, so that it can be found again when the source changes."""


def evidence_of(document: Document, span: Span, block: Block) -> Evidence:
    """The evidence that a stretch of the document gives; blanks at its ends are left out."""
    text = document.text
    start, end = span.start_char, span.end_char
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    source_start, source_end = document.source_span(start, end)
    return Evidence(
        document.id,
        source_start,
        source_end,
        " ".join(text[start:end].split()),
        document.page_at(start),
        " ".join(text[max(0, start - CONTEXT) : start].split()),
        " ".join(text[end : end + CONTEXT].split()),
        section_title(document, block),
        block.number if block.kind is BlockKind.FOOTNOTE else None,
    )


def section_title(document: Document, block: Block) -> str | None:
    """The heading that a block stands under."""
    if block.section is None:
        return None
    heading = document.blocks[block.section]
    return " ".join(document.text[heading.start : heading.end].split()) or None
