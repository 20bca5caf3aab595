"""Blank nodes that look alike, of which a graph that is written may not hold many that hang together.

A graph is known by a hash over canonical names of its blank nodes (RDFC-1.0). Finding these tries the
orders of neighbours that look alike, and follows each chain of them to its end, for each of its nodes:
ten that all point to each other take hours, a list of a thousand equal values takes minutes, and nothing
stops it. RDFC-1.0 §7.1 asks implementations to guard against such graphs; here the one who wrote it is
told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Triple

from graph.errors import QueryError
from ontology.namespaces import Iri

CHAIN: Final = 64
"""Most that may hang together one after the other."""
KNOT: Final = 6
"""Most that may hang together where one of them has several neighbours that look alike."""
Look = tuple[str, ...]
Link = tuple[str, str, BlankNode]
"""From a blank node to another: by which property, in which direction."""


def require_tellable(name: Iri, triples: Iterable[Triple]) -> None:
    """Refuse a graph whose blank nodes cannot be told apart in reasonable time.

    Raises:
        QueryError: with how many there are, and what to do.
    """
    looks, links = _seen(triples)
    times = Counter(looks.values())
    alike = {node for node, look in looks.items() if times[look] > 1}
    for group in _groups(alike, links):
        knotted = any(_branches(node, looks, links, alike) for node in group)
        if len(group) > (KNOT if knotted else CHAIN):
            raise QueryError(
                f"in graph {name}, {len(group)} blank nodes that look alike hang together, so that they "
                "cannot be told apart in reasonable time; give them IRIs, or properties by which they differ"
            )


def _seen(triples: Iterable[Triple]) -> tuple[Mapping[BlankNode, Look], Mapping[BlankNode, list[Link]]]:
    """What each blank node looks like without the names of others, and its links to others."""
    said: defaultdict[BlankNode, list[str]] = defaultdict(list)
    links: defaultdict[BlankNode, list[Link]] = defaultdict(list)
    for triple in triples:
        ends = (triple.subject, triple.object)
        for node, other, direction in ((*ends, ">"), (*ends[::-1], "<")):
            if isinstance(node, BlankNode):
                shown = ("self" if other == node else "_") if isinstance(other, BlankNode) else str(other)
                said[node].append(f"{direction} {triple.predicate} {shown}")
                if isinstance(other, BlankNode) and other != node:
                    links[node].append((triple.predicate.value, direction, other))
    return {node: tuple(sorted(lines)) for node, lines in said.items()}, links


def _groups(alike: set[BlankNode], links: Mapping[BlankNode, list[Link]]) -> Iterator[set[BlankNode]]:
    """Those that hang together by links among themselves."""
    left = set(alike)
    while left:
        group, reached = set(), [left.pop()]
        while reached:
            node = reached.pop()
            group.add(node)
            for _, _, other in links.get(node, ()):
                if other in left:
                    left.discard(other)
                    reached.append(other)
        yield group


def _branches(
    node: BlankNode,
    looks: Mapping[BlankNode, Look],
    links: Mapping[BlankNode, list[Link]],
    alike: set[BlankNode],
) -> bool:
    """Whether a node has two neighbours by one property that look alike."""
    near = Counter(
        (name, direction, looks[other]) for name, direction, other in links.get(node, ()) if other in alike
    )
    return any(number > 1 for number in near.values())
