"""The store on this machine: Oxigraph on disk, one writer, readers on immutable snapshots.

    {folder}/format       version of this layout
    {folder}/writer.lock  locked while a process writes; writer.pid names it
    {folder}/pending      there while a publication is under way, so that the next opening finishes it
    {folder}/live/        the writer's stores (`graph.replicas`)
    {folder}/snapshots/   what readers open (`graph.snapshots`)

A publication is one transaction in the live store, with its number inside; then a snapshot, then the pointer
to it. A process that dies before the transaction leaves nothing of it; one that dies after, leaves all of it.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from filelock import FileLock, Timeout
from pyoxigraph import Triple

from graph import catalogue
from graph.catalogue import Entry
from graph.change import change
from graph.errors import StoreCorrupt, StoreFailed, StoreLocked, StoreTooNew, VersionGone
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from graph.replicas import Replicas
from graph.snapshots import Snapshots
from ontology.namespaces import Iri

FORMAT: Final = 1
"""Of the layout on disk; a store with a higher number is refused."""
LOCK: Final = "writer.lock"
"""The file that is locked while a process writes."""


class EmbeddedStore:
    """A store in a folder, made on the first write.

    Reading takes no lock and sees the newest snapshot. Writing takes the lock only while it lasts, so that a
    serving process and a command line can share one folder.

    Args:
        folder: where the store is or will be.
        keep: how many snapshots to keep; older ones go unless a process reads them.
        wait: seconds to wait for another writer before `StoreLocked`.
        turn: held while writing, before the lock is asked for; a lock among the threads of this process by
            default.

    Raises:
        StoreTooNew: the folder was written by a later version.
    """

    def __init__(
        self,
        folder: Path,
        *,
        keep: int = 3,
        wait: float = 0.0,
        turn: AbstractContextManager[object] | None = None,
    ) -> None:
        self.folder = folder
        self.snapshots = Snapshots(folder)
        self._keep = max(keep, 1)
        self._wait = wait
        self._turn = turn or threading.Lock()
        self._readers: dict[Marking, OxigraphReader] = {}
        self._check_format()
        if self._pending.exists():
            # the other process is alive and will finish it; a full disk can still be read
            with suppress(StoreLocked, StoreFailed), self.writing():
                pass

    @property
    def version(self) -> int:
        """The number of the newest publication; 0 for an empty store."""
        return self.snapshots.current()

    def reader(self, clearance: Marking = Marking.CLEAR) -> OxigraphReader:
        """The newest version, as far as `clearance` may see it. Cheap: a version is opened once."""
        reader = self._readers.get(clearance)
        if reader is None or reader.version != self.version:
            reader = self._readers[clearance] = self.snapshots.open(clearance)
        return reader

    def at(self, version: int, clearance: Marking = Marking.CLEAR) -> OxigraphReader:
        """An earlier version, as far as `clearance` may see it.

        Raises:
            VersionGone: it is not kept; or a graph in it has since been marked higher than the clearance.
        """
        there = self.snapshots.versions()
        if version not in there:
            kept = ", ".join(map(str, there)) or "none"
            raise VersionGone(f"version {version} of the graph is not kept; kept are: {kept}")
        reader = self.snapshots.open(clearance, version)
        now = catalogue.held(self.reader(max(Marking)))
        raised = [
            graph for graph in catalogue.held(reader) if graph in now and now[graph].marking > clearance
        ]
        if raised:
            raise VersionGone(
                f"version {version} holds what has since been marked higher; ask without a version"
            )
        return reader

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put and remove whole graphs in one step: a session of one publication. See `Writer.publish`."""
        with self.writing() as writer:
            return writer.publish(graphs, remove, entries)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """The one writer, for the length of the block; threads of this process take turns.

        Raises:
            StoreLocked: another process is writing; the message names it.
            StoreCorrupt: the live store cannot be opened.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._turn, self._lock():
            self._check_format()
            (self.folder / "format").write_text(f"{FORMAT}\n", encoding="ascii")
            with closing(Replicas(self.folder / "live")) as replicas:
                writer = Writer(replicas, self.snapshots, self._pending, self._keep)
                writer.finish()
                yield writer

    @property
    def _pending(self) -> Path:
        return self.folder / "pending"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        owner = self.folder / "writer.pid"
        try:
            with FileLock(self.folder / LOCK, timeout=self._wait):
                owner.write_text(f"{os.getpid()}\n", encoding="ascii")
                yield
        except Timeout as error:
            pid = owner.read_text(encoding="ascii").strip() if owner.exists() else "unknown"
            raise StoreLocked(
                f"the store in {self.folder} is being written by process {pid}; wait until it is done"
            ) from error

    def _check_format(self) -> None:
        path = self.folder / "format"
        try:
            found = int(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return
        except ValueError as error:
            raise StoreCorrupt(f"{path} should hold one number: {error}") from error
        if found > FORMAT:
            raise StoreTooNew(
                f"the store in {self.folder} has format {found}; this Weerbaar reads up to {FORMAT}. "
                "Use the version that wrote it, or another data folder."
            )


class Writer:
    """Writes while it holds the store's lock."""

    def __init__(self, replicas: Replicas, snapshots: Snapshots, pending: Path, keep: int) -> None:
        self._replicas = replicas
        self._snapshots = snapshots
        self._pending = pending
        self._keep = keep

    @property
    def version(self) -> int:
        """The number of the newest publication."""
        return self._snapshots.current()

    @property
    def reader(self) -> OxigraphReader:
        """Everything, as last published: what a read-modify-write must read."""
        return self._replicas.reader

    def publish(
        self,
        graphs: Mapping[Iri, Iterable[Triple]],
        remove: Iterable[Iri] = (),
        entries: Mapping[Iri, Entry] | None = None,
    ) -> int:
        """Put whole graphs, and remove others, in one step.

        Args:
            graphs: the new content of each graph; what it held before goes.
            remove: graphs that go.
            entries: what the catalogue says of them. A graph without an entry keeps the one it has; a new one
                is marked TLP:CLEAR.

        Returns:
            The version that holds all of it: the present one when nothing of it is new.

        Raises:
            StoreFailed: the disk refused. Whether the change was made shows at the next opening; it is there
                whole or not at all.
        """
        remove = tuple(remove)
        held = catalogue.held(self._replicas.reader, {*graphs, *remove})
        wanted = change(graphs, remove, entries or {}, held)
        if not wanted:
            return self._snapshots.current()
        with _disk(self._pending.parent):
            self._pending.touch()
            version = self._replicas.commit(wanted)
            with self._snapshots.staging(version) as staging:
                self._replicas.snapshot(staging, wanted)
            self._done()
        return version

    @contextmanager
    def copy(self, clearance: Marking) -> Iterator[Path]:
        """A store of its own with what `clearance` may see, to try a change on; gone when the block ends."""
        for abandoned in self._pending.parent.glob("copy-*"):  # by a writer that died: the lock is ours now
            shutil.rmtree(abandoned, ignore_errors=True)
        with TemporaryDirectory(dir=self._pending.parent, prefix="copy-") as folder:
            yield self._replicas.copy(clearance, Path(folder) / "store")

    def finish(self) -> None:
        """Finish the publication during which an earlier writer died, or clear away what it never committed.

        Raises:
            StoreCorrupt: the live store is behind its newest snapshot.
        """
        if not self._pending.exists():
            return
        committed, shown = self._replicas.publication, self._snapshots.current()
        if committed < shown:
            raise StoreCorrupt(f"the live store holds version {committed}, its newest snapshot {shown}")
        with _disk(self._pending.parent):
            if committed > shown:
                with self._snapshots.staging(committed) as staging:
                    self._replicas.snapshot(staging)
            self._done()

    def _done(self) -> None:
        self._snapshots.clean(self._keep)
        self._pending.unlink()


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """The disk's refusals as an error that says what to do."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise StoreFailed(f"{folder} could not be written: {error}. Make room, and repeat.") from error
