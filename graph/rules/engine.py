"""Running the rules over one document.

They run in memory over the document and the background (ontology, vocabulary), never over the whole store, so
that one more document costs the same at any size. What needs several documents is asked, not derived: a query
joins what its reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.errors import QueryError, RuleError
from graph.oxigraph import OxigraphReader
from graph.rules.rule import Rule, load

_BACKGROUND: Final = NamedNode("urn:weerbaar:background")
_DOCUMENT: Final = NamedNode("urn:weerbaar:document")
_DERIVED: Final = NamedNode("urn:weerbaar:derived")


class Rules:
    """The rules with the background that they read, ready for one document after another, in any thread.

    Of the background they read the links between things, not the texts.
    """

    def __init__(self, background: Iterable[Triple], rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(load() if rules is None else rules)
        links = (triple for triple in background if not isinstance(triple.object, Literal))
        self._background = tuple(_quads(links, _BACKGROUND))

    def derive(self, document: Iterable[Triple]) -> tuple[Triple, ...]:
        """What follows from a document, each triple once, without what it or the background says itself.

        First the rules that read claims, once; then those that repeat, until nothing new comes.

        Raises:
            RuleError: a rule is no CONSTRUCT query, or fails; the message names it.
        """
        store = Store()  # a new one each time: what is removed from a store in memory still slows it down
        store.extend(self._background)
        store.extend(_quads(document, _DOCUMENT))
        found = _pass(store, [rule for rule in self.rules if not rule.repeat])
        repeated = [rule for rule in self.rules if rule.repeat]
        while new := _pass(store, repeated):
            found += new
        return tuple(filter(_has_names, found))


def _pass(store: Store, rules: Iterable[Rule]) -> list[Triple]:
    """Run each rule once, and keep what is new as a premise for the next pass."""
    reader = OxigraphReader(store, 0)
    found = dict.fromkeys(triple for rule in rules for triple in _run(rule, reader))
    new = [triple for triple in found if not _knows(store, triple)]
    store.extend(_quads(new, _DERIVED))
    return new


def _knows(store: Store, triple: Triple) -> bool:
    return any(store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _has_names(triple: Triple) -> bool:
    """Whether no blank node, such as an unnamed class, stands in it."""
    return not isinstance(triple.subject, BlankNode) and not isinstance(triple.object, BlankNode)


def _run(rule: Rule, reader: OxigraphReader) -> tuple[Triple, ...]:
    try:
        return reader.construct(rule.query)
    except QueryError as error:
        raise RuleError(f"rule {rule.name}: {error}") from error


def _quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
