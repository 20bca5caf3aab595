"""What a sentence says by saying two things: who harms through a means, harms.

“De economische veiligheid wordt geschaad door spionage van Rusland” says that Russia uses espionage and that
espionage harms economic security; and so that Russia harms it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.claims import Predicate
from ingest.components.relation_findings import Argument, Finding
from ingest.components.slots import Slot

_CARRIED: Final = frozenset({Predicate.THREATENS, Predicate.TARGETS})
_GOALS: Final = frozenset({Predicate.COUNTERS, Predicate.PROTECTS, Predicate.PROTECTS_TARGET})
_BY_NESTED: Final = {"TARGET": Predicate.PROTECTS_TARGET, "MEANS": Predicate.COUNTERS}
_FACTOR: Final = 0.9


def through_means(findings: Sequence[Finding]) -> list[Finding]:
    """Threats and targets of a means, said of the actors who use it in the same sentence."""
    by_view: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_view[id(finding.view)].append(finding)
    return [made for group in by_view.values() for made in _of_passage(group)]


def of_parts(findings: Sequence[Finding]) -> Iterator[Finding]:
    """What a sentence says a part is for, of the whole that it names, and the other way round."""
    parts = [finding for finding in findings if finding.predicate is Predicate.PART_OF]
    for part in parts:
        for finding in findings:
            if finding.view is not part.view or finding.predicate not in _GOALS:
                continue
            for here, there in ((part.subject, part.object), (part.object, part.subject)):
                if finding.subject.slot.start == here.slot.start:
                    yield replace(
                        finding,
                        subject=there,
                        rule=f"{finding.rule}-through-part",
                        confidence=finding.confidence * _FACTOR,
                    )


def targets_of_interests(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Who protects “de veiligheid van telecomnetwerken”, protects the networks that the interest names.

    And who protects “het voorkomen van afhankelijkheid” works against the dependency.
    """
    for finding in findings:
        for named in finding.object.slot.nested if finding.predicate is Predicate.PROTECTS else ():
            predicate = _BY_NESTED.get(named.label_)
            if predicate is not None and "INTEREST" in finding.object.slot.types:
                yield replace(
                    finding,
                    predicate=predicate,
                    object=Argument(Slot(named.start, named.end, (named,)), frozenset({named.label_})),
                    rule=f"{finding.rule}-through-interest",
                    confidence=finding.confidence * _FACTOR,
                )


def _of_passage(findings: Iterable[Finding]) -> Iterator[Finding]:
    group = list(findings)
    uses = [finding for finding in group if finding.predicate is Predicate.USES and finding.nominal]
    for finding in group:
        if finding.predicate in _CARRIED and "MEANS" in finding.subject.slot.types:
            for use in uses:
                if use.object.slot.start == finding.subject.slot.start:
                    yield replace(
                        finding,
                        subject=use.subject,
                        rule=f"{finding.rule}-through-means",
                        confidence=min(finding.confidence, use.confidence) * _FACTOR,
                    )
