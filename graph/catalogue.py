"""What the store says about its graphs: DCAT 3 and VoID, in the graph `…/graph/catalogue`.

Each graph is a `dcat:Dataset` and a `void:Dataset` with its source, the source's hash, version, date,
licence, Traffic Light marking, counts, and the publication that last changed it. The catalogue itself carries
the number of the newest publication, written in the same transaction as the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode, Triple

from graph.marking import Marking
from graph.reader import Row, Table
from graph.terms import RDF_TYPE, XSD_DATE, n_triples
from ontology.namespaces import GRAPH, PREFIXES, WB, Iri

CATALOGUE: Final = Iri(f"{GRAPH}catalogue")
_NODE: Final = NamedNode(CATALOGUE)
_PUBLICATION: Final = NamedNode(f"{WB}publication")
_CONTENT: Final = NamedNode(f"{WB}contentSha256")
_MARKING: Final = NamedNode(f"{WB}marking")


class Asks(Protocol):
    """What the catalogue is read through."""

    def select(self, query: str) -> Table:
        """The solutions of a SELECT query."""

    def construct(self, query: str) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT query."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one graph. Unknown is `None`."""

    marking: Marking = Marking.CLEAR
    title: str | None = None
    source: Iri | None = None
    """The document, data set or graph that it was made from."""
    sha256: str | None = None
    """Of the source's bytes."""
    version: str | None = None
    """The source's own version."""
    issued: date | None = None
    licence: Iri | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What was counted in one graph."""

    triples: int
    sha256: str
    """Of the triples: `graph.terms.content_hash`."""


@dataclass(frozen=True, slots=True)
class Held:
    """A graph in the store, as the catalogue has it."""

    marking: Marking
    content: Content
    description: frozenset[Triple]
    """Its entry without counts and publication number: equal entries say the same."""


def describe(graph: Iri, entry: Entry) -> frozenset[Triple]:
    """The entry as triples."""
    node = NamedNode(graph)
    literals = {
        "dcterms:title": entry.title and Literal(entry.title, language="nl"),
        "wb:sha256": entry.sha256 and Literal(entry.sha256),
        "dcat:version": entry.version and Literal(entry.version),
        "dcterms:issued": entry.issued and Literal(entry.issued.isoformat(), datatype=XSD_DATE),
        "dcterms:source": entry.source and NamedNode(entry.source),
        "dcterms:license": entry.licence and NamedNode(entry.licence),
    }
    return frozenset(
        {
            Triple(node, RDF_TYPE, _term("dcat:Dataset")),
            Triple(node, RDF_TYPE, _term("void:Dataset")),
            Triple(node, _MARKING, Literal(entry.marking.label)),
            *(Triple(node, _term(name), value) for name, value in literals.items() if value),
        }
    )


def counts(graph: Iri, content: Content, publication: int) -> tuple[Triple, ...]:
    """That the catalogue holds the graph, its counts, and the publication that changed it, as triples."""
    node = NamedNode(graph)
    return (
        Triple(_NODE, _term("dcat:dataset"), node),
        Triple(node, _term("void:triples"), Literal(content.triples)),
        Triple(node, _CONTENT, Literal(content.sha256)),
        Triple(node, _PUBLICATION, Literal(publication)),
    )


def forget(graphs: Iterable[Iri]) -> Iterator[str]:
    """SPARQL operations that take the entries of graphs out of the catalogue."""
    for graph in graphs:
        yield f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{graph}> ?p ?o }} }}"
        yield f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ ?s ?p <{graph}> }} }}"


def stamp(publication: int) -> Iterator[str]:
    """SPARQL operations that write the publication's number into the catalogue."""
    triples = (
        Triple(_NODE, RDF_TYPE, _term("dcat:Catalog")),
        Triple(_NODE, _PUBLICATION, Literal(publication)),
    )
    yield f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> {_PUBLICATION} ?n }} }}"
    yield f"INSERT DATA {{ GRAPH <{CATALOGUE}> {{ {n_triples(triples)} }} }}"


def publication(reader: Asks) -> int:
    """The number of the newest publication in the store; 0 when there is none."""
    rows = reader.select(f"SELECT ?n {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> {_PUBLICATION} ?n }} }}").rows
    return int(rows[0]["n"].value) if rows else 0


def held(reader: Asks, graphs: Iterable[Iri] | None = None) -> Mapping[Iri, Held]:
    """The graphs in the store, or those of `graphs` that are in it."""
    values = "" if graphs is None else f"VALUES ?g {{ {' '.join(f'<{graph}>' for graph in graphs)} }}"
    rows = reader.select(
        f"""SELECT ?g ?m ?n ?h {{ {values} GRAPH <{CATALOGUE}> {{
        ?g {_MARKING} ?m ; {_term("void:triples")} ?n ; {_CONTENT} ?h }} }}"""
    ).rows
    said = _descriptions(reader, values)
    return {Iri(row["g"].value): _held(row, said) for row in rows}


def markings(reader: Asks) -> set[Marking]:
    """The markings that graphs in the store have."""
    rows = reader.select(f"SELECT DISTINCT ?m {{ GRAPH <{CATALOGUE}> {{ ?g {_MARKING} ?m }} }}").rows
    return {Marking.parse(row["m"].value) for row in rows}


def _held(row: Row, said: Mapping[str, frozenset[Triple]]) -> Held:
    content = Content(int(row["n"].value), row["h"].value)
    return Held(Marking.parse(row["m"].value), content, said[row["g"].value])


def _descriptions(reader: Asks, values: str) -> dict[str, frozenset[Triple]]:
    counted = f"{_term('void:triples')}, {_CONTENT}, {_PUBLICATION}"
    triples = reader.construct(
        f"""CONSTRUCT {{ ?g ?p ?o }} {{ {values} GRAPH <{CATALOGUE}> {{
        <{CATALOGUE}> {_term("dcat:dataset")} ?g . ?g ?p ?o FILTER(?p NOT IN ({counted})) }} }}"""
    )
    said: dict[str, set[Triple]] = {}
    for triple in triples:
        said.setdefault(str(triple.subject.value), set()).add(triple)  # type: ignore[union-attr]
    return {name: frozenset(found) for name, found in said.items()}


def _term(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)
