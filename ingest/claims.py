"""A claim: what a document says, with the words in which it says it.

A claim is never a fact. It holds subject, predicate and object, how it is said (`Modality`), how sure the
*extraction* is, which rule found it, and the quote. Its id is a hash of document, span and content, so that
reading a document twice gives the same claims.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from ingest.document import DocumentId
from ontology.namespaces import ID, WB, Iri

ClaimId = NewType("ClaimId", str)


class Modality(StrEnum):
    """How a thing is said; the value is the slug of the concept in the scheme `modality`."""

    ASSERTED = "beweerd"
    NEGATED = "ontkend"
    POSSIBLE = "mogelijk"
    PLANNED = "gepland"
    CONDITIONAL = "voorwaardelijk"
    REPORTED = "gerapporteerd"
    ASKED = "gevraagd"


class Predicate(StrEnum):
    """What a claim can say; the value is the local name of the property in the ontology."""

    USES = "uses"
    THREATENS = "threatens"
    TARGETS = "targets"
    COUNTERS = "counters"
    PROTECTS = "protects"
    PROTECTS_TARGET = "protectsTarget"
    DIRECTED_AT_ACTOR = "directedAtActor"
    RESPONSIBLE_BODY = "responsibleBody"
    INVOLVED_BODY = "involvedBody"
    HAS_LEGAL_BASIS = "hasLegalBasis"
    ADDRESSES_MOTION = "addressesMotion"
    CITES = "cites"
    HAS_STATUS = "hasStatus"
    DUE_BY = "dueBy"
    """A literal in EDTF."""
    PART_OF = "partOf"
    PURSUES_GOAL = "pursuesGoal"
    HAS_EFFECT = "hasEffect"
    EMPOWERS_BODY = "empowersBody"
    BINDINGNESS = "bindingness"
    ASSESSED_AS = "assessedAs"
    """What is said of an actor's intent, capability or their combination."""
    DOCUMENTED_COUNT = "documentedCount"
    """A number that the document states of a list, which it need not give."""

    @property
    def takes_literal(self) -> bool:
        """Whether the object is a literal, not a thing."""
        return self in {Predicate.DUE_BY, Predicate.DOCUMENTED_COUNT}

    @property
    def iri(self) -> Iri:
        return Iri(WB + self.value)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words: offsets into the source file as it stands, and the quote as a reader reads it."""

    document: DocumentId
    start: int
    end: int
    exact: str
    """The quote, unhyphenated, single blanks: `Document.text` over the same stretch."""
    page: int
    prefix: str = ""
    suffix: str = ""
    section: str | None = None
    """The heading that it stands under."""
    footnote: int | None = None

    @property
    def iri(self) -> Iri:
        return Iri(f"{ID}evidence/{_digest(self.document, str(self.start), str(self.end))}")


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing that a claim speaks of and the vocabulary may not know yet, such as a measure."""

    iri: Iri
    type: Iri
    label_nl: str
    label_en: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document."""

    subject: Iri
    predicate: Predicate
    object: Iri | str
    """An IRI, or the literal of a datatype property."""
    modality: Modality
    confidence: float
    """How sure the extraction is, 0 to 1; says nothing about the truth of the claim."""
    rule: str
    """Name of the rule that found it."""
    evidence: Evidence
    activity: Iri | None = None
    """The threat activity that this claim and others from the same sentence describe together."""
    horizon: str | None = None
    """Slug in the scheme `horizon`."""
    likelihood: str | None = None
    """Slug in the scheme `likelihood`."""
    open_enumeration: bool = False
    """The source says that its list is not complete (“onder meer”, “zoals”)."""
    verbatim: str | None = None
    """The words behind a normalised value: a date or a status cue."""
    stated_date: str | None = None
    """The date that the words give to what is said, in EDTF: since when a status holds."""
    basis: str | None = None
    """Slug in the scheme `coverage-basis` when the words do not say it: `redactie` for a reading."""
    reviewed: bool = False
    """Made by people who read the text; apart from what a machine claims of the same words."""

    @property
    def id(self) -> ClaimId:
        return ClaimId(
            _digest(
                self.evidence.document,
                str(self.evidence.start),
                str(self.evidence.end),
                self.subject,
                self.predicate,
                self.object,
                self.modality,
                *(["reviewed"] if self.reviewed else []),
            )
        )

    @property
    def iri(self) -> Iri:
        return Iri(f"{ID}claim/{self.id}")


def _digest(*parts: str) -> str:
    """Twenty hexadecimal digits of SHA-256: 80 bits, enough for billions of claims."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
