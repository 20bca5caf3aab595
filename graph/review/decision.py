"""One decision on one claim, and its triples: a `prov:Activity` that used the claim (PROV-O, W3C 2013)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from graph.terms import RDF_TYPE
from ontology.namespaces import ID, PREFIXES, WB, Iri

_PROV: Final = PREFIXES["prov"]
_DATE_TIME: Final = NamedNode(PREFIXES["xsd"] + "dateTime")


class Verdict(StrEnum):
    """What was decided; the value is the local name in the ontology."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    CORRECTED = "Corrected"


@dataclass(frozen=True, slots=True)
class Correction:
    """What the claim should have said; `None` leaves a part as it is."""

    subject: Iri | None = None
    predicate: Iri | None = None
    object: Iri | None = None
    modality: Iri | None = None

    def __bool__(self) -> bool:
        return any((self.subject, self.predicate, self.object, self.modality))


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a claim, and when."""

    claim: Iri
    verdict: Verdict
    reviewer: str
    at: datetime
    note: str | None = None
    correction: Correction | None = None

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.CORRECTED) != bool(self.correction):
            raise ValueError("a correction says what the claim should be, and nothing else does")

    @property
    def iri(self) -> Iri:
        parts = (self.claim, self.verdict, self.reviewer, self.at.isoformat())
        return Iri(f"{ID}decision/{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:20]}")

    @property
    def replacement(self) -> Iri | None:
        """The claim that stands instead of a corrected one."""
        if self.correction is None:
            return None
        return Iri(f"{ID}claim/{self.iri.rpartition('/')[2]}")

    def triples(self, claim: Iterable[Triple]) -> Iterator[Triple]:
        """The decision in RDF. `claim` is what the graph says of the claim: a correction is a copy of it."""
        node, found = NamedNode(self.iri), tuple(claim)
        yield Triple(node, RDF_TYPE, NamedNode(WB + "ReviewDecision"))
        yield Triple(node, NamedNode(WB + "decides"), NamedNode(self.claim))
        yield Triple(node, NamedNode(WB + "verdict"), NamedNode(WB + self.verdict))
        yield Triple(node, NamedNode(WB + "reviewer"), Literal(self.reviewer))
        moment = self.at.astimezone(UTC).isoformat(timespec="milliseconds")
        yield Triple(node, NamedNode(_PROV + "endedAtTime"), Literal(moment, datatype=_DATE_TIME))
        yield from (
            Triple(node, triple.predicate, triple.object)
            for triple in found
            if triple.predicate.value == WB + "rule"
        )
        if self.note:
            yield Triple(node, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(self.note))
        yield from self._replacement(node, found)

    def _replacement(self, node: NamedNode, found: tuple[Triple, ...]) -> Iterator[Triple]:
        if self.correction is None or self.replacement is None:
            return
        copy = NamedNode(self.replacement)
        changes = {
            WB + "claimSubject": self.correction.subject,
            WB + "claimPredicate": self.correction.predicate,
            WB + "claimObject": self.correction.object,
            WB + "modality": self.correction.modality,
            WB + "reviewState": Iri(WB + "Reviewed"),
        }
        yield Triple(node, NamedNode(_PROV + "generated"), copy)
        yield Triple(copy, NamedNode(_PROV + "wasRevisionOf"), NamedNode(self.claim))
        for triple in found:
            change = changes.get(triple.predicate.value)
            yield Triple(copy, triple.predicate, NamedNode(change) if change else triple.object)
