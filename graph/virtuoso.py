"""Literals that Virtuoso 7 would keep in another form, and how they are kept from it.

Measured on 7.20: it makes `"P2Y"^^xsd:duration` 24, `"PT5H"^^xsd:dayTimeDuration` 18000.0, writes XML anew,
takes other names for points, and loses figures of long numbers and early years. Under a datatype that it does
not know, a literal stays as it is. Whatever else it should change, `graph.mirror` notices by the hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.namespaces import PREFIXES

KEPT: Final = "urn:weerbaar:kept:"
"""Stands before the datatype of a literal that is to stay as it is."""
_XSD: Final = PREFIXES["xsd"]
_ALWAYS: Final = frozenset(
    {
        *(f"{_XSD}{name}" for name in ("duration", "dayTimeDuration", "yearMonthDuration")),
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral",
        "http://www.opengis.net/ont/geosparql#wktLiteral",
    }
)
_SAFE: Final = {
    f"{_XSD}integer": re.compile(r"[+-]?\d{1,9}"),
    f"{_XSD}date": re.compile(r"\d{4}-.*"),
    f"{_XSD}dateTime": re.compile(r"\d{4}-[^.]*(\.\d{1,6}(\D.*)?)?"),
}
"""The forms of a datatype that it keeps."""


def guarded(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as they are given to Virtuoso.

    >>> year = Literal("P1Y", datatype=NamedNode(f"{_XSD}duration"))
    >>> [found] = guarded([Triple(NamedNode("urn:a"), NamedNode("urn:b"), year)])
    >>> str(found.object)
    '"P1Y"^^<urn:weerbaar:kept:http://www.w3.org/2001/XMLSchema#duration>'
    """
    for triple in triples:
        said = triple.object
        if isinstance(said, Literal) and _changes(said):
            kept = Literal(said.value, datatype=NamedNode(KEPT + said.datatype.value))
            yield Triple(triple.subject, triple.predicate, kept)
        else:
            yield triple


def restored(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as they were before they were given to it."""
    for triple in triples:
        said = triple.object
        if isinstance(said, Literal) and said.datatype.value.startswith(KEPT):
            was = Literal(said.value, datatype=NamedNode(said.datatype.value.removeprefix(KEPT)))
            yield Triple(triple.subject, triple.predicate, was)
        else:
            yield triple


def _changes(literal: Literal) -> bool:
    datatype = literal.datatype.value
    safe = _SAFE.get(datatype)
    return datatype in _ALWAYS or (safe is not None and safe.fullmatch(literal.value) is None)
