"""What the layout says: a heading, or the sentence that opens a list, gives the goal of what stands under it.

Such claims are less sure than those of a sentence, and their rule is named after the place of the goal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.claims import Predicate
from ingest.components.relation_findings import Finding, View
from ingest.components.relation_goals import Goal, central, finding
from ingest.document import Block, BlockKind, Document

LIST: Final = 0.65
HEADING: Final = 0.55
"""Confidence of goals taken from the opening of a list, and from a heading."""


def context_findings(
    document: Document, views: Sequence[View], aims: Sequence[Sequence[Goal]], found: Sequence[Finding]
) -> list[Finding]:
    """Goals of headings and list openings, for the measures of the list items under them."""
    contexts = list(zip(views, aims, strict=True))
    said = {(id(f.view), f.subject.slot.start, f.predicate) for f in found}
    results: list[Finding] = []
    for view in _topics(views):
        for goal, rule, confidence in _goals_above(document, view.passage.block, contexts):
            results += _for_measures(view, goal, rule, confidence, said)
    return results


def _topics(views: Sequence[View]) -> Iterator[View]:
    """Of each list item the first sentence that names a measure: what the item is about."""
    block: Block | None = None
    for view in views:
        here = view.passage.block
        if here.kind is BlockKind.LIST_ITEM and here != block and central(view):
            block = here
            yield view


def _for_measures(
    view: View, goal: Goal, rule: str, confidence: float, said: set[tuple[int, int, Predicate]]
) -> Iterator[Finding]:
    """The goal for each measure of the sentence for which the sentence names none of that kind."""
    for place in central(view):
        slot = view.slots[place]
        own = (id(view), slot.start, goal.rule.predicate) in said
        if not slot.anaphoric and (not own or goal.rule.predicate is Predicate.PROTECTS):
            yield replace(finding(view, slot, goal, confidence), rule=rule)


def _goals_above(
    document: Document, block: Block, contexts: Sequence[tuple[View, Sequence[Goal]]]
) -> Iterator[tuple[Goal, str, float]]:
    """The goals of the list's opening and of the heading."""
    opening = _opening(document, block)
    heading = document.blocks[block.section] if block.section is not None else None
    for view, goals in contexts:
        place = view.passage.block
        if opening is not None and place == opening and _last_sentence(view, document, opening):
            yield from ((goal, "list-opening", LIST) for goal in goals)
        elif heading is not None and place == heading:
            yield from ((goal, "heading", HEADING) for goal in goals)


def _opening(document: Document, block: Block) -> Block | None:
    """The paragraph that opens the list in which a block stands: it ends with a colon."""
    index = document.blocks.index(block)
    while index >= 0 and document.blocks[index].kind in {BlockKind.LIST_ITEM, BlockKind.FOOTNOTE}:
        index -= 1
    if index < 0 or document.blocks[index].kind is not BlockKind.PARAGRAPH:
        return None
    candidate = document.blocks[index]
    return candidate if document.text[candidate.start : candidate.end].rstrip().endswith(":") else None


def _last_sentence(view: View, document: Document, opening: Block) -> bool:
    return document.text[view.passage.span.end_char : opening.end].strip() == ""
