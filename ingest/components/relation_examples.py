"""Examples share what is said of the whole: “landen zoals Iran”, “dreigingen, waaronder spionage”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.components.cues import words
from ingest.components.passages import Slot
from ingest.components.relation_findings import Argument, Finding, View


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


def _examples(view: View) -> dict[int, Slot]:
    """Slots that are examples, by the token with which the slot that they exemplify begins."""
    examples: dict[int, Slot] = {}
    for place, slot in view.slots.items():
        if _introduced(view, place) and (whole := _whole(view, place, slot)):
            examples[whole.start] = replace(slot, open=True)
    return examples


def _introduced(view: View, place: int) -> bool:
    """Whether the slot is introduced as an example."""
    before = place - 1
    while before >= 0 and view.items[before].filler and view.items[before].word not in words("example"):
        before -= 1
    return before >= 0 and view.items[before].word in words("example")


def _whole(view: View, place: int, slot: Slot) -> Slot | None:
    """The nearest slot before it of the same kind and more general: a generic actor, or any other kind."""
    for before in range(place - 1, max(-1, place - 18), -1):
        candidate = view.slots.get(before)
        if candidate and _may_exemplify(candidate, slot):
            return candidate
    return None


def _may_exemplify(whole: Slot, example: Slot) -> bool:
    if "GENERIC_ACTOR" in whole.types:
        return bool(example.types & {"STATE_ACTOR", "GENERIC_ACTOR"})
    shared = whole.types & example.types & {"MEANS", "TARGET", "INTEREST", "MEASURE"}
    return bool(shared) and len(whole.members) == 1
