"""Running the rules over one document.

They run in memory over the document and the background (ontology, vocabulary), never over the whole store, so
that one more document costs the same at any size. What needs several documents is asked, not derived: a query
joins what its reader may see.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph.errors import QueryError, RuleError
from graph.oxigraph import OxigraphReader
from graph.rules.rule import Rule, load

_BACKGROUND: Final = NamedNode("urn:weerbaar:background")
_DOCUMENT: Final = NamedNode("urn:weerbaar:document")


class Rules:
    """The rules with the background that they read, ready for one document after another."""

    def __init__(self, background: Iterable[Triple], rules: Iterable[Rule] | None = None) -> None:
        self.rules = tuple(load() if rules is None else rules)
        self._store = Store()
        self._turn = threading.Lock()
        _fill(self._store, background, _BACKGROUND)

    def derive(self, document: Iterable[Triple]) -> tuple[Triple, ...]:
        """What follows from the claims of a document, each triple once, without what it says itself.

        Raises:
            RuleError: a rule is no CONSTRUCT query, or fails; the message names it.
        """
        with self._turn:
            _fill(self._store, document, _DOCUMENT)
            try:
                reader = OxigraphReader(self._store, 0)
                found = dict.fromkeys(triple for rule in self.rules for triple in _run(rule, reader))
                return tuple(triple for triple in found if not self._knows(triple))
            finally:
                self._store.remove_graph(_DOCUMENT)

    def _knows(self, triple: Triple) -> bool:
        return any(self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _run(rule: Rule, reader: OxigraphReader) -> tuple[Triple, ...]:
    try:
        return reader.construct(rule.query)
    except QueryError as error:
        raise RuleError(f"rule {rule.name}: {error}") from error


def _fill(store: Store, triples: Iterable[Triple], graph: NamedNode) -> None:
    store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
