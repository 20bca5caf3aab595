"""The store on engines elsewhere: the same interface over SPARQL 1.1 endpoints.

One endpoint per clearance, by the same principle as on this machine: an endpoint holds what its clearance may
see, so that no query can bring out more. A single endpoint holds graphs up to its marking and refuses others.
Readers see the newest state: an engine elsewhere keeps no snapshots of ours; Virtuoso is read by a copy
(`graph.mirror`). Writers take turns: by a lock file where they share a folder, by a token in the engine that
holds everything (`graph.lease`) wherever they are.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from filelock import FileLock, Timeout
from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore

from graph import catalogue
from graph.catalogue import CATALOGUE, Entry
from graph.change import Change, Put, change
from graph.endpoint import Endpoint
from graph.errors import MarkingRefused, StoreLocked
from graph.lease import Lease, turn
from graph.marking import Marking
from graph.mirror import Mirror
from graph.oxigraph import OxigraphReader
from graph.reader import Table
from graph.snapshots import SnapshotReader
from ontology.namespaces import Iri

COPIES: Final = "copies"
"""The folder of the copies of engines, beside the lock."""


class RemoteReader:
    """Reads from one endpoint."""

    def __init__(self, endpoint: Endpoint, version: int | None = None) -> None:
        self._endpoint = endpoint
        self._version = catalogue.publication(endpoint) if version is None else version

    @property
    def address(self) -> str:
        """Where it asks."""
        return self._endpoint.query

    @property
    def version(self) -> int:
        """The publication that was the newest when the reader was made."""
        return self._version

    def select(self, query: str) -> Table:
        """The solutions of a SELECT query. Raises `QuerySyntaxError`, `QueryError`, `EndpointFailed`."""
        return self._endpoint.select(query)

    def ask(self, query: str) -> bool:
        """The answer of an ASK query. Raises as `select`."""
        return self._endpoint.ask(query)

    def construct(self, query: str) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE query. Raises as `select`."""
        return self._endpoint.construct(query)

    def graph(self, name: str) -> tuple[Triple, ...]:
        """The triples of one named graph; none when there is no such graph."""
        return self.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")


class RemoteStore:
    """A store on one endpoint per clearance.

    Args:
        endpoints: by the highest marking that each may hold.
        lock: the file by which writers on this machine take turns; copies of engines are kept beside it.
        wait: seconds to wait for another writer before `StoreLocked`.
        turn: held while writing, before the lock is asked for; a lock among the threads of this process by
            default.
    """

    def __init__(
        self,
        endpoints: Mapping[Marking, Endpoint],
        lock: Path,
        *,
        wait: float = 0.0,
        turn: AbstractContextManager[object] | None = None,
    ) -> None:
        self._endpoints = dict(sorted(endpoints.items(), reverse=True))
        self._lock = lock
        self._wait = wait
        self._turn = turn or threading.Lock()
        self._mirrors = {
            marking: Mirror(endpoint, lock.with_name(COPIES) / _short(endpoint.query))
            for marking, endpoint in endpoints.items()
            if endpoint.is_virtuoso
        }

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Where it reads and writes, the one that holds most first."""
        return tuple(self._endpoints.values())

    @property
    def version(self) -> int:
        """The number of the newest publication; 0 for an empty store."""
        return catalogue.publication(self._whole)

    @property
    def _whole(self) -> Endpoint:
        return next(iter(self._endpoints.values()))

    def reader(self, clearance: Marking = Marking.CLEAR) -> RemoteReader | OxigraphReader:
        """The newest state, as far as `clearance` may see it.

        Raises:
            MarkingRefused: no endpoint is open to the clearance.
            EndpointFailed: its engine cannot be reached.
        """
        for marking, endpoint in self._endpoints.items():
            if marking <= clearance:
                mirror = self._mirrors.get(marking)
                return mirror.reader() if mirror else RemoteReader(endpoint)
        raise MarkingRefused(f"no endpoint is open to {clearance.label}")

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put and remove whole graphs: a session of one publication. See `RemoteWriter.publish`."""
        with self.writing() as writer:
            return writer.publish(graphs, remove, entries)

    @contextmanager
    def writing(self) -> Iterator[RemoteWriter]:
        """The one writer, for the length of the block. Raises `StoreLocked`."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._turn, FileLock(self._lock, timeout=self._wait), turn(self._whole, self._wait) as lease:
                yield RemoteWriter(self._endpoints, self._mirrors, lease)
        except Timeout as error:
            raise StoreLocked(f"another process writes to the store ({self._lock})") from error


class RemoteWriter:
    """Writes while it holds the lock."""

    def __init__(
        self, endpoints: Mapping[Marking, Endpoint], mirrors: Mapping[Marking, Mirror], lease: Lease
    ) -> None:
        self._endpoints = endpoints
        self._lease = lease
        self._top, self._whole = next(iter(endpoints.items()))
        self._mirror = mirrors.get(self._top)

    @property
    def version(self) -> int:
        """The number of the newest publication."""
        return catalogue.publication(self._whole)

    @property
    def reader(self) -> RemoteReader | OxigraphReader:
        """Everything, as last published."""
        return self._mirror.reader() if self._mirror else RemoteReader(self._whole)

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put whole graphs, and remove others. Arguments and result as of `graph.embedded.Writer.publish`.

        The endpoint that holds everything changes first, by one request where the engine takes it so; the
        others follow. One that was left behind is brought up by the next publication.

        Raises:
            MarkingRefused: a graph is marked above every endpoint; nothing was changed.
            StoreLocked: this process was held up until its turn was over.
        """
        remove, before = tuple(remove), self.version
        held = catalogue.held(self._whole, {*graphs, *remove})
        wanted = change(graphs, remove, entries or {}, held)
        for name, put in wanted.puts.items():
            if put.marking > self._top:
                raise MarkingRefused(f"no endpoint may hold {name}, which is marked {put.marking.label}")
        if not wanted:
            return before
        for marking, endpoint in self._endpoints.items():
            self._lease.require()
            behind = endpoint is not self._whole and catalogue.publication(endpoint) != before
            _send(endpoint, self._everything(endpoint) if behind else wanted, before + 1, marking)
        return before + 1

    @contextmanager
    def copy(self, clearance: Marking) -> Iterator[Path]:
        """An Oxigraph store of its own with what `clearance` may see; gone when the block ends.

        It is made from the endpoint that holds everything: there may be none that is open to the clearance,
        or one that holds less than it may see.
        """
        whole = self.reader
        held = catalogue.held(whole)
        hidden = [name for name, found in held.items() if found.marking > clearance]
        with TemporaryDirectory(prefix="weerbaar-copy-") as folder:
            path = Path(folder) / "store"
            if isinstance(whole, SnapshotReader):
                OxigraphStore.read_only(str(whole.path)).backup(str(path))
            else:
                _fill(path, whole, (CATALOGUE, *(held.keys() - hidden)))
            _hide(path, hidden)
            yield path

    def _everything(self, endpoint: Endpoint) -> Change:
        """All graphs anew, for an endpoint that was left behind."""
        held, whole = catalogue.held(self._whole), self.reader
        puts = {
            name: Put(whole.graph(name), found.content, found.marking, found.description)
            for name, found in held.items()
        }
        return Change(puts, frozenset(catalogue.held(endpoint).keys() - puts.keys()))


def _send(endpoint: Endpoint, wanted: Change, number: int, marking: Marking) -> None:
    if endpoint.graph_store is None:
        endpoint.send(wanted.update(number, marking))
        return
    for name in sorted(wanted.removals | wanted.puts.keys()):
        put = wanted.puts.get(name)
        if put is not None and put.triples and put.marking <= marking:
            endpoint.put(name, put.triples)
        else:
            endpoint.delete(name)
    endpoint.send(wanted.catalogue_update(number, marking))


def _short(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _fill(path: Path, reader: RemoteReader | OxigraphReader, names: Iterable[Iri]) -> None:
    store = OxigraphStore(str(path))
    for name in names:
        node = NamedNode(name)
        triples = reader.graph(name)
        store.extend(Quad(triple.subject, triple.predicate, triple.object, node) for triple in triples)
    store.flush()


def _hide(path: Path, graphs: Iterable[Iri]) -> None:
    """Take graphs, and what the catalogue says of them, out of a store."""
    store = OxigraphStore(str(path))
    for name in graphs:
        store.remove_graph(NamedNode(name))
        for operation in catalogue.forget([name]):
            store.update(operation)
    store.flush()
