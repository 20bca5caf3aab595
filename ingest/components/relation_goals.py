"""Goal rules: what a measure is for, and which measures a goal belongs to.

“Om spionage tegen te gaan, stelt het kabinet een responskader op” names a goal and a measure in two clauses.
A goal belongs to the measure right before it; else, when it opens the sentence, to the measures of the main
clause; else to the nearest measure before it. A goal in a heading, or in the sentence that opens a list,
belongs to the measures under it: less surely, and the rule's name says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.components.clauses import ClauseKind
from ingest.components.cues import words
from ingest.components.prepositions import preposition
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.relation_frames import shared_subject
from ingest.components.relation_index import PatternRules
from ingest.components.relation_notation import types_of
from ingest.components.relation_patterns import Found
from ingest.components.relation_rules import PatternRule
from ingest.components.slots import Slot

MEASURES = types_of("MEASURE|LEGAL_ACT")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal met in a passage: the rule, where, and what it is to counter or protect."""

    rule: PatternRule
    found: Found
    object: Argument


def goals(view: View, rules: PatternRules) -> list[Goal]:
    """The goals that a passage names."""
    return [
        Goal(rule, found, Argument(*object_))
        for rule, pattern in rules.candidates(view.line.words)
        for found in view.line.find(pattern)
        for role, object_ in found.roles.items()
        if role != "x"
    ]


def goal_findings(view: View, found: Sequence[Goal]) -> Iterator[Finding]:
    """The goals of a passage with the measures to which they belong by its syntax."""
    for goal in found:
        places, confidence = attach(view, goal)
        for place in places:
            yield finding(view, view.slots[place], goal, goal.rule.confidence * confidence, place)


def finding(view: View, measure: Slot, goal: Goal, confidence: float, place: int | None = None) -> Finding:
    anchor = range(goal.found.first, goal.found.last + 1) if place is not None else ()
    return Finding(
        Argument(measure, MEASURES),
        goal.rule.predicate,
        goal.object,
        goal.rule.name,
        confidence,
        view,
        tuple(sorted({*anchor, *([place] if place is not None else [])})),
        nominal=True,
    )


def attach(view: View, goal: Goal) -> tuple[list[int], float]:
    """The places of the measures that a goal belongs to, and how sure that is, as a factor."""
    first, last = goal.found.first, goal.found.last
    candidates = [place for place in central(view) if not first <= place <= last]
    candidates = [p for p in candidates if "MEASURE" in view.slots[p].types] or candidates
    if (before := _right_before(view, first)) in candidates:
        return [before], 1.0
    clause = view.clause(first)
    if clause.elided is not None and (shared := shared_subject(view, clause.elided)) in candidates:
        return [shared], 0.9
    if clause.kind is ClauseKind.MAIN:
        return _same_clause(candidates, clause.items, first)
    if clause.kind is ClauseKind.PURPOSE and (
        within := [p for p in candidates if p in clause.items and p > last]
    ):
        return within, 0.85
    following = [place for place in candidates if place > last and view.clause(place).kind is ClauseKind.MAIN]
    main_before = [place for place in candidates if place < first]
    if not any(view.clause(place).kind is ClauseKind.MAIN for place in range(first)) and following:
        return following, 0.95 if len(following) == 1 else 0.85
    return main_before[-1:], 0.85


def central(view: View) -> list[int]:
    """The places of the measures of a passage, without those that are only mentioned on the side."""
    return [
        place
        for place, slot in view.slots.items()
        if slot.types & MEASURES and preposition(view.items, place) not in words("aside")
    ]


def _same_clause(candidates: Sequence[int], items: Sequence[int], first: int) -> tuple[list[int], float]:
    inside = [place for place in candidates if place in items]
    if len(inside) < 2:
        return inside, 0.95
    after = [place for place in inside if place > first]
    return (after[:1] or inside[-1:]), 0.8


def _right_before(view: View, first: int) -> int:
    """The place of a slot that the goal follows directly, -1 when there is none."""
    place = first - 1
    while place >= 0 and (view.items[place].filler or view.items[place].word in words("goal-linker")):
        place -= 1
    return place if place in view.slots else -1
