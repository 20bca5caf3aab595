"""What one publication changes: whole graphs, put or removed, as one SPARQL update.

An update request of several operations is one transaction in Oxigraph: all of it happens or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from graph.catalogue import CATALOGUE, Content, Entry, Held, counts, describe, forget, stamp
from graph.marking import Marking
from graph.terms import as_stored, content_hash, n_triples
from ontology.namespaces import Iri


@dataclass(frozen=True, slots=True)
class Put:
    """The new content and description of one graph."""

    triples: tuple[Triple, ...]
    content: Content
    marking: Marking
    description: frozenset[Triple]


@dataclass(frozen=True, slots=True)
class Change:
    """Graphs to put and graphs to remove. Empty when the store holds all of it already."""

    puts: Mapping[Iri, Put]
    removals: frozenset[Iri]

    def __bool__(self) -> bool:
        return bool(self.puts or self.removals)

    def update(self, publication: int, clearance: Marking) -> str:
        """The SPARQL update that carries the change into what `clearance` may see.

        A graph above the clearance is taken out: its marking may have risen since the last publication.
        """
        return " ;\n".join((*self._graphs(clearance), *self._catalogue(publication, clearance)))

    def catalogue_update(self, publication: int, clearance: Marking) -> str:
        """The part of `update` that concerns the catalogue, where the graphs themselves go another way."""
        return " ;\n".join(self._catalogue(publication, clearance))

    def _graphs(self, clearance: Marking) -> Iterator[str]:
        yield from (f"DROP SILENT GRAPH <{graph}>" for graph in sorted(self.removals | self.puts.keys()))
        shown = {graph: put.triples for graph, put in self.puts.items() if put.marking <= clearance}
        if shown:  # one operation: several may not share a blank node, graphs may
            blocks = (f"GRAPH <{graph}> {{ {n_triples(triples)} }}" for graph, triples in shown.items())
            yield f"INSERT DATA {{ {' '.join(blocks)} }}"

    def _catalogue(self, publication: int, clearance: Marking) -> Iterator[str]:
        yield from forget(sorted(self.removals | self.puts.keys()))
        for graph, put in self.puts.items():
            if put.marking <= clearance:
                said = put.description | {*counts(graph, put.content, publication)}
                yield f"INSERT DATA {{ GRAPH <{CATALOGUE}> {{ {n_triples(said)} }} }}"
        yield from stamp(publication)


def change(
    graphs: Mapping[Iri, Iterable[Triple]],
    remove: Iterable[Iri],
    entries: Mapping[Iri, Entry],
    held: Mapping[Iri, Held],
) -> Change:
    """What of this is new to a store that holds `held`.

    A graph without an entry keeps what is said of it, or is marked TLP:CLEAR when it is new.
    """
    puts = {}
    for graph, triples in graphs.items():
        there = held.get(graph)
        put = _put(graph, triples, entries.get(graph), there)
        if there is None or (there.content, there.description) != (put.content, put.description):
            puts[graph] = put
    return Change(puts, frozenset(graph for graph in remove if graph in held and graph not in graphs))


def _put(graph: Iri, triples: Iterable[Triple], entry: Entry | None, there: Held | None) -> Put:
    distinct = as_stored(triples)
    content = Content(len(distinct), content_hash(distinct))
    if entry is None and there is not None:
        return Put(distinct, content, there.marking, there.description)
    entry = entry or Entry()
    return Put(distinct, content, entry.marking, describe(graph, entry))
