"""Which documents a document cites, in its text or in a footnote, and motions that a footnote names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from ingest.claims import Claim, Modality, Predicate
from ingest.components.cues import words
from ingest.components.evidence import evidence_of
from ingest.components.qualifiers import is_asked
from ingest.components.relation_findings import View
from ingest.components.relation_goals import MEASURES
from ingest.document import BlockKind, Document
from ingest.rdf import document_iri
from ontology.namespaces import Iri

_UNCITED = frozenset({BlockKind.MASTHEAD, BlockKind.SIGNATURE})


def citation_claims(doc: Doc, views: Sequence[View]) -> list[Claim]:
    """The document cites each document that it names; the first naming is the evidence."""
    document: Document = doc._.document
    own = Iri(str(document_iri(document.id)))
    seen: set[tuple[str, Modality]] = set()
    claims: list[Claim] = []
    for view in views:
        modality = Modality.ASKED if is_asked(view) else Modality.ASSERTED
        for mention in _named_documents(view):
            cited = Iri(mention.kb_id_)
            if cited != own and (cited, modality) not in seen and view.passage.block.kind not in _UNCITED:
                seen.add((cited, modality))
                footnote = view.passage.block.kind is BlockKind.FOOTNOTE
                claims.append(
                    Claim(
                        own, Predicate.CITES, cited, modality, 0.95,
                        "cites-in-footnote" if footnote else "cites-inline",
                        evidence_of(document, view.passage.span, view.passage.block),
                    )
                )  # fmt: skip
    return claims + list(_footnote_motions(document, views))


def _named_documents(view: View) -> Iterator[Span]:
    for slot in view.slots.values():
        if slot.anaphoric:
            continue
        yield from (mention for mention in (*slot.members, *slot.nested) if mention.label_ == "DOCUMENT_REF")


def _footnote_motions(document: Document, views: Sequence[View]) -> Iterator[Claim]:
    """A footnote that says “zoals gevraagd in de motie …” ties the motion to the measures of its sentence."""
    for note in views:
        number = note.passage.block.number
        if note.passage.block.kind is not BlockKind.FOOTNOTE or number is None:
            continue
        if not any(item.word in words("requested") for item in note.items):
            continue
        motions = [m for slot in note.slots.values() for m in slot.members if m.label_ == "MOTION"]
        for measure, view in _marked(document, views, number):
            for motion in motions:
                yield Claim(
                    Iri(measure.kb_id_), Predicate.ADDRESSES_MOTION, Iri(motion.kb_id_), Modality.ASSERTED,
                    0.8, "motion-in-footnote", evidence_of(document, view.passage.span, view.passage.block),
                )  # fmt: skip


def _marked(document: Document, views: Sequence[View], number: int) -> Iterator[tuple[Span, View]]:
    """The measures named in the sentence that carries a footnote mark, or else just before it."""
    positions = [mark.position for mark in document.marks if mark.number == number]
    for index, view in enumerate(views):
        span = view.passage.span
        if any(span.start_char < position <= span.end_char + 1 for position in positions):
            before = views[index - 1] if index else view
            named = list(_measures(view))
            if not named and before.passage.block == view.passage.block:
                named = list(_measures(before))[-1:]
            yield from ((member, view) for member in named)


def _measures(view: View) -> Iterator[Span]:
    for slot in view.slots.values():
        yield from () if slot.anaphoric else slot.of_type(MEASURES)
