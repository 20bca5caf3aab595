"""A copy, in memory, of what an engine elsewhere holds: for an engine whose own answers cannot be relied on.

Virtuoso 7 keeps graphs well, but answers some queries of the catalogue wrongly (more rows than there are
solutions, where patterns are negated) and gives up on others (compiler errors, stack overflow). So it is
asked for its graphs only, and Oxigraph answers from a copy of the newest publication. A publication that is
half there is not copied: every graph must hold what its entry in the catalogue says.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, Store

from graph import catalogue
from graph.catalogue import CATALOGUE
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed
from graph.oxigraph import OxigraphReader
from ontology.namespaces import Iri

ATTEMPTS: Final = 20
PAUSE: Final = 0.25
"""Seconds before another attempt while a publication is under way."""


class MirrorReader(OxigraphReader):
    """Reads one publication, from a copy of it."""

    def __init__(self, store: Store, version: int, address: str) -> None:
        super().__init__(store, version)
        self.address = address
        """Where the engine is that it was copied from."""


class Mirror:
    """The newest copy of what one endpoint holds, made anew when there is a newer publication."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._turn = threading.Lock()
        self._newest: MirrorReader | None = None

    def reader(self) -> MirrorReader:
        """The newest publication, whole.

        Raises:
            EndpointFailed: the engine cannot be reached, or does not hold what its catalogue says.
        """
        with self._turn:
            for _ in range(ATTEMPTS):
                version = catalogue.publication(self._endpoint)
                if self._newest is not None and self._newest.version == version:
                    return self._newest
                store = Store()
                torn = next(_copy(self._endpoint, store), None)
                if torn is None and catalogue.publication(self._endpoint) == version:
                    self._newest = MirrorReader(store, version, self._endpoint.query)
                    return self._newest
                time.sleep(PAUSE)
        fault = torn or "it changes all the time"
        raise EndpointFailed(f"{self._endpoint.query} does not hold what its catalogue says ({fault})")


def _copy(endpoint: Endpoint, store: Store) -> Iterator[Iri]:
    """Copy every graph of the catalogue; gives those that are not what their entry says."""
    held = catalogue.held(endpoint)
    for name in (CATALOGUE, *held):
        node = NamedNode(name)
        triples = endpoint.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        if name in held and len(triples) != held[name].content.triples:
            yield name
        store.extend(Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)
