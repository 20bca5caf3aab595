"""Which kinds of thing a property may join, by its domain and range in the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from rdflib import OWL, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ingest.claims import Predicate
from ingest.extraction import MentionType
from ontology.namespaces import WB

CLASSES: Final[Mapping[MentionType, tuple[str, ...]]] = {
    MentionType.STATE_ACTOR: ("StateActor", "State", "Agent"),
    MentionType.GENERIC_ACTOR: ("Actor", "Agent"),
    MentionType.MEANS: ("Means",),
    MentionType.INTEREST: ("Interest",),
    MentionType.TARGET: ("Target",),
    MentionType.MEASURE: ("Measure",),
    MentionType.ORGANISATION: ("Organisation", "Agent"),
    MentionType.LEGAL_ACT: ("LegalInstrument", "Measure"),
    MentionType.DOCUMENT_REF: ("Document",),
    MentionType.MOTION: ("Motion", "Document"),
    MentionType.PERSON: ("Person", "Agent"),
}
"""The classes that a mention of a type can be taken for."""


class Signatures:
    """The domains and ranges of the properties that claims use."""

    def __init__(self, ontology: Graph) -> None:
        self._allowed = {
            predicate: (_types(ontology, predicate, RDFS.domain), _types(ontology, predicate, RDFS.range))
            for predicate in Predicate
        }

    def permits(self, subject: str, predicate: Predicate, object_: str) -> bool:
        """Whether a property may join mentions of these types; a property without domain or range is free."""
        domain, range_ = self._allowed[predicate]
        return (domain is None or subject in domain) and (range_ is None or object_ in range_)


@cache
def default_signatures() -> Signatures:
    """The signatures of the ontology that the software carries."""
    from ontology.load import ontology

    return Signatures(ontology())


def _types(ontology: Graph, predicate: Predicate, side: URIRef) -> frozenset[str] | None:
    """The mention types that one side of a property allows; `None` when the ontology does not limit it."""
    classes = {
        part for named in ontology.objects(URIRef(predicate.iri), side) for part in _union(ontology, named)
    }
    if not classes:
        return None
    below = {sub for wanted in classes for sub in ontology.transitive_subjects(RDFS.subClassOf, wanted)}
    return frozenset(
        kind.value for kind, names in CLASSES.items() if any(URIRef(WB + name) in below for name in names)
    )


def _union(ontology: Graph, named: Node) -> set[URIRef]:
    """The classes of a union, or the class itself."""
    members = ontology.value(named, OWL.unionOf)
    parts = Collection(ontology, members) if members is not None else [named]
    return {part for part in parts if isinstance(part, URIRef)}
