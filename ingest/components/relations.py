"""The spaCy component that reads claims from sentences.

It takes the mentions in `doc.spans["mentions"]` and the entities in `doc._.entities`, and leaves the claims
in `doc._.claims`. Rules and cues are data (`data/relations.toml`, `data/qualifiers.toml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.claims import Claim, Predicate
from ingest.components import state
from ingest.components.evidence import evidence_of
from ingest.components.passages import passages, sentences
from ingest.components.qualifiers import qualify
from ingest.components.relation_activities import with_activities
from ingest.components.relation_anaphora import FACTOR, resolved
from ingest.components.relation_citations import citation_claims
from ingest.components.relation_contexts import context_findings
from ingest.components.relation_examples import continued, exemplified
from ingest.components.relation_findings import Finding, View
from ingest.components.relation_frames import frame_findings
from ingest.components.relation_goals import Goal, goal_findings, goals
from ingest.components.relation_inference import of_parts, targets_of_interests, through_means
from ingest.components.relation_rules import Rules, load_rules
from ingest.components.relation_sequences import inside_findings, sequence_findings
from ingest.components.relation_signatures import Signatures, default_signatures
from ingest.components.relation_statuses import status_claims
from ingest.components.relation_topics import CONTEXTUAL, threats_of_lists, topic_findings
from ingest.document import Block, BlockKind, Document
from ontology.namespaces import Iri

SILENT = frozenset({BlockKind.MASTHEAD, BlockKind.HEADING, BlockKind.SIGNATURE})
"""Blocks that name things and state nothing; a heading's goal counts for what stands under it."""
_COVERING: Final = frozenset({Predicate.COUNTERS, Predicate.PROTECTS, Predicate.PROTECTS_TARGET})


class Relations:
    """Reads the claims of a document from its mentions."""

    def __init__(self, rules: Rules, signatures: Signatures) -> None:
        self.rules = rules
        self.signatures = signatures

    def __call__(self, doc: Doc) -> Doc:
        document: Document | None = doc._.document
        if document is None:
            return doc
        views = [View(passage) for passage in resolved(list(passages(doc)))]
        aims = [goals(view, self.rules.goals) for view in views]
        found = [
            finding
            for view, goals_here in zip(views, aims, strict=True)
            if view.passage.block.kind not in SILENT
            for finding in self._sentence_findings(view, goals_here)
        ]
        found += list(continued(views, found))
        found += context_findings(document, views, aims, found)
        found += list(topic_findings(views, found))
        found += list(threats_of_lists(found))
        found = list(exemplified(found))
        found += [*through_means(found), *targets_of_interests(found), *of_parts(found)]
        claims = [claim for finding in found for claim in self._claims(document, finding)]
        claims += citation_claims(doc, views)
        claims += status_claims(doc, views)
        doc._.claims = with_activities(document, _distinct(claims))
        return doc

    def _sentence_findings(self, view: View, found: Sequence[Goal]) -> Iterator[Finding]:
        yield from sequence_findings(view, self.rules.sequences)
        yield from inside_findings(view, self.rules.insides)
        yield from frame_findings(view, self.rules.frames)
        yield from goal_findings(view, found)

    def _claims(self, document: Document, finding: Finding) -> Iterator[Claim]:
        qualifiers = qualify(finding)
        pronoun = finding.subject.slot.anaphoric or finding.object.slot.anaphoric
        evidence = evidence_of(document, _stretch(finding), finding.view.passage.block)
        for subject, object_ in self._pairs(finding):
            yield Claim(
                Iri(subject.kb_id_),
                finding.predicate,
                Iri(object_.kb_id_),
                qualifiers.modality,
                round(finding.confidence * (FACTOR if pronoun else 1), 2),
                finding.rule,
                evidence,
                horizon=qualifiers.horizon,
                likelihood=qualifiers.likelihood,
                open_enumeration=finding.subject.slot.open or finding.object.slot.open,
                basis=_basis(finding),
            )

    def _pairs(self, finding: Finding) -> Iterator[tuple[Span, Span]]:
        """The mentions that a finding joins, coordination distributed, as far as the ontology permits."""
        for subject in finding.subject.slot.of_type(finding.subject.types):
            for object_ in finding.object.slot.of_type(finding.object.types):
                if subject.kb_id_ != object_.kb_id_ and self.signatures.permits(
                    subject.label_, finding.predicate, object_.label_
                ):
                    yield subject, object_


def _basis(finding: Finding) -> str | None:
    """What coverage rests on where no sentence says it: the layout of the text, or an inference."""
    if finding.predicate not in _COVERING:
        return None
    return "via-samenhang" if finding.rule in CONTEXTUAL or "-through-" in finding.rule else None


def _stretch(finding: Finding) -> Span:
    """The sentence, and those next to it up to where an argument is named, if in the same block."""
    passage = finding.view.passage
    doc, block = passage.span.doc, passage.block
    start, end = passage.span.start, passage.span.end
    for argument in (finding.subject, finding.object):
        mention = argument.slot.members[0]
        if mention.start < start and block.start <= mention.start_char:
            start = _sentence_edge(mention, block, backwards=True)
        elif mention.start >= end and mention.end_char <= block.end:
            end = _sentence_edge(mention, block, backwards=False)
    return doc[start:end]


def _sentence_edge(mention: Span, block: Block, *, backwards: bool) -> int:
    """The token with which the sentence of a mention begins, or the one after its last, within the block."""
    within = mention.doc.char_span(block.start, block.end, alignment_mode="contract")
    for sentence in sentences(within) if within is not None else ():
        if sentence.start <= mention.start < sentence.end:
            return sentence.start if backwards else sentence.end
    return mention.start if backwards else mention.end


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each statement of a sentence, by the surest rule.

    What a sentence says outright needs no claim from the layout beside it.
    """
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.id not in best or claim.confidence > best[claim.id].confidence:
            best[claim.id] = claim
    said = {_statement(claim) for claim in best.values() if claim.rule not in CONTEXTUAL}
    return [claim for claim in best.values() if claim.rule not in CONTEXTUAL or _statement(claim) not in said]


def _statement(claim: Claim) -> tuple[str, str, str]:
    return claim.subject, claim.predicate, claim.object


@Language.factory("weerbaar_relations", requires=["doc.spans"])
def make_relations(nlp: Language, name: str) -> Relations:  # noqa: ARG001
    """The component with the rules and the ontology that the software carries."""
    return Relations(load_rules(), default_signatures())


__all__ = ["Relations", "make_relations", "state"]
