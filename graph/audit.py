"""Whether a store holds what its catalogue says, and shows nobody what is above their clearance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph import catalogue
from graph.catalogue import CATALOGUE, Content, Held
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from graph.terms import content_hash
from ontology.namespaces import Iri

_NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


def verify(store: EmbeddedStore) -> tuple[str, ...]:
    """What is wrong with the newest version, one sentence each; empty when nothing is.

    Reads everything: some seconds for a million triples.

    Raises:
        StoreCorrupt: a snapshot cannot be opened at all.
    """
    whole = store.reader(max(Marking))
    held = catalogue.held(whole)
    return (*_contents(whole, held, store.version), *_clearances(store, held))


def _contents(reader: OxigraphReader, held: Mapping[Iri, Held], version: int) -> Iterator[str]:
    """Each graph against its entry, and each entry against its graph."""
    names = {Iri(row["g"].value) for row in reader.select(_NAMES).rows} - {CATALOGUE}
    if catalogue.publication(reader) != version:
        yield f"the snapshot of version {version} says that it is version {catalogue.publication(reader)}"
    for name in sorted(names - held.keys()):
        yield f"graph {name} stands in no entry of the catalogue"
    for name, entry in sorted(held.items()):
        triples = reader.graph(name)
        found = Content(len(triples), content_hash(triples))
        if found != entry.content:
            yield (
                f"graph {name} holds {found.triples} triples with hash {found.sha256[:12]}; "
                f"its entry says {entry.content.triples} with {entry.content.sha256[:12]}"
            )


def _clearances(store: EmbeddedStore, held: Mapping[Iri, Held]) -> Iterator[str]:
    """What each clearance sees against what it may see."""
    for clearance in Marking:
        reader = store.reader(clearance)
        may = {name for name, found in held.items() if found.marking <= clearance}
        entries = catalogue.held(reader).keys()
        seen = {Iri(row["g"].value) for row in reader.select(_NAMES).rows} - {CATALOGUE}
        for name in sorted((seen | entries) - may):
            yield f"graph {name} is seen with {clearance.label}, and may not be"
        for name in sorted(may - entries):
            yield f"graph {name} is not seen with {clearance.label}, and may be"
