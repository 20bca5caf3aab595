"""An extraction in the JSON form of the shared gold standard, so that its scorer can read it.

Offsets count the characters of the source file as it stands. Slugs of kind, status and level become the
gold's own words (`data/gold.toml`); claims become relations by the predicate table of the same file.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from ingest import data
from ingest.claims import Claim
from ingest.components.citations import paper_label
from ingest.document import Document
from ingest.extraction import Entity, Extraction, Mention, MentionType
from ontology.namespaces import ID, Iri, shorten

_FILE: Final = Path(__file__).parent / "data" / "gold.toml"


def to_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as a JSON-ready value: `source`, `mentions`, `entities`, `relations`."""
    document = extraction.document
    surfaces = _unambiguous(_surfaces(extraction))
    entities = {entity.iri: entity for entity in extraction.entities}
    return {
        "source": {"document": document.id, "sha256": document.sha256, "chars": len(document.source)},
        "mentions": [_mention(document, mention) for mention in extraction.mentions],
        "entities": [
            _entity(_as(entities[iri], kind), names)
            for (iri, kind), names in surfaces.items()
            if kind is not MentionType.DATE
        ],
        "relations": [relation for claim in extraction.claims if (relation := _relation(claim))],
    }


def _surfaces(extraction: Extraction) -> defaultdict[tuple[Iri, MentionType], dict[str, None]]:
    """The different words by which the document names each thing, in order.

    A motion and the paper in which it was printed are one thing to us and two to the gold.
    """
    found: defaultdict[tuple[Iri, MentionType], dict[str, None]] = defaultdict(dict)
    for mention in extraction.mentions:
        found[mention.entity, mention.type][extraction.document.text[mention.start : mention.end]] = None
    return found


def _unambiguous(
    surfaces: defaultdict[tuple[Iri, MentionType], dict[str, None]],
) -> defaultdict[tuple[Iri, MentionType], dict[str, None]]:
    """The names without those that several motions share: “motie van het lid …” alone says not which."""
    shared = Counter(
        name
        for (_, kind), names in surfaces.items()
        if kind is MentionType.MOTION
        for name in {name.casefold() for name in names}
    )
    for (_, kind), names in surfaces.items():
        if kind is MentionType.MOTION:
            for name in [name for name in names if shared[name.casefold()] > 1]:
                del names[name]
    return surfaces


def _as(entity: Entity, kind: MentionType) -> Entity:
    if kind is MentionType.MOTION and (paper := paper_label(entity.iri.rpartition("/")[2])):
        number = paper.removeprefix("Kamerstuk ")
        return replace(entity, label_nl=f"{entity.label_nl} ({number})", aliases=())
    if entity.type is kind or kind is not MentionType.DOCUMENT_REF:
        return entity
    return replace(
        entity, type=kind, label_nl=paper_label(entity.iri.rpartition("/")[2]) or entity.label_nl, aliases=()
    )


def _mention(document: Document, mention: Mention) -> dict[str, Any]:
    start, end = document.source_span(mention.start, mention.end)
    return {
        "start": start,
        "end": end,
        "surface": document.source[start:end],
        "norm": document.text[mention.start : mention.end],
        "type": mention.type.value,
        "concept": _id(mention.entity, mention.type),
        "rule": mention.rule,
    }


def _entity(entity: Entity, surfaces: dict[str, None]) -> dict[str, Any]:
    names = [name for name in (*surfaces, *entity.aliases) if name != entity.label_nl]
    if entity.type is MentionType.MEASURE:
        names += [short for name in (entity.label_nl, *surfaces) for short in _shorter(name)]
    result: dict[str, Any] = {
        "id": _id(entity.iri, entity.type),
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


def _shorter(name: str) -> list[str]:
    """A measure's name without its last complements: letters shorten names in this way."""
    words = name.split()
    openers = data.words("complement_openers.txt")
    cuts = [index for index, word in enumerate(words) if word in openers and index > 1]
    return [" ".join(words[:cut]) for cut in reversed(cuts)]


def _relation(claim: Claim) -> dict[str, Any] | None:
    predicate = _tables()["predicate"].get(claim.predicate.value)
    if predicate is None or not claim.object.startswith(ID):
        return None
    evidence = claim.evidence
    subject, object_ = claim.subject, Iri(claim.object)
    if claim.predicate.value in _tables()["inverted"]:
        # Our property goes from the measure to the body, the gold's relation from the body to the measure.
        subject, object_ = object_, subject
    return {
        "subject": _id(subject),
        "predicate": predicate,
        "object": _id(object_, MentionType.MOTION if predicate == "IMPLEMENTS" else None),
        "modality": _tables()["modality"][claim.modality.value],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "evidence": [{"quote": evidence.exact, "start": evidence.start, "end": evidence.end}],
    }


def _id(iri: Iri, kind: MentionType | None = None) -> str:
    """The entity's id: its CURIE, but `motion:…` for a motion and the gold's own notation for a date."""
    short = shorten(iri)
    if kind is MentionType.MOTION:
        return short.replace("document:", "motion:")
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
