"""What a publication changes, as the update that carries it into a store."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.update import update
from ontology.namespaces import GRAPH, Iri

IS = NamedNode("urn:is")
ONE, OTHER = (Iri(f"{GRAPH}user/somebody/{name}") for name in ("one", "other"))
BOTH = f"SELECT ?b {{ GRAPH <{ONE}> {{ ?b <urn:is> 1 }} GRAPH <{OTHER}> {{ ?b <urn:is> 2 }} }}"


def test_two_graphs_may_share_a_blank_node(tmp_path: Path) -> None:
    node, store = BlankNode(), EmbeddedStore(tmp_path)
    store.publish({ONE: [Triple(node, IS, Literal(1))], OTHER: [Triple(node, IS, Literal(2))]})
    assert len(store.reader().select(BOTH).rows) == 1, "and it is one and the same in both"


def test_an_update_may_write_a_blank_node_to_two_graphs(tmp_path: Path, knowledge: Knowledge) -> None:
    """As W3C's `insert-data-same-bnode` does."""
    store = EmbeddedStore(tmp_path)
    text = f"INSERT DATA {{ GRAPH <{ONE}> {{ _:b <urn:is> 1 }} GRAPH <{OTHER}> {{ _:b <urn:is> 2 }} }}"
    assert update(store, text, Knowledge((), (), knowledge.shapes, knowledge.rules, {})).added == 2
    assert len(store.reader().select(BOTH).rows) == 1
