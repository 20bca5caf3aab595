"""How a statement is said: negated, possible, planned, conditional, reported or asked; how likely, how soon.

As in EDS-NLP, cues are data and their scope follows syntax. A cue reaches the clause in which it stands, or
that clause and those that it governs, or the sentence. Which qualifiers a claim gets also depends on what it
says: a plan qualifies a measure's status, not what the measure is against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ingest.claims import Modality, Predicate
from ingest.components.clauses import Clause, ClauseKind
from ingest.components.cues import words
from ingest.components.qualifier_cues import Cue, CuePlace, Reach, find_cues
from ingest.components.relation_findings import Finding, View
from ingest.document import BlockKind
from ingest.extraction import MentionType

THREAT_PREDICATES: Final = frozenset({Predicate.USES, Predicate.THREATENS, Predicate.TARGETS})
"""What is said of actors and their means."""
TIMELESS: Final = frozenset(
    {
        Predicate.COUNTERS, Predicate.PROTECTS, Predicate.PROTECTS_TARGET, Predicate.HAS_LEGAL_BASIS,
        Predicate.ADDRESSES_MOTION, Predicate.RESPONSIBLE_BODY, Predicate.DIRECTED_AT_ACTOR,
        Predicate.PART_OF, Predicate.CITES,
    }
)  # fmt: skip
"""What holds of a measure whether it is announced or in force: a plan does not qualify it."""

_ORDER: Final = (
    Modality.ASKED,
    Modality.NEGATED,
    Modality.POSSIBLE,
    Modality.CONDITIONAL,
    Modality.REPORTED,
    Modality.PLANNED,
)
"""Of several modalities the first says most."""


_SPEAKERS: Final = frozenset({MentionType.ORGANISATION, MentionType.PERSON})


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """How a claim is said."""

    modality: Modality = Modality.ASSERTED
    likelihood: str | None = None
    horizon: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A cue and the items that it reaches."""

    cue: Cue
    place: int
    reached: frozenset[int]


def qualify(finding: Finding) -> Qualifiers:
    """The qualifiers of a finding."""
    scopes = list(scopes_of(finding.view))
    if finding.predicate not in THREAT_PREDICATES:
        return Qualifiers(_modality(finding, scopes))
    return Qualifiers(
        _modality(finding, scopes),
        _first(scope.cue.likelihood for scope in scopes if _holds(scope, finding)),
        _first(scope.cue.horizon for scope in scopes if _holds(scope, finding)),
    )


def is_asked(view: View) -> bool:
    """Whether the passage is a question: it asserts nothing, not even what it presupposes."""
    if view.passage.block.kind is BlockKind.QUESTION:
        return True
    opening = [item.word for item in view.items[:3]]
    if opening[:2] in (["vragen", "van"], ["vraag", "van"]) or any(item.word == "?" for item in view.items):
        return True
    members = not words("member").isdisjoint(opening)
    return members and any(item.word in words("asking") for item in view.items)


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


def _modality(finding: Finding, scopes: Iterable[Scope]) -> Modality:
    if is_asked(finding.view):
        return Modality.ASKED
    if _is_none(finding):
        return Modality.NEGATED
    said = {
        scope.cue.modality
        for scope in scopes
        if scope.cue.modality and _holds(scope, finding) and _applies(scope.cue, finding)
    }
    if finding.predicate in THREAT_PREDICATES and _is_reported(finding):
        said.add(Modality.REPORTED)
    return next((modality for modality in _ORDER if modality in said), Modality.ASSERTED)


def _is_none(finding: Finding) -> bool:
    """Whether there is no such subject: whatever its name says, or a clause about it, holds of nothing."""
    start = finding.subject.slot.start
    return start > 0 and finding.view.passage.span.doc[start - 1].lower_ in words("no-determiner")


def _is_reported(finding: Finding) -> bool:
    """Whether the clause says on whose word it goes: “vormt *volgens de AIVD* een dreiging”."""
    view, core = finding.view, _core(finding)
    clause = view.clause(min(core)).items if core else ()
    said = [item for item in clause if view.items[item].word == "volgens"]
    after = (view.slots.get(place) for item in said for place in (item + 1, item + 2))
    return any(slot.types & _SPEAKERS for slot in after if slot)


def _holds(scope: Scope, finding: Finding) -> bool:
    """Whether a scope covers a finding: the item that says it, or all of them."""
    return bool(scope.reached.intersection(_core(finding)))


def _core(finding: Finding) -> frozenset[int]:
    """The items on which the relation hangs: its words other than what is named, or else what is named."""
    spoken = frozenset(index for index in finding.anchor if not finding.view.items[index].slot)
    return spoken or frozenset(finding.anchor)


def _applies(cue: Cue, finding: Finding) -> bool:
    """Whether this kind of cue qualifies this kind of statement."""
    if cue.modality is Modality.NEGATED:
        return not finding.nominal or cue.existential or _denied_directly(cue, finding)
    if finding.predicate in THREAT_PREDICATES:
        return cue.modality is not Modality.PLANNED or not finding.nominal
    applies: dict[Modality | None, bool] = {
        Modality.PLANNED: finding.predicate not in TIMELESS,
        Modality.POSSIBLE: cue.stance == "weighed" or not finding.nominal,
        Modality.CONDITIONAL: not finding.nominal,
        Modality.REPORTED: False,
    }
    return not cue.weak and applies.get(cue.modality, True)


def _denied_directly(cue: Cue, finding: Finding) -> bool:
    """Whether “geen” stands right before what a noun phrase names."""
    if cue.words[0] != "geen" or not finding.anchor:
        return False
    place = finding.anchor[0] - 1
    while place >= 0 and finding.view.items[place].filler:
        place -= 1
    return place >= 0 and finding.view.items[place].word == "geen"


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


__all__ = ["Clause", "Qualifiers", "Scope", "is_asked", "qualify", "scopes_of"]
