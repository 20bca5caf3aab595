"""The immutable versions of a store that readers open.

    {folder}/current                        number of the newest version, replaced atomically
    {folder}/snapshots/{version}/red/       an Oxigraph store, hard-linked from the writer's
    {folder}/snapshots/{version}/clear      what a caller with that clearance may see; a link to the next
                                            higher one where they see the same graphs
    {folder}/snapshots/{version}/lease      locked (shared) by every process that reads the version

A snapshot is never changed, and never deleted while a process holds its lease; the operating system frees the
lease of a process that dies.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from graph.errors import StoreCorrupt
from graph.marking import Marking
from graph.oxigraph import OxigraphReader

_ATTEMPTS = 20
"""A version can be pruned between reading its number and taking its lease; then look again."""


class SnapshotReader(OxigraphReader):
    """A reader over one snapshot; it holds the snapshot's lease until it is no longer used."""

    def __init__(self, path: Path, version: int, lease: int) -> None:
        self.path = path
        """The Oxigraph store that a worker process may open read-only for itself."""
        weakref.finalize(self, os.close, lease)
        try:
            store = Store.read_only(str(path))
        except (OSError, RuntimeError) as error:
            raise StoreCorrupt(f"snapshot {path} cannot be opened: {error}") from error
        super().__init__(store, version)


class Snapshots:
    """The versions under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "snapshots"
        self._pointer = folder / "current"
        self._read: tuple[tuple[int, int, int], int] = (0, 0, 0), 0

    def current(self) -> int:
        """The newest version; 0 when nothing was ever published."""
        try:
            found = self._pointer.stat()  # asked with every query: a fifth of the time of reading it
            file = found.st_ino, found.st_mtime_ns, found.st_ctime_ns  # replaced, never written to
            if file != self._read[0]:
                self._read = file, int(self._pointer.read_text(encoding="ascii"))
            return self._read[1]
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise StoreCorrupt(f"{self._pointer} should hold one number: {error}") from error

    def path(self, version: int) -> Path:
        """The folder of a version, whether it is there or not."""
        return self._folder / str(version)

    def versions(self) -> list[int]:
        """The versions that are still there, oldest first."""
        if not self._folder.is_dir():
            return []
        return sorted(int(path.name) for path in self._folder.iterdir() if path.name.isdigit())

    def open(self, clearance: Marking = Marking.CLEAR, version: int | None = None) -> OxigraphReader:
        """A reader of the newest version, or of the one named.

        Raises:
            StoreCorrupt: the version is not there (pruned, or lost) or cannot be opened.
        """
        for _ in range(_ATTEMPTS):
            wanted = self.current() if version is None else version
            if wanted == 0:
                return OxigraphReader(Store(), 0)
            lease = _take_lease(self.path(wanted) / "lease")
            if lease is not None:
                return SnapshotReader(self.path(wanted) / clearance.slug, wanted, lease)
        there = ", ".join(map(str, self.versions())) or "none"
        raise StoreCorrupt(f"version {wanted} is not in {self._folder}; there: {there}")

    def unread(self) -> bool:
        """Whether no process reads any version at this moment."""
        return all(_is_unread(self.path(version) / "lease") for version in self.versions())

    @contextmanager
    def staging(self, version: int) -> Iterator[Path]:
        """A folder to fill; when the block ends it becomes the version and the pointer moves to it."""
        staging = self._folder / f"{version}.new"
        shutil.rmtree(staging, ignore_errors=True)
        shutil.rmtree(self.path(version), ignore_errors=True)  # of a publication that never ended
        staging.mkdir(parents=True)
        (staging / "lease").touch()
        yield staging
        staging.rename(self.path(version))
        _sync(self._folder)
        self._point_to(version)

    def clean(self, keep: int) -> None:
        """Delete what an interrupted publication left, and all but the last `keep` and those read."""
        newest = self.current()
        for path in self._folder.glob("*.new"):
            shutil.rmtree(path)
        for path in self._folder.glob("*.old"):
            shutil.rmtree(path)
        for version in [found for found in self.versions() if found < newest][: -(keep - 1) or None]:
            _delete_unless_read(self.path(version))

    def _point_to(self, version: int) -> None:
        beside = self._pointer.with_suffix(".new")
        with beside.open("w", encoding="ascii") as file:
            file.write(f"{version}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._pointer)
        _sync(self._pointer.parent)


def _take_lease(path: Path) -> int | None:
    """A descriptor that holds the shared lock; `None` when the version is gone or going."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _is_unread(lease: Path) -> bool:
    try:
        with lease.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


def _delete_unless_read(version: Path) -> None:
    descriptor = os.open(version / "lease", os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        doomed = version.rename(version.with_suffix(".old"))  # a reader that comes now finds no lease file
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)
    shutil.rmtree(doomed)


def _sync(folder: Path) -> None:
    """Make a rename in the folder last through a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
