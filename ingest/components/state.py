"""What the components hand each other on a spaCy `Doc`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from spacy.tokens import Doc, Span

from ingest.extraction import Entity, MentionType
from ontology.namespaces import Iri

MENTIONS: Final = "mentions"

for _name, _default in (("document", None), ("citations", None), ("entities", {}), ("claims", [])):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def mentions(doc: Doc, *types: MentionType) -> list[Span]:
    """The mentions found so far, of these types (of all when none is named), in order of the text."""
    group = doc.spans.get(MENTIONS) or ()
    found = [span for span in group if not types or span.label_ in types]
    return sorted(found, key=lambda span: (span.start, -span.end))


def add(doc: Doc, start: int, end: int, entity: Entity, rule: str) -> Span:
    """Note that the tokens `start` to `end` (exclusive) name an entity; one that is there already stays."""
    span = Span(doc, start, end, label=entity.type.value, kb_id=entity.iri, span_id=rule)
    doc._.entities.setdefault(entity.iri, entity)
    if MENTIONS not in doc.spans:
        doc.spans[MENTIONS] = []
    doc.spans[MENTIONS].append(span)
    return span


def keep(doc: Doc, wanted: Callable[[Span], bool]) -> None:
    """Forget the mentions that are not wanted, and the entities that nothing mentions any more."""
    replace(doc, [span for span in mentions(doc) if wanted(span)])


def remove(doc: Doc, unwanted: Span) -> None:
    """Forget one mention."""
    same = (unwanted.start, unwanted.end, unwanted.label, unwanted.kb_id)
    keep(doc, lambda span: (span.start, span.end, span.label, span.kb_id) != same)


def replace(doc: Doc, spans: Iterable[Span]) -> None:
    """Let these be the mentions, and forget the entities that nothing mentions any more."""
    doc.spans[MENTIONS] = list(spans)
    named = {span.kb_id_ for span in doc.spans[MENTIONS]}
    doc._.entities = {iri: entity for iri, entity in doc._.entities.items() if iri in named}


def covered(doc: Doc, *types: MentionType) -> set[int]:
    """The indices of the tokens that stand in a mention of these types."""
    return {index for span in mentions(doc, *types) for index in range(span.start, span.end)}


def entity_of(doc: Doc, span: Span) -> Entity:
    """The entity that a mention names."""
    found: Entity = doc._.entities[Iri(span.kb_id_)]
    return found
