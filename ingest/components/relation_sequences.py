"""Sequence and inside rules: patterns over a sentence, and over the words of one long mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ingest.claims import Predicate
from ingest.components.cues import words
from ingest.components.passages import inner_items
from ingest.components.prepositions import preposition
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.relation_index import PatternRules
from ingest.components.relation_patterns import Found, Line
from ingest.components.relation_rules import PatternRule
from ingest.components.slots import Slot, apart

_OF_THREATS: Final = frozenset({Predicate.USES, Predicate.THREATENS, Predicate.TARGETS})


def sequence_findings(view: View, rules: PatternRules) -> Iterator[Finding]:
    """Subject and object by a pattern over the sentence; roles other than `s` and `x` are all objects."""
    if len(view.slots) < 2:
        return
    for rule, pattern in rules.candidates(view.line.words):
        for found in view.line.find(pattern):
            yield from _pair(view, rule, found)
        if view.tail_line and rule.predicate in _OF_THREATS:
            for found in view.tail_line.find(pattern):
                yield from _pair(view, rule, found)


def _pair(view: View, rule: PatternRule, found: Found) -> Iterator[Finding]:
    slot, types = found.roles["s"]
    at_first = not rule.nominal and view.items[found.first].slot is not None
    if at_first and preposition(view.items, found.first) in words("never-subject"):
        return
    subject = (list(apart(slot))[-1], types) if rule.last else (slot, types)
    anchor = tuple(range(found.first, found.last + 1))
    for role, object_ in found.roles.items():
        if role not in {"s", "x"}:
            yield Finding(
                Argument(*subject), rule.predicate, Argument(*object_), rule.name, rule.confidence,
                view, anchor, rule.nominal,
            )  # fmt: skip


def inside_findings(view: View, rules: PatternRules) -> Iterator[Finding]:
    """Relations that the name of a thing says itself: “aanpak van spionage”."""
    for place, slot in view.slots.items():
        for part in apart(slot) if slot.nested and not slot.anaphoric else ():
            line = Line.of(tuple(inner_items(part)))
            for rule, pattern in rules.candidates(line.words):
                if part.types & rule.outer:
                    yield from _within(view, place, part, line.find(pattern), rule)


def _within(
    view: View, place: int, slot: Slot, founds: Iterable[Found], rule: PatternRule
) -> Iterator[Finding]:
    outer = Argument(slot, rule.outer)
    inner_role = "o" if rule.outer_role == "s" else "s"
    for found in founds:
        inner = Argument(*found.roles[inner_role])
        subject, object_ = (outer, inner) if rule.outer_role == "s" else (inner, outer)
        yield Finding(
            subject, rule.predicate, object_, rule.name, rule.confidence, view, (place,), nominal=True
        )
