"""Mapping sets in SSSOM/TSV: our concepts beside those of a partner, one file per partner.

Read is what SSSOM 1.0 calls the embedded form: a YAML header in lines that start with `#`, then a table, with
CURIEs of the header's `curie_map` (https://mapping-commons.github.io/sssom/spec-formats-tsv/).
A mapping becomes the plain triple and an `owl:Axiom` that carries its ground, confidence, licence and the
partner's release; nothing is merged with the partner's data.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import yaml
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef

from ontology.errors import MappingSetError
from ontology.namespaces import GRAPH, ID, PREFIXES, Iri
from ontology.resources import read_text

_Triple = tuple[URIRef, URIRef, URIRef | Literal]

SSSOM: Final = Namespace(PREFIXES["sssom"])
WEAK: Final = Decimal("0.6")
"""A mapping with less confidence than this is weak: shown, never used to derive coverage."""
_HEADER: Final = ("curie_map", "mapping_set_id", "mapping_set_version", "license", "object_source_version")
_COLUMNS: Final = (
    "subject_id",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "confidence",
    "comment",
)


@dataclass(frozen=True, slots=True)
class PartnerMapping:
    """One row: our term, the relation, the partner's term, and on what ground."""

    subject: Iri
    predicate: Iri
    object: Iri
    justification: Iri
    confidence: Decimal
    comment: str
    """Where the mapping was checked."""

    @property
    def iri(self) -> Iri:
        digest = hashlib.sha256("\x1f".join((self.subject, self.predicate, self.object)).encode())
        return Iri(f"{ID}mapping/{digest.hexdigest()[:20]}")


@dataclass(frozen=True, slots=True)
class MappingSet:
    """The mappings to one partner, with what SSSOM says once for all of them."""

    partner: str
    """The file's name without its endings; the set's graph is `{GRAPH}mapping/{partner}`."""
    title: str
    version: str
    licence: Iri
    object_source: str
    object_source_version: str
    """The partner's release that was compared."""
    mappings: tuple[PartnerMapping, ...]


def read(path: Path) -> MappingSet:
    """The mapping set in a file `{partner}.sssom.tsv`.

    Raises:
        MappingSetError: the header or a row lacks what SSSOM or our shapes need; the message names the row.
    """
    lines = read_text(path).splitlines()
    header = _header(path, [line for line in lines if line.startswith("#")])
    table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", strict=True)
    missing = [column for column in _COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        raise MappingSetError(path, f"the table lacks the columns {', '.join(missing)}")
    curies = header["curie_map"]
    if not isinstance(curies, dict):
        raise MappingSetError(path, "curie_map is not a map of prefixes")
    rows = tuple(_mapping(path, number, row, curies) for number, row in enumerate(table, 1))
    return MappingSet(
        partner=path.name.partition(".")[0],
        title=str(header.get("mapping_set_title", path.stem)),
        version=str(header["mapping_set_version"]),
        licence=Iri(str(header["license"])),
        object_source=str(header.get("object_source", "")),
        object_source_version=str(header["object_source_version"]),
        mappings=rows,
    )


def to_graph(mappings: MappingSet) -> Graph:
    """The set as the named graph `{GRAPH}mapping/{partner}`."""
    node = URIRef(f"{GRAPH}mapping/{mappings.partner}")
    graph = Graph(identifier=node, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.add((node, RDF.type, SSSOM.MappingSet))
    graph.add((node, DCTERMS.title, Literal(mappings.title)))
    graph.add((node, DCTERMS.license, URIRef(mappings.licence)))
    graph.add((node, OWL.versionInfo, Literal(mappings.version)))
    graph.add((node, SSSOM.object_source, Literal(mappings.object_source)))
    for mapping in mappings.mappings:
        for triple in _triples(mapping, mappings):
            graph.add(triple)
        graph.add((URIRef(mapping.iri), RDFS.isDefinedBy, node))
    return graph


def _triples(
    mapping: PartnerMapping, mappings: MappingSet
) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    subject, predicate, partner = (
        URIRef(iri) for iri in (mapping.subject, mapping.predicate, mapping.object)
    )
    node = URIRef(mapping.iri)
    yield subject, predicate, partner
    yield node, RDF.type, OWL.Axiom
    yield node, RDF.type, SSSOM.Mapping
    yield node, OWL.annotatedSource, subject
    yield node, OWL.annotatedProperty, predicate
    yield node, OWL.annotatedTarget, partner
    yield node, SSSOM.mapping_justification, URIRef(mapping.justification)
    yield node, SSSOM.confidence, Literal(mapping.confidence)
    yield node, SSSOM.comment, Literal(mapping.comment)
    yield node, SSSOM.license, URIRef(mappings.licence)
    yield node, SSSOM.object_source_version, Literal(mappings.object_source_version)


def _header(path: Path, lines: list[str]) -> dict[str, object]:
    try:
        header = yaml.safe_load("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))
    except yaml.YAMLError as error:
        raise MappingSetError(path, f"the header is not YAML: {error}") from error
    missing = [key for key in _HEADER if not isinstance(header, dict) or key not in header]
    if missing:
        raise MappingSetError(path, f"the header lacks {', '.join(missing)}")
    return dict(header)


def _mapping(path: Path, number: int, row: dict[str, str], curies: Mapping[str, str]) -> PartnerMapping:
    def expand(column: str) -> Iri:
        prefix, _, local = (row[column] or "").partition(":")
        if prefix not in curies or not local:
            raise MappingSetError(
                path, f"row {number}: {column} {row[column]!r} has no prefix of the curie_map"
            )
        return Iri(curies[prefix] + local)

    try:
        confidence = Decimal(row["confidence"])
    except (InvalidOperation, TypeError):
        raise MappingSetError(path, f"row {number}: confidence {row['confidence']!r} is no number") from None
    return PartnerMapping(
        subject=expand("subject_id"),
        predicate=expand("predicate_id"),
        object=expand("object_id"),
        justification=expand("mapping_justification"),
        confidence=confidence,
        comment=row["comment"] or "",
    )
