"""`weerbaar_foreign`: bodies that a state's adjective makes foreign are actors, not Dutch bodies.

“*Chinese* inlichtingendiensten” are services of China; the vocabulary's “inlichtingendiensten” are Dutch.
Which bodies can be meant so is data (`data/foreign_bodies.tsv`): the Dutch body, and what it then is.
"""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.components.state import add, mentions, replace
from ingest.data import rows
from ingest.extraction import Entity, MentionType
from ontology.namespaces import Iri, expand


@Language.component("weerbaar_foreign", assigns=["doc.spans", "doc._.entities"])
def turn_foreign(doc: Doc) -> Doc:
    """Take each body beside a state's adjective for the actor that it is."""
    states = {span.end for span in mentions(doc, MentionType.STATE_ACTOR)}
    foreign = bodies()
    found = [span for span in mentions(doc, MentionType.ORGANISATION) if _is_foreign(span, states, foreign)]
    if found:
        places = {(span.start, span.end) for span in found}
        kept = [
            span
            for span in mentions(doc)
            if span.label_ != MentionType.ORGANISATION or (span.start, span.end) not in places
        ]
        for span in found:
            entity = foreign[Iri(span.kb_id_)]
            kept.append(add(doc, span.start, span.end, entity, "foreign-body"))
        replace(doc, sorted(kept, key=lambda span: (span.start, -span.end)))
    return doc


@cache
def bodies() -> dict[Iri, Entity]:
    """The Dutch body to the foreign actor that the same words can mean."""
    return {
        expand(body): Entity(expand(actor), MentionType.GENERIC_ACTOR, label)
        for body, actor, label in rows("foreign_bodies.tsv")
    }


def _is_foreign(span: Span, states: set[int], foreign: dict[Iri, Entity]) -> bool:
    return span.start in states and Iri(span.kb_id_) in foreign
