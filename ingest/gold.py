"""An extraction in the JSON form of the shared gold standard, so that its scorer can read it.

Offsets count the characters of the source file as it stands. Slugs of kind, status and level become the
gold's own words (`data/gold.toml`); claims become relations by the predicate table of the same file.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from ingest.claims import Claim
from ingest.document import Document
from ingest.extraction import Entity, Extraction, Mention, MentionType
from ontology.namespaces import ID, Iri, shorten

_FILE: Final = Path(__file__).parent / "data" / "gold.toml"


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as a JSON-ready value: `source`, `mentions`, `entities`, `relations`."""
    document = extraction.document
    surfaces = _surfaces(extraction)
    return {
        "source": {"document": document.id, "sha256": document.sha256, "chars": len(document.source)},
        "mentions": [_mention(document, mention) for mention in extraction.mentions],
        "entities": [
            _entity(entity, surfaces[entity.iri])
            for entity in extraction.entities
            if entity.type is not MentionType.DATE
        ],
        "relations": [relation for claim in extraction.claims if (relation := _relation(claim))],
    }


def _surfaces(extraction: Extraction) -> defaultdict[Iri, dict[str, None]]:
    """The different words by which the document names each entity, in order."""
    found: defaultdict[Iri, dict[str, None]] = defaultdict(dict)
    for mention in extraction.mentions:
        found[mention.entity][extraction.document.text[mention.start : mention.end]] = None
    return found


def _mention(document: Document, mention: Mention) -> dict[str, Any]:
    start, end = document.source_span(mention.start, mention.end)
    return {
        "start": start,
        "end": end,
        "surface": document.source[start:end],
        "norm": document.text[mention.start : mention.end],
        "type": mention.type.value,
        "concept": _id(mention.entity),
        "rule": mention.rule,
    }


def _entity(entity: Entity, surfaces: dict[str, None]) -> dict[str, Any]:
    names = [name for name in (*surfaces, *entity.aliases) if name != entity.label_nl]
    result: dict[str, Any] = {
        "id": _id(entity.iri),
        "type": entity.type.value,
        "label_nl": entity.label_nl,
        "label_en": entity.label_en,
        "aliases": list(dict.fromkeys(names)),
        "known": entity.known,
    }
    if entity.measure is not None:
        facts = {"kind": entity.measure.kind, "status": entity.measure.status, "level": entity.measure.level}
        result["measure"] = {name: _tables()[name].get(slug) for name, slug in facts.items() if slug}
    return result


def _relation(claim: Claim) -> dict[str, Any] | None:
    predicate = _tables()["predicate"].get(claim.predicate.value)
    if predicate is None or not claim.object.startswith(ID):
        return None
    evidence = claim.evidence
    return {
        "subject": _id(claim.subject),
        "predicate": predicate,
        "object": _id(Iri(claim.object)),
        "modality": _tables()["modality"][claim.modality.value],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "evidence": [{"quote": evidence.exact, "start": evidence.start, "end": evidence.end}],
    }


def _id(iri: Iri) -> str:
    """The entity's id: its CURIE, but for a date the EDTF in the gold's own notation."""
    short = shorten(iri)
    if not short.startswith(f"{ID}date/"):
        return short
    edtf = short.removeprefix(f"{ID}date/")
    for suffix, name in _tables()["date"].items():
        if edtf.endswith(suffix):
            return edtf[:4] + name
    return edtf


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tables
