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
from ingest.components.passages import Slot
from ingest.components.relation_findings import Argument, Finding

_CARRIED: Final = frozenset({Predicate.THREATENS, Predicate.TARGETS})
_FACTOR: Final = 0.9


def through_means(findings: Sequence[Finding]) -> list[Finding]:
    """Threats and targets of a means, said of the actors who use it in the same sentence."""
    by_view: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_view[id(finding.view)].append(finding)
    return [made for group in by_view.values() for made in _of_passage(group)]


def targets_of_interests(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Who protects “de veiligheid van telecomnetwerken”, protects the networks that the interest names."""
    for finding in findings:
        for target in finding.object.slot.nested if finding.predicate is Predicate.PROTECTS else ():
            if target.label_ == "TARGET" and "INTEREST" in finding.object.slot.types:
                yield replace(
                    finding,
                    predicate=Predicate.PROTECTS_TARGET,
                    object=Argument(Slot(target.start, target.end, (target,)), frozenset({"TARGET"})),
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
