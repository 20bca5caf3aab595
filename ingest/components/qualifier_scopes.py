"""How far the cues of a passage reach.

A cue reaches the clause in which it stands, or that clause and those that it governs, or the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.claims import Modality
from ingest.components.clauses import ClauseKind
from ingest.components.cues import words
from ingest.components.qualifier_cues import Cue, CuePlace, Reach, find_cues

if TYPE_CHECKING:
    from ingest.components.relation_findings import View


@dataclass(frozen=True, slots=True)
class Scope:
    """A cue and the items that it reaches."""

    cue: Cue
    place: int
    reached: frozenset[int]


def scopes_of(view: View) -> Iterator[Scope]:
    """The cues of a passage with what they reach."""
    plain = [
        (index, item.word) for index, item in enumerate(view.items) if not item.slot and item.word not in "()"
    ]
    for found in find_cues([word for _, word in plain]):
        first, last = plain[found.first][0], plain[found.last][0]
        if _counts(view, found, first):
            yield Scope(found.cue, first, frozenset(_reach(view, found.cue, first, last)))
    yield from _within_mentions(view)


def _within_mentions(view: View) -> Iterator[Scope]:
    """Cues inside a mention (“mogelijke sabotage”) reach that mention."""
    for place, slot in view.slots.items():
        tokens = view.passage.span.doc[slot.start : slot.end]
        for found in find_cues([token.lower_ for token in tokens]):
            if (
                found.cue.modality is Modality.POSSIBLE
                and not found.cue.weak
                and found.cue.reach is Reach.CLAUSE
            ):
                yield Scope(found.cue, place, frozenset({place}))


def _counts(view: View, found: CuePlace, first: int) -> bool:
    """Whether a cue that must open a clause does so."""
    if not found.cue.opens:
        return True
    clause = view.clause(first)
    opening = clause.items[0]
    if first - opening > 1 and view.items[first - 1].word != ",":
        return False
    if found.cue.words == ("als",):
        return clause.kind is not ClauseKind.MAIN
    return True


def _fronted(view: View, first: int) -> Iterator[int]:
    """The clause that is the subject of the one that the cue stands in: “*Dat X …*, is niet gebleken.”"""
    opening = view.clauses[0]
    if opening.items[0] == 0 and view.items[0].word == "dat" and first not in opening.items:
        yield from opening.items


def _reach(view: View, cue: Cue, first: int, last: int) -> Iterator[int]:
    if cue.reach is Reach.SENTENCE:
        yield from range(len(view.items))
        return
    if cue.reach is Reach.GOVERNED:
        yield from _governed(view, last)
        return
    clause = view.clause(first)
    after_joint = first > 0 and view.items[first - 1].word in words("clause-coordinator")
    # “een dreiging voor X en mogelijk ook voor Y”: the cue says nothing of what stands before the joint.
    yield from (item for item in clause.items if not after_joint or item >= first)
    if cue.reach is Reach.COMPLEMENT:
        yield from _fronted(view, first)
        for following in view.clauses:
            if following.items[0] > last and following.kind is ClauseKind.MAIN:
                break
            if following.items[0] > first:
                yield from following.items


def _governed(view: View, last: int) -> Iterator[int]:
    """The items of the subordinate clauses after a cue, up to the next main clause."""
    for following in view.clauses:
        if following.items[0] > last:
            if following.kind is ClauseKind.MAIN:
                return
            yield from following.items
