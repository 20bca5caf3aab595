"""The store interface: what the rest of Weerbaar asks of the place where graphs are kept.

`graph.embedded` keeps them on this machine, `graph.remote` on any engine that speaks SPARQL 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from pyoxigraph import Triple

from graph.catalogue import Entry
from graph.marking import Marking
from graph.reader import Reader
from ontology.namespaces import Iri


class GraphReader(Reader, Protocol):
    """A reader that gives whole graphs too."""

    def graph(self, name: str) -> tuple[Triple, ...]:
        """The triples of one named graph; none when there is no such graph."""


class StoreWriter(Protocol):
    """Writes while it holds the store's lock."""

    @property
    def version(self) -> int:
        """The number of the newest publication."""

    @property
    def reader(self) -> GraphReader:
        """Everything, as last published: what a read-modify-write must read."""

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put whole graphs, and remove others, in one step; gives the version that holds all of it."""

    def copy(self, clearance: Marking) -> AbstractContextManager[Path]:
        """An Oxigraph store of its own with what `clearance` may see, to try a change on."""


class Store(Protocol):
    """Where graphs are kept."""

    @property
    def version(self) -> int:
        """The number of the newest publication; 0 for an empty store."""

    def reader(self, clearance: Marking = Marking.CLEAR) -> GraphReader:
        """The newest version, as far as `clearance` may see it."""

    def writing(self) -> AbstractContextManager[StoreWriter]:
        """The one writer, for the length of the block."""

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put and remove whole graphs in one step: a session of one publication."""
