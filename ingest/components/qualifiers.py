"""How a statement is said: negated, possible, planned, conditional, reported or asked; how likely, how soon.

As in EDS-NLP, cues are data and their scope follows syntax (`qualifier_scopes`). Which qualifiers a claim
gets also depends on what it says: a plan qualifies a measure's status, not what the measure is against.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.claims import Modality, Predicate
from ingest.components.cues import words
from ingest.components.qualifier_cues import Cue
from ingest.components.qualifier_scopes import Scope
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


def qualify(finding: Finding) -> Qualifiers:
    """The qualifiers of a finding."""
    scopes = finding.view.scopes
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
