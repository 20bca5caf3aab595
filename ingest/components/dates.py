"""`weerbaar_dates`: the dates of `ingest.dates` as mentions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.state import add
from ingest.dates import find_dates
from ingest.extraction import Entity, MentionType
from ontology.namespaces import ID, Iri


@Language.component("weerbaar_dates", assigns=["doc.spans", "doc._.entities"])
def note_dates(doc: Doc) -> Doc:
    """Add a mention for each date; its entity's label is the EDTF."""
    issued = doc._.document.metadata.issued if doc._.document else None
    for found in find_dates(doc.text, issued):
        span = doc.char_span(found.start, found.end)
        if span is not None:
            entity = Entity(Iri(f"{ID}date/{found.edtf}"), MentionType.DATE, found.edtf, known=False)
            add(doc, span.start, span.end, entity, "date")
    return doc
