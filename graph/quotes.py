"""The words behind a node of a document graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from ontology.namespaces import PREFIXES, WB

_OA: Final = PREFIXES["oa"]
_EXACT: Final = URIRef(f"{_OA}exact")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote in a source: characters of the source file, end exclusive; page from 1."""

    exact: str
    page: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"p. {self.page}, {self.start}–{self.end}: “{self.exact}”"


def quote_of(document: rdflib.Graph, node: Node) -> Quote | None:
    """The quote that a node stands on, or `None` when the document quotes nothing for it.

    That of evidence is its own, that of a claim its evidence's, that of another thing the first in the source
    of the claims about it.
    """
    return min(_quotes(document, node), key=lambda quote: quote.start, default=None)


def _quotes(document: rdflib.Graph, node: Node) -> Iterator[Quote]:
    for evidence in {node, *_evidence(document, node)}:
        exact = document.value(evidence, _EXACT)
        if exact is not None:
            start, end = (_number(document, evidence, f"{_OA}{name}") for name in ("start", "end"))
            yield Quote(str(exact), _number(document, evidence, f"{WB}page"), start, end)


def _evidence(document: rdflib.Graph, node: Node) -> Iterator[Node]:
    yield from document.objects(node, PROV.wasQuotedFrom)
    for role in ("claimSubject", "claimObject"):
        for claim in document.subjects(URIRef(WB + role), node):
            yield from document.objects(claim, PROV.wasQuotedFrom)


def _number(document: rdflib.Graph, node: Node, predicate: str) -> int:
    """A whole number; 0 where a faulty document has none."""
    value = document.value(node, URIRef(predicate))
    return value.value if isinstance(value, Literal) and isinstance(value.value, int) else 0
