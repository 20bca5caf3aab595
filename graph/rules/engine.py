"""Running the rules over one document.

They run in memory over the document and the background (ontology, vocabulary), never over the whole store, so
that one more document costs the same at any size. What needs several documents is asked, not derived: a query
joins what its reader may see.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from graph.errors import QueryError, RuleError
from graph.oxigraph import OxigraphReader
from graph.rules.rule import Rule, load

_BACKGROUND: Final = NamedNode("urn:weerbaar:background")
_DOCUMENT: Final = NamedNode("urn:weerbaar:document")
_DERIVED: Final = NamedNode("urn:weerbaar:derived")


class Rules:
    """The rules with the background that they read, ready for one document after another."""

    def __init__(self, background: Iterable[Triple], rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(load() if rules is None else rules)
        self._store = Store()
        self._reader = OxigraphReader(self._store, 0)
        self._turn = threading.Lock()
        _fill(self._store, background, _BACKGROUND)

    def derive(self, document: Iterable[Triple]) -> tuple[Triple, ...]:
        """What follows from a document, each triple once, without what it or the background says itself.

        First the rules that read claims, once; then those that repeat, until nothing new comes.

        Raises:
            RuleError: a rule is no CONSTRUCT query, or fails; the message names it.
        """
        with self._turn:
            _fill(self._store, document, _DOCUMENT)
            try:
                found = self._pass([rule for rule in self.rules if not rule.repeat])
                repeated = [rule for rule in self.rules if rule.repeat]
                while new := self._pass(repeated):
                    found |= new
                return tuple(filter(_has_names, found))
            finally:
                self._store.remove_graph(_DOCUMENT)
                self._store.remove_graph(_DERIVED)

    def _pass(self, rules: Iterable[Rule]) -> dict[Triple, None]:
        """Run each rule once, and keep what is new as a premise for the next pass."""
        found = dict.fromkeys(triple for rule in rules for triple in _run(rule, self._reader))
        new = {triple: None for triple in found if not self._knows(triple)}
        _fill(self._store, new, _DERIVED)
        return new

    def _knows(self, triple: Triple) -> bool:
        return any(self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _has_names(triple: Triple) -> bool:
    """Whether no blank node, such as an unnamed class, stands in it."""
    return not isinstance(triple.subject, BlankNode) and not isinstance(triple.object, BlankNode)


def _run(rule: Rule, reader: OxigraphReader) -> tuple[Triple, ...]:
    try:
        return reader.construct(rule.query)
    except QueryError as error:
        raise RuleError(f"rule {rule.name}: {error}") from error


def _fill(store: Store, triples: Iterable[Triple], graph: NamedNode) -> None:
    store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
