"""`weerbaar_measure_facts`: the status and level of each measure, read from the sentences that name it.

The cues are data (`data/measure_cues.toml`). Where several mentions say something, a status that tells more
than “in uitvoering” wins, then the earlier one. Where the text says nothing, nothing is noted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.components.state import mentions
from ingest.data import words
from ingest.extraction import Entity, MeasureFacts, MentionType
from ontology.namespaces import Iri

_FILE: Final = Path(__file__).parents[1] / "data" / "measure_cues.toml"
_VAGUE: Final = "in-uitvoering"
_DONE: Final = frozenset({"ingediend", "gepubliceerd", "aangenomen", "in-werking", "afgerond"})
"""Statuses that hold once something has happened; what will happen is announced."""
_JOINT: Final = re.compile(r"[,;:]|\b(?:en|maar)\b")

Cues = tuple[tuple[str, re.Pattern[str]], ...]


@Language.component("weerbaar_measure_facts", assigns=["doc._.entities"])
def read_facts(doc: Doc) -> Doc:
    """Give each measure what its sentences say of it."""
    found: dict[Iri, list[Span]] = {}
    for span in mentions(doc, MentionType.MEASURE):
        found.setdefault(Iri(span.kb_id_), []).append(span)
    for iri, spans in found.items():
        entity: Entity = doc._.entities[iri]
        facts = entity.measure or MeasureFacts()
        doc._.entities[iri] = replace(
            entity, measure=replace(facts, status=_status(spans), level=_level(spans))
        )
    return doc


def _status(spans: list[Span]) -> str | None:
    said = [slug for span in spans if (slug := beside(span) or nearest(span, "status"))]
    return next((slug for slug in said if slug != _VAGUE), said[0] if said else None)


def _level(spans: list[Span]) -> str | None:
    """The level that the name itself tells, else the one at which its sentence plays, else the nearest."""
    named = (slug for span in spans for slug, cue in cues("level") if cue.search(span.text.lower()))
    sentences = dict.fromkeys(span.sent.text.lower() for span in spans)
    plays = (slug for text in sentences for slug, cue in cues("frame") if cue.search(text))
    said = (slug for span in spans if (slug := nearest(span, "level")))
    return next(named, None) or next(plays, None) or next(said, None)


def denied(before: str) -> bool:
    """Whether a denial stands earlier in the clause in which a text ends: “nog *niet* van kracht”."""
    clause = _JOINT.split(before)[-1]
    return not words("status_denials.txt").isdisjoint(re.findall(r"\w+", clause))


def prospective(text: str, place: int) -> bool:
    """Whether the clause around a place speaks of what is to come: “*wordt naar verwachting* ingediend”."""
    start = max((match.end() for match in _JOINT.finditer(text, 0, place)), default=0)
    following = _JOINT.search(text, place)
    clause = text[start : following.start() if following else len(text)]
    return not words("status_prospects.txt").isdisjoint(re.findall(r"\w+", clause))


def beside(span: Span) -> str | None:
    """The slug of a cue inside the span or in the word before it."""
    before = span.doc[max(span.sent.start, span.start - 1) : span.end].text.lower()
    return next((slug for slug, cue in cues("status-beside") if cue.search(before)), None)


def nearest(span: Span, table: str) -> str | None:
    """The slug of the cue of a table that stands nearest to the span in its sentence."""
    sentence = span.sent
    start, end = span.start_char - sentence.start_char, span.end_char - sentence.start_char
    said = _said(sentence.text.lower(), table)
    return min(((max(0, first - end, start - last), slug) for slug, first, last in said), default=(0, None))[
        1
    ]


@lru_cache(maxsize=1 << 10)
def _said(sentence: str, table: str) -> tuple[tuple[str, int, int], ...]:
    """What a sentence says by the cues of a table, each with where the cue begins and ends.

    Kept, since a sentence that names several measures is asked for each of them.
    """
    found: list[tuple[str, int, int]] = []
    for slug, cue in cues(table):
        for match in cue.finditer(sentence):
            if denied(sentence[: match.start()]):
                continue
            said = "aangekondigd" if slug in _DONE and prospective(sentence, match.start()) else slug
            found.append((said, match.start(), match.end()))
    return tuple(found)


@cache
def cues(table: str) -> Cues:
    """The cues of one table, one expression a slug."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple((slug, re.compile("|".join(expressions))) for slug, expressions in data[table].items())
