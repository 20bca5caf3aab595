"""What was found in a document: mentions, the entities that they name, and the claims made of them.

The pipeline hands its findings from component to component on the spaCy `Doc`:
`doc._.document` is the `Document`, `doc.spans["mentions"]` holds the mentions (`span.label_` is a
`MentionType`, `span.kb_id_` the entity's IRI), `doc._.entities` maps IRI to `Entity`, `doc._.claims`
is the list of claims. `Extraction` is the frozen result.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.claims import Claim
from ingest.document import Document
from ontology.namespaces import Iri


class MentionType(StrEnum):
    """The kinds of thing that a mention can name."""

    STATE_ACTOR = "STATE_ACTOR"
    GENERIC_ACTOR = "GENERIC_ACTOR"
    MEANS = "MEANS"
    INTEREST = "INTEREST"
    TARGET = "TARGET"
    MEASURE = "MEASURE"
    ORGANISATION = "ORGANISATION"
    LEGAL_ACT = "LEGAL_ACT"
    DOCUMENT_REF = "DOCUMENT_REF"
    MOTION = "MOTION"
    PERSON = "PERSON"
    DATE = "DATE"


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of an entity: offsets into `Document.text`, end exclusive."""

    start: int
    end: int
    type: MentionType
    entity: Iri
    rule: str


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What the text says about a measure besides its name; `None` where it says nothing."""

    kind: str | None = None
    """Slug in the scheme `measure-type`."""
    status: str | None = None
    """Slug in the scheme `status`."""
    level: str | None = None
    """Slug in the scheme `level`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """What mentions name: a concept of the vocabulary, a known thing, or a thing first met here."""

    iri: Iri
    type: MentionType
    label_nl: str
    label_en: str | None = None
    aliases: tuple[str, ...] = ()
    known: bool = True
    """Whether it stands in the vocabulary; a thing first met here is described in the document's graph."""
    measure: MeasureFacts | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one document."""

    document: Document
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
