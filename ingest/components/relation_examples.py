"""Examples share what is said of the whole: “landen zoals Iran”, “dreigingen, waaronder spionage”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from ingest.components.cues import words
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.slots import Slot, tail

_FACTOR: Final = 0.85
_KINDS: Final = frozenset({"MEANS", "TARGET", "INTEREST", "MEASURE"})


def exemplified(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, and the same for the examples of their arguments, an open enumeration."""
    cache: dict[int, dict[int, Slot]] = {}
    for finding in findings:
        yield finding
        examples = cache.setdefault(id(finding.view), _examples(finding.view))
        if example := examples.get(finding.subject.slot.start):
            yield replace(finding, subject=Argument(example, finding.subject.types))
        if example := examples.get(finding.object.slot.start):
            yield replace(finding, object=Argument(example, finding.object.types))


def continued(views: Sequence[View], found: Sequence[Finding]) -> Iterator[Finding]:
    """A sentence that opens with “Zoals” gives examples of what the sentence before it spoke of."""
    for before, view in pairwise(views):
        opening = view.items[0].word if view.items else ""
        if opening not in words("example") or before.passage.block != view.passage.block:
            continue
        for finding in found:
            if finding.view is before:
                for slot in view.slots.values():
                    if slot.types & finding.object.types and not slot.anaphoric:
                        example = Argument(replace(slot, open=True), finding.object.types)
                        yield replace(
                            finding,
                            object=example,
                            rule=f"{finding.rule}-continued",
                            confidence=finding.confidence * _FACTOR,
                        )


def _examples(view: View) -> dict[int, Slot]:
    """Slots that are examples, by the token with which what they exemplify begins."""
    examples: dict[int, Slot] = {}
    for place, slot in view.slots.items():
        introduced = _introduction(view, place)
        if introduced and (whole := _whole(view, place, slot, introduced)) is not None:
            examples[whole] = replace(slot, open=introduced != ":")
    return examples


def _introduction(view: View, place: int) -> str:
    """The word that introduces the slot as an example, or a colon before a list; empty when there is none."""
    before = place - 1
    while before >= 0 and view.items[before].filler and view.items[before].word not in words("example"):
        before -= 1
    word = view.items[before].word if before >= 0 else ""
    return word if word in words("example") or word == ":" else ""


def _whole(view: View, place: int, slot: Slot, introduced: str) -> int | None:
    """The token with which what the slot exemplifies begins: the nearest thing before it that may be it."""
    reach = 3 if introduced == ":" else 18
    for before in range(place - 1, max(-1, place - reach), -1):
        candidate = view.slots.get(before)
        if candidate is None:
            continue
        if _may_exemplify(candidate, slot):
            return candidate.start
        end = tail(candidate)
        if end is not None and end.label_ in slot.types & _KINDS:
            return end.start
    return None


def _may_exemplify(whole: Slot, example: Slot) -> bool:
    if "GENERIC_ACTOR" in whole.types:
        return bool(example.types & {"STATE_ACTOR", "GENERIC_ACTOR"})
    return bool(whole.types & example.types & _KINDS) and len(whole.members) == 1
