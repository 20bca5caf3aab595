"""`weerbaar_citations`: the citations of `ingest.citations` as mentions of documents and laws.

A citation of several numbers (“nrs. 487 en 504”) is one mention of the first; each further number is a
mention of its own inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ingest.citations import Citation, CitationKind, citations
from ingest.components.state import add
from ingest.extraction import Entity, MentionType
from ontology.namespaces import ID, Iri

_LAWS: Final = frozenset({CitationKind.LAW, CitationKind.EU_ACT})
_UNNAMED: Final = frozenset({CitationKind.WEB})
"""An address alone names no document that could be looked up by name."""
_PAPER: Final = re.compile(
    r"kst-(?P<dossier>\d{5})(?:-(?P<addition>[A-Z]+|\(R\d+\)|\d\d))?-(?P<number>[^-]+)"
)


@Language.component("weerbaar_citations", assigns=["doc.spans", "doc._.entities"])
def note_citations(doc: Doc) -> Doc:
    """Add a mention for each citation."""
    text = doc.text  # spaCy joins its tokens anew at each call
    doc._.citations = citations(text)
    for citation in doc._.citations:
        if citation.kind in _UNNAMED or "://" in text[citation.start : citation.end]:
            continue
        for (start, end), identifier in _places(text, citation):
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                add(doc, span.start, span.end, cited(identifier, citation, text[start:end]), "citation")
    return doc


def cited(identifier: str, citation: Citation, surface: str) -> Entity:
    """The document or law that a citation names."""
    kind = MentionType.LEGAL_ACT if citation.kind in _LAWS else MentionType.DOCUMENT_REF
    label = paper_label(identifier) or surface
    return Entity(Iri(f"{ID}document/{identifier}"), kind, label, None, (identifier,), known=False)


def paper_label(identifier: str) -> str | None:
    """A Kamerstuk's name as it is printed.

    >>> paper_label("kst-35570-VI-38")
    'Kamerstuk 35 570 VI, nr. 38'
    """
    match = _PAPER.fullmatch(identifier)
    if match is None:
        return None
    dossier = f"{match['dossier'][:2]} {match['dossier'][2:]}"
    addition = match["addition"] and (
        f"-{match['addition']}" if match["addition"].isdigit() else f" {match['addition']}"
    )
    return f"Kamerstuk {dossier}{addition or ''}, nr. {match['number']}"


def _places(text: str, citation: Citation) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each identifier stands: the first over the whole citation, the others at their own number."""
    yield (citation.start, citation.end), citation.ids[0]
    for identifier in citation.ids[1:]:
        number = identifier.rpartition("-")[2]
        found = re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text[citation.start : citation.end])
        if found:
            yield (citation.start + found.start(), citation.start + found.end()), identifier
