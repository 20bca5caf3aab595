"""Triples between the libraries: rdflib for documents and shapes, pyoxigraph for the store.

Both speak N-Triples, which carries every term exactly (RDF 1.1 N-Triples, W3C 2014).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")


def from_rdflib(graph: rdflib.Graph) -> tuple[Triple, ...]:
    """The triples of an rdflib graph as the store takes them; the graph's own name is left aside."""
    text = graph.serialize(format="nt", encoding="utf-8")
    return tuple(quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))


def to_rdflib(triples: Iterable[Triple], name: str | None = None) -> rdflib.Graph:
    """An rdflib graph of the triples, with `name` as its identifier."""
    graph = rdflib.Graph(identifier=rdflib.URIRef(name) if name else None, bind_namespaces="none")
    return graph.parse(data=n_triples(triples), format="nt")


def n_triples(triples: Iterable[Triple]) -> str:
    """The triples in N-Triples, which may stand as it is inside `INSERT DATA { GRAPH … { } }`."""
    text = serialize(triples, format=RdfFormat.N_TRIPLES)
    return (text or b"").decode()


def as_stored(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The triples as the store gives them back: each once, numbers canonical, language tags lower-case.

    What is hashed before storing must be what is read afterwards.
    """
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return tuple(quad.triple for quad in store)


def content_hash(triples: Iterable[Triple]) -> str:
    """SHA-256 of the graph's content: the same for the same triples, in whatever order and blank node names.

    Blank nodes are named by RDF Dataset Canonicalization (RDFC-1.0, W3C 2024).
    """
    kept = list(triples)
    if any(isinstance(term, BlankNode) for triple in kept for term in (triple.subject, triple.object)):
        kept = _canonical(kept)
    lines = sorted({f"{triple.subject} {triple.predicate} {triple.object} ." for triple in kept})
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def literal_text(term: NamedNode | BlankNode | Literal | Triple | None) -> str | None:
    """The characters of a literal or an IRI, or `None` when there is none."""
    return term.value if isinstance(term, NamedNode | Literal) else None


def _canonical(triples: Iterable[Triple]) -> list[Triple]:
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]
