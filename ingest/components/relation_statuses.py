"""The status of a measure, and by when it is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Span

from ingest.claims import Claim, Modality, Predicate
from ingest.components import state
from ingest.components.cues import words
from ingest.components.evidence import evidence_of
from ingest.components.measure_facts import beside, nearest
from ingest.components.qualifiers import is_asked, qualify
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.relation_goals import MEASURES
from ingest.document import BlockKind, Document
from ingest.extraction import Entity
from ontology.namespaces import ID, Iri

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUESTION, BlockKind.FOOTNOTE})


def status_claims(doc: Doc, views: Sequence[View]) -> list[Claim]:
    """What the text says of the state of its measures, and by when they are due."""
    document: Document = doc._.document
    entities: dict[Iri, Entity] = doc._.entities
    said: dict[Iri, Claim] = {}
    told: set[Iri] = set()
    due: list[Claim] = []
    dates = [mention for mention in doc.spans.get(state.MENTIONS, ()) if mention.label_ == "DATE"]
    for view in views:
        if view.passage.block.kind not in _READ:
            continue
        for place, measure in _measures(view):
            due += _due(document, view, measure, dates)
            entity = entities.get(Iri(measure.kb_id_))
            status = entity.measure.status if entity and entity.measure else None
            if entity is None or status is None or entity.iri in told:
                continue
            if _says(measure, status):
                told.add(entity.iri)
            if entity.iri in told or entity.iri not in said:
                said[entity.iri] = _status(document, view, place, entity.iri, status)
    return [*said.values(), *due]


def _says(measure: Span, status: str) -> bool:
    """Whether the sentence of a mention is one that gives the measure this status."""
    return (beside(measure) or nearest(measure, "status")) == status


def _measures(view: View) -> Iterator[tuple[int, Span]]:
    for place, slot in view.slots.items():
        if not slot.anaphoric:
            yield from ((place, member) for member in slot.of_type(MEASURES))


def _status(document: Document, view: View, place: int, measure: Iri, status: str) -> Claim:
    argument = Argument(view.slots[place], MEASURES)
    said = Finding(
        argument, Predicate.HAS_STATUS, argument, "status-of-measure", 0.75, view, (place,), nominal=True
    )
    modality = qualify(said).modality
    return Claim(
        measure,
        Predicate.HAS_STATUS,
        Iri(f"{ID}status/{status}"),
        # A plan or a condition is what the status itself says.
        modality if modality in {Modality.ASKED, Modality.NEGATED} else Modality.ASSERTED,
        said.confidence,
        said.rule,
        evidence_of(document, view.passage.span, view.passage.block),
    )


def _due(document: Document, view: View, measure: Span, dates: Sequence[Span]) -> Iterator[Claim]:
    """A date to come, in a sentence that speaks of a plan or a limit."""
    issued = document.metadata.issued
    if is_asked(view) or issued is None or not _speaks_of_plan(view):
        return
    span = view.passage.span
    for mention in (one for one in dates if span.start <= one.start < span.end):
        edtf = mention.doc._.entities[Iri(mention.kb_id_)].label_nl
        if _is_to_come(edtf, issued):
            yield Claim(
                Iri(measure.kb_id_),
                Predicate.DUE_BY,
                edtf,
                Modality.PLANNED,
                0.75,
                "due-by",
                evidence_of(document, view.passage.span, view.passage.block),
                verbatim=_with_limit(mention),
            )


def _speaks_of_plan(view: View) -> bool:
    return any(item.word in words("due") for item in view.items if not item.slot)


def _is_to_come(edtf: str, issued: date) -> bool:
    """Whether a date in EDTF ends after the document's own date, by year, then month or season."""
    last = edtf.rpartition("/")[2]
    year, _, rest = last.partition("-")
    if not year.isdigit():
        return False
    part = rest.partition("-")[0]
    month = int(part) if part.isdigit() else 12
    return int(year) > issued.year or (int(year) == issued.year and month > issued.month)


def _with_limit(mention: Span) -> str:
    """The words of the date with the limit before it: “uiterlijk aankomende zomer”."""
    start = mention.start
    while start and mention.doc[start - 1].lower_ in words("limit"):
        start -= 1
    return mention.doc[start : mention.end].text
