"""Finding things by what people call them, and naming things for people.

A label matches whatever its case, accents, hyphens and blanks. A preferred label (or an official
identifier) goes before an alternative one, and that before a hidden one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from graph.reader import Reader
from ontology.namespaces import PREFIXES, Iri

RANKS: Final[Mapping[str, int]] = {
    PREFIXES["skos"] + "prefLabel": 0,
    PREFIXES["rdfs"] + "label": 0,
    PREFIXES["dcterms"] + "identifier": 0,
    PREFIXES["dcterms"] + "title": 1,
    PREFIXES["skos"] + "notation": 0,
    PREFIXES["skos"] + "altLabel": 1,
    PREFIXES["skos"] + "hiddenLabel": 2,
}
"""The properties that name a thing, and which goes first."""
_SLUG_RANK: Final = 3
"""The last part of its IRI names a thing as well, if no label says otherwise."""

_NAMES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?property ?label WHERE {{
  VALUES ?class {{ {classes} }}
  ?kind rdfs:subClassOf* ?class .
  ?thing a ?kind .
  VALUES ?property {{ {properties} }}
  ?thing ?property ?label .
}}"""

_MEMBER: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ASK {{ VALUES ?class {{ {classes} }} {thing} a/rdfs:subClassOf* ?class }}"""

_INSTANCES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE {{
  VALUES ?class {{ {classes} }}
  ?kind rdfs:subClassOf* ?class .
  ?thing a ?kind .
  FILTER(ISIRI(?thing))
}} ORDER BY ?thing"""

_LABELS: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?thing ?rank ?label WHERE {{
  {{ VALUES ?thing {{ {things} }} ?thing skos:prefLabel ?label BIND(0 AS ?rank) }}
  UNION {{ VALUES ?thing {{ {things} }} ?thing rdfs:label ?label BIND(1 AS ?rank) }}
  UNION {{ VALUES ?thing {{ {things} }} ?thing dcterms:identifier ?label BIND(2 AS ?rank) }}
  UNION {{ VALUES ?thing {{ {things} }} ?thing dcterms:title ?label BIND(3 AS ?rank) }}
}}"""
# One branch for each property: with a VALUES for the property too, Oxigraph scans all labels (1 ms: 30 ms).


def fold(label: str) -> str:
    """A label without case, accents, and the difference between hyphen and blank.

    >>> fold("Beïnvloedings-operatie ")
    'beinvloedings operatie'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("-", " ").split())


@dataclass(frozen=True, slots=True)
class Index:
    """What the things of one class are called."""

    things: Mapping[str, Mapping[Iri, int]]
    """Folded label to the things that bear it, each with its best rank."""
    spelling: Mapping[str, str]
    """Folded label to one label as it is written."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the things of some classes are called."""

    indexes: tuple[Index, ...] = ()
    """One for each class."""

    def find(self, label: str) -> tuple[Iri, ...]:
        """The things that the label names best: none, one, or several that it does not tell apart."""
        folded = fold(label)
        ranked = [pair for index in self.indexes for pair in index.things.get(folded, {}).items()]
        best = min((rank for _, rank in ranked), default=0)
        return tuple(sorted({thing for thing, rank in ranked if rank == best}))

    def nearest(self, label: str, count: int = 3) -> tuple[str, ...]:
        """Labels that look most like this one."""
        spelling = {
            folded: label for index in reversed(self.indexes) for folded, label in index.spelling.items()
        }
        close = get_close_matches(fold(label), list(spelling), n=count, cutoff=0.5)
        return tuple(spelling[folded] for folded in close)


_KNOWN: Final[WeakKeyDictionary[Reader, dict[Iri, Index]]] = WeakKeyDictionary()
"""A reader never changes, so what it was once asked holds as long as it lives. Kept for each class by itself,
since most questions share them: the measures of a large graph take a second to read."""
_CALLED: Final[WeakKeyDictionary[Reader, dict[Iri, dict[str, str]]]] = WeakKeyDictionary()
_REMEMBERED: Final = 50_000
"""How many things' labels are kept for a reader, some 300 bytes each."""


def names(reader: Reader, classes: Iterable[Iri]) -> Names:
    """All names of the instances of the classes and their subclasses."""
    known = _KNOWN.setdefault(reader, {})
    wanted = tuple(classes)
    for kind in wanted:
        if kind not in known:
            known[kind] = _index(reader, kind)
    return Names(tuple(known[kind] for kind in wanted))


def _index(reader: Reader, kind: Iri) -> Index:
    query = _NAMES.format(classes=_terms([kind]), properties=_terms(RANKS))
    things: dict[str, dict[Iri, int]] = {}
    spelling: dict[str, str] = {}
    for row in reader.select(query).rows:
        thing, label, rank = row["thing"], row["label"], RANKS[row["property"].value]
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            spelling.setdefault(fold(label.value), label.value)
            iri = Iri(thing.value)
            for name, weight in ((fold(label.value), rank), (fold(_slug(iri)), _SLUG_RANK)):
                ranks = things.setdefault(name, {})
                ranks[iri] = min(weight, ranks.get(iri, weight))
    return Index(things, spelling)


def is_a(reader: Reader, thing: NamedNode, classes: Iterable[Iri]) -> bool:
    """Whether the thing is an instance of one of the classes or their subclasses."""
    return reader.ask(_MEMBER.format(classes=_terms(classes), thing=thing))


def instances(reader: Reader, classes: Iterable[Iri]) -> tuple[Iri, ...]:
    """Every thing that `is_a` of the classes, in the order of their IRIs."""
    rows = reader.select(_INSTANCES.format(classes=_terms(classes))).rows
    return tuple(Iri(row["thing"].value) for row in rows)


def labels(reader: Reader, things: Iterable[Iri]) -> dict[Iri, dict[str, str]]:
    """Thing to language to what it is called: preferred label, else official identifier, else title."""
    wanted = sorted(set(things))
    called = _CALLED.setdefault(reader, {})
    unknown = [thing for thing in wanted if thing not in called]
    found = _labels(reader, unknown) if unknown else {}
    known = {thing: found[thing] if thing in found else called[thing] for thing in wanted}
    if len(called) + len(found) <= _REMEMBERED:
        called.update(found)
    return {thing: dict(label) for thing, label in known.items() if label}


def _labels(reader: Reader, things: Iterable[Iri]) -> dict[Iri, dict[str, str]]:
    """The same as the graph says it; a thing without a label has none."""
    found: dict[Iri, dict[str, str]] = {thing: {} for thing in things}
    rows = reader.select(_LABELS.format(things=_terms(found))).rows
    ranks: dict[Iri, str] = {}
    for row in sorted(rows, key=lambda row: (row["rank"].value, row["label"].value)):
        thing, label, rank = Iri(row["thing"].value), row["label"], row["rank"].value
        if ranks.setdefault(thing, rank) == rank and isinstance(label, Literal):
            found[thing].setdefault(label.language or "", label.value)
    return found


def _slug(iri: Iri) -> str:
    return iri.rsplit("/", 1)[-1]


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)
