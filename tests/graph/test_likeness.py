"""Blank nodes that look alike: few may hang together, so that no graph keeps the writer busy for hours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from graph.embedded import EmbeddedStore
from graph.errors import QueryError
from graph.knowledge import Knowledge
from graph.likeness import require_tellable
from graph.terms import content_hash
from graph.writing import Authority, write_graph
from ontology.namespaces import GRAPH, Iri

NAME = Iri(f"{GRAPH}user/somebody/one")


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(f"@prefix : <urn:> . {turtle}".encode(), RdfFormat.TURTLE)]


def knot(size: int) -> str:
    """So many nodes that all point to each other."""
    return " ".join(
        f"_:b{one} :p _:b{other} ." for one in range(size) for other in range(size) if one != other
    )


def chain(size: int) -> str:
    """A list of so many equal values."""
    return f":a :p ({' 1' * size} ) ."


TAKEN = {
    "a knot of six": knot(6),
    "a list of 60 equal values": chain(60),
    "a list of 2000 values": f":a :p ({' '.join(map(str, range(2000)))} ) .",
    "many that hang together with none": ":a :p " + ", ".join(["[ :q 1 ]"] * 500) + " .",
    "many pairs": "[] :p [] . " * 500,
    "a wheel of different ones": " ".join(f"_:b{n} :p _:b{(n + 1) % 90} ; :n {n} ." for n in range(90)),
}
REFUSED = {
    "a knot of nine": knot(9),
    "a list of 1000 equal values": chain(1000),
    "two that point to each other, and to five that look alike": "_:h0 :twin _:h1 . _:h1 :twin _:h0 . "
    + " ".join(f"_:h{hub} :p _:l{hub}x{leaf} ." for hub in range(2) for leaf in range(5)),
}  # fmt: skip


@pytest.mark.parametrize("turtle", TAKEN.values(), ids=TAKEN)
def test_what_is_taken_is_hashed_in_no_time(turtle: str) -> None:
    graph = triples(turtle)
    begun = time.process_time()
    require_tellable(NAME, graph)
    content_hash(graph)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("turtle", REFUSED.values(), ids=REFUSED)
def test_what_would_take_minutes_is_refused_at_once(turtle: str) -> None:
    begun = time.process_time()
    with pytest.raises(QueryError, match=r"blank nodes that look alike .* give them IRIs"):
        require_tellable(NAME, triples(turtle))
    assert time.process_time() - begun < 1


def test_a_caller_cannot_write_it(tmp_path: Path, knowledge: Knowledge) -> None:
    store, bare = EmbeddedStore(tmp_path), Knowledge((), (), knowledge.shapes, knowledge.rules, {})
    with pytest.raises(QueryError, match="look alike"):
        write_graph(store, NAME, lambda _: triples(knot(9)), bare, Authority())
    assert store.version == 0
    assert write_graph(store, NAME, lambda _: triples(knot(3)), bare, Authority()).added == 6
