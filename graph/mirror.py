"""A copy here of what an engine elsewhere holds: for an engine whose own answers cannot be relied on.

Virtuoso 7 keeps graphs well, but answers some ordinary queries wrongly, gives up on others, and ends at some
(a crash of the whole server). So it is asked for its graphs only, and Oxigraph answers from a copy of the
newest publication: an immutable snapshot, like those of a store on this machine. A new copy starts from the
one before and fetches the graphs that changed. A publication that is half there is not copied: every graph
must have the content that its entry in the catalogue says.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock
from pyoxigraph import NamedNode, Quad, Store, Triple

from graph import catalogue
from graph.catalogue import CATALOGUE, Asks
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed, StoreFailed
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from graph.snapshots import SnapshotReader, Snapshots
from graph.terms import as_stored, content_hash
from ontology.namespaces import WB, Iri

ATTEMPTS: Final = 20
PAUSE: Final = 0.25
"""Seconds before another attempt while a publication is under way."""
_EVERYTHING: Final = Marking.RED
"""Under which name a snapshot holds the copy; what is in it, the engine's own clearance decides."""
_STATE: Final = f"""SELECT ?n ?g ?h {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{WB}publication> ?n
  OPTIONAL {{ ?g <{WB}publication> ?n ; <{WB}contentSha256> ?h }} }} }}"""


@dataclass(frozen=True, slots=True)
class State:
    """What tells one publication from all others, also of an engine that was emptied and filled anew."""

    publication: int = 0
    changed: frozenset[tuple[str, str]] = frozenset()
    """The graphs that it changed, each with the hash of its content."""

    @classmethod
    def of(cls, reader: Asks) -> State:
        """The newest publication that a reader sees."""
        rows = reader.select(_STATE).rows
        if not rows:
            return cls()
        changed = {(row["g"].value, row["h"].value) for row in rows if "h" in row}
        return cls(int(rows[0]["n"].value), frozenset(changed))


class Mirror:
    """The copies of what one endpoint holds, under a folder that processes may share."""

    def __init__(self, endpoint: Endpoint, folder: Path) -> None:
        self._endpoint, self._folder = endpoint, folder
        self._snapshots = Snapshots(folder)
        self._turn = threading.Lock()
        self._newest: tuple[State, OxigraphReader] = State(), OxigraphReader(Store(), 0)

    def reader(self) -> OxigraphReader:
        """The newest publication, whole.

        Raises:
            EndpointFailed: the engine cannot be reached, or does not hold what its catalogue says.
            StoreFailed: there is no room for the copy.
        """
        with self._turn:
            wanted = State.of(self._endpoint)
            if self._newest[0] != wanted:
                self._newest = wanted, self._fetched(wanted)
            return self._newest[1]

    def _fetched(self, wanted: State) -> OxigraphReader:
        self._folder.mkdir(parents=True, exist_ok=True)
        torn: Iri | None = None
        with FileLock(self._folder / "copy.lock"):
            for _ in range(ATTEMPTS):
                there = self._snapshots.open(_EVERYTHING)
                if State.of(there) == wanted:  # this process or another has copied it
                    return there
                try:
                    self._copy(wanted, there)
                except _Torn as found:
                    torn = found.graph
                    time.sleep(PAUSE)
                wanted = State.of(self._endpoint)
        fault = torn or "it changes all the time"
        raise EndpointFailed(f"{self._endpoint.query} does not hold what its catalogue says ({fault})")

    def _copy(self, wanted: State, before: OxigraphReader) -> None:
        """Make the snapshot of a publication. Raises `_Torn` when the engine holds another one by now."""
        try:
            with self._snapshots.staging(wanted.publication) as staging:
                _bring_up(self._endpoint, before, staging / _EVERYTHING.slug)
                if State.of(self._endpoint) != wanted:
                    raise _Torn(CATALOGUE)
            self._snapshots.clean(keep=1)
        except (OSError, RuntimeError) as error:
            raise StoreFailed(f"{self._folder} could not be written: {error}. Make room.") from error


class _Torn(Exception):
    """A graph that is not what its entry in the catalogue says."""

    def __init__(self, graph: Iri) -> None:
        super().__init__(graph)
        self.graph = graph


def _bring_up(endpoint: Endpoint, before: OxigraphReader, target: Path) -> None:
    """Make a store of the copy before and of the graphs that changed since."""
    wanted, there = catalogue.held(endpoint), catalogue.held(before)
    if isinstance(before, SnapshotReader):
        Store.read_only(str(before.path)).backup(str(target))
    store = Store(str(target))
    for name in there.keys() - wanted.keys():
        store.remove_graph(NamedNode(name))
    for name, held in wanted.items():
        if name not in there or there[name].content != held.content:
            triples = _graph(endpoint, name)
            if content_hash(triples) != held.content.sha256:
                raise _Torn(name)
            _replace(store, name, triples)
    _replace(store, CATALOGUE, _graph(endpoint, CATALOGUE))
    store.flush()


def _graph(endpoint: Endpoint, name: Iri) -> tuple[Triple, ...]:
    found = endpoint.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
    return as_stored(found)  # as it was hashed


def _replace(store: Store, name: Iri, triples: tuple[Triple, ...]) -> None:
    node = NamedNode(name)
    store.remove_graph(node)
    store.extend(Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)
