"""The names of the graphs of one document.

A document goes by its identifier, its reviewed edition by `reviewed/{id}`; each has a graph of what it says,
of what the rules derive from it, and of the warnings that the gate gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ontology.namespaces import GRAPH, Iri

DOCUMENT: Final = f"{GRAPH}document/"
REVIEWED: Final = f"{GRAPH}reviewed/"
USER: Final = f"{GRAPH}user/"
"""Graphs that belong to callers."""


def name_of(graph: str) -> str:
    """The name under which a document's graphs go: `{id}`, or `reviewed/{id}` of a reviewed edition.

    Raises:
        ValueError: the graph is not named as a document's.
    """
    if graph.startswith(DOCUMENT):
        return graph.removeprefix(DOCUMENT)
    if graph.startswith(REVIEWED):
        return graph.removeprefix(GRAPH)
    raise ValueError(f"the graph is named {graph}; a document's graph is named {DOCUMENT}{{id}}")


def document_graph(name: str) -> Iri:
    """The graph of what a document says."""
    return Iri((GRAPH if name.startswith("reviewed/") else DOCUMENT) + name)


def derived_graph(name: str) -> Iri:
    """The graph of what the rules derive from it."""
    return Iri(f"{GRAPH}derived/{name}")


def validation_graph(name: str) -> Iri:
    """The graph of the warnings that the gate gave it."""
    return Iri(f"{GRAPH}validation/{name}")


def with_made(graphs: Iterable[Iri]) -> Iterator[Iri]:
    """The graphs, and for those of documents what was made from them."""
    for graph in graphs:
        yield graph
        if graph.startswith((DOCUMENT, REVIEWED)):
            yield derived_graph(name_of(graph))
            yield validation_graph(name_of(graph))
