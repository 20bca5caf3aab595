"""A small store to change (notes, a secret, a document), and updates that name its graphs in short."""

from __future__ import annotations

import re
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from graph.admission import admit
from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.update import update
from graph.writing import Authority, Updated
from ontology.namespaces import GRAPH, PREFIXES, Iri
from tests.graph.claims import claim, document

NOTES, SECRET, NEW, MORE = (Iri(f"{GRAPH}user/{name}") for name in ("notes", "secret", "new", "more"))
GRAPHS = re.compile(r"<urn:(notes|secret|new|out|more|a)>")
PREFIX_LINES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def filled(folder: Path, bare: Knowledge) -> EmbeddedStore:
    store = EmbeddedStore(folder)
    count = Triple(NamedNode("urn:counter"), NamedNode("urn:is"), Literal(0))
    secret = Triple(NamedNode("urn:secret"), NamedNode("urn:is"), Literal("CANARY"))
    store.publish({NOTES: [count], SECRET: [secret]}, entries={SECRET: Entry(marking=Marking.RED)})
    admit(store, document(claim("measure:m", "counters", "means:spionage")), bare)
    return store


def change(store: EmbeddedStore, text: str, bare: Knowledge, authority: Authority | None = None) -> Updated:
    """An update in which `<urn:notes>` is short for a graph of a user, and so on."""
    return update(store, GRAPHS.sub(rf"<{GRAPH}user/\1>", text), bare, authority)


def value(store: EmbeddedStore, node: str = "urn:counter") -> str:
    (row,) = store.reader().select(f"SELECT ?v {{ <{node}> <urn:is> ?v }}").rows
    return row["v"].value
