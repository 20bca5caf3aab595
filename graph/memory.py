"""A reader over files: Turtle and TriG in memory, for tests, fixtures and small checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple

from graph.oxigraph import OxigraphReader
from ontology.namespaces import GRAPH, Iri
from ontology.resources import read_text


class MemoryReader(OxigraphReader):
    """Named graphs held in memory.

    >>> from pyoxigraph import NamedNode, Triple
    >>> node = NamedNode("urn:a")
    >>> MemoryReader({Iri("urn:g"): [Triple(node, node, node)]}).ask("ASK { GRAPH <urn:g> { ?s ?p ?o } }")
    True
    """

    def __init__(self, graphs: Mapping[Iri, Iterable[Triple]], version: int = 1) -> None:
        store = Store()
        for name, triples in graphs.items():
            node = NamedNode(name)
            store.extend(Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)
        super().__init__(store, version)

    @classmethod
    def of_files(cls, *paths: Path, version: int = 1) -> MemoryReader:
        """The graphs of Turtle (`.ttl`) and TriG (`.trig`) files.

        A Turtle file becomes the graph `{GRAPH}file/{stem}`; a TriG file names its own graphs.
        """
        reader = cls({}, version)
        for path in paths:
            text = read_text(path)
            if path.suffix == ".trig":
                reader._store.load(text.encode(), format=RdfFormat.TRIG)
            else:
                name = NamedNode(f"{GRAPH}file/{path.stem}")
                reader._store.load(text.encode(), format=RdfFormat.TURTLE, to_graph=name)
        return reader
