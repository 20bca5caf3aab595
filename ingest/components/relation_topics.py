"""What a list item or paragraph is about, for the measures in it of which no sentence says what they are for.

In a list item that opens with a measure against espionage, the measures that follow are against espionage
too; in a paragraph on threats of a broad kind (“hybride dreigingen”), its measures answer those threats. Such
claims rest on the order of sentences alone: they are the least sure, and rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Span

from ingest.claims import Predicate
from ingest.components.passages import lemma
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.relation_goals import central
from ingest.components.slots import Slot
from ingest.document import Block, BlockKind

CONTEXTUAL: Final = frozenset(
    {"list-opening", "heading", "list-item-topic", "paragraph-topic", "list-threat"}
)
"""The names of the rules that read the order and layout of sentences, not what one sentence says."""
ITEM: Final = 0.55
PARAGRAPH: Final = 0.5
_MEASURES: Final = frozenset({"MEASURE"})
"""Without laws: one that is only mentioned need not serve the purpose spoken of."""
_MEANS: Final = frozenset({"MEANS"})
_READ: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def topic_findings(views: Sequence[View], found: Sequence[Finding]) -> Iterator[Finding]:
    """Goals for the measures without one, from what their list item or paragraph is about."""
    said = {(id(f.view), f.subject.slot.start) for f in found if f.predicate is Predicate.COUNTERS}
    block: Block | None = None
    for view in views:
        if view.passage.block != block:
            block = view.passage.block
            countered: list[Argument] = []
            threats: Span | None = None
        if block.kind not in _READ:
            continue
        here = [f.object for f in found if f.view is view and f.predicate is Predicate.COUNTERS]
        threats = threats or _broad_threats(view)
        for place in central(view):
            slot = view.slots[place]
            if not slot.types & _MEASURES or slot.anaphoric or (id(view), slot.start) in said:
                continue
            if countered and block.kind is BlockKind.LIST_ITEM:
                yield from (_finding(view, place, target, "list-item-topic", ITEM) for target in countered)
            elif threats is not None and threats.start < slot.start:
                target = Argument(Slot(threats.start, threats.end, (threats,)), _MEANS)
                yield _finding(view, place, target, "paragraph-topic", PARAGRAPH)
        countered = countered or here


def threats_of_lists(found: Sequence[Finding]) -> Iterator[Finding]:
    """What the items of a list counter threatens the interest that the list is to protect."""
    for protecting in found:
        if protecting.rule != "list-opening" or protecting.predicate is not Predicate.PROTECTS:
            continue
        for countering in found:
            if countering.view is protecting.view and countering.predicate is Predicate.COUNTERS:
                yield replace(
                    protecting,
                    subject=countering.object,
                    predicate=Predicate.THREATENS,
                    rule="list-threat",
                    confidence=PARAGRAPH,
                )


def _finding(view: View, place: int, target: Argument, rule: str, confidence: float) -> Finding:
    measure = Argument(view.slots[place], _MEASURES)
    return Finding(measure, Predicate.COUNTERS, target, rule, confidence, view, (place,), nominal=True)


def _broad_threats(view: View) -> Span | None:
    """The first mention in a passage of threats of a broad kind, by the head of its name."""
    mentions = (
        m for slot in view.slots.values() if not slot.anaphoric for m in (*slot.members, *slot.nested)
    )
    return next((m for m in mentions if m.label_ == "MEANS" and lemma(m[-1].text).endswith("dreiging")), None)
