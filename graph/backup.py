"""A store in one file, and back: N-Quads (W3C 2014), compressed with gzip.

The file holds the catalogue too, and so the hash of every graph: a restored store is verified before it is
used. It depends on neither the engine's own files nor their version.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from pathlib import Path
from typing import IO, cast

from filelock import FileLock, Timeout
from pyoxigraph import RdfFormat, Store

from graph.audit import verify
from graph.embedded import LOCK, EmbeddedStore
from graph.errors import BackupFailed, StoreLocked
from graph.marking import Marking
from graph.snapshots import SnapshotReader, Snapshots


def backup(store: EmbeddedStore, target: Path) -> int:
    """Write the newest version to a file, beside readers and a writer. Gives its number.

    Raises:
        BackupFailed: nothing was ever published, the file exists already, or it cannot be written.
    """
    if target.exists():
        raise BackupFailed(f"{target} exists already; choose another name")
    reader = store.reader(max(Marking))
    if not isinstance(reader, SnapshotReader):
        raise BackupFailed(f"there is nothing to back up in {store.folder}")
    beside = target.with_name(target.name + ".part")
    try:
        with gzip.open(beside, "wb") as file:
            Store.read_only(str(reader.path)).dump(cast(IO[bytes], file), format=RdfFormat.N_QUADS)
        beside.rename(target)
    except OSError as error:
        raise BackupFailed(f"{target} cannot be written: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
    return reader.version


def restore(source: Path, folder: Path, *, replace: bool = False) -> int:
    """Make a store from a backup, at the version that it had. Gives its number.

    Args:
        source: what `backup` wrote.
        folder: where the store comes.
        replace: put it in the place of a store that is there, once the backup has proved sound.

    Raises:
        BackupFailed: there is a store already, or a process reads it; the file cannot be read, or what it
            holds is not what its catalogue says. What was in `folder` is as it was.
        StoreLocked: another process writes to the store that is there.
    """
    there = folder.exists() and any(folder.iterdir())
    if there and not replace:
        raise BackupFailed(f"{folder} is not empty; restore into a new folder, then set WEERBAAR_DATA to it")
    making = folder.with_name(folder.name + ".restoring")
    shutil.rmtree(making, ignore_errors=True)
    try:
        try:
            version = _make(source, making)
            _give_place(folder, making, there=there)
        except OSError as error:
            raise BackupFailed(f"{folder} cannot be restored: {error}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return version


def _make(source: Path, folder: Path) -> int:
    _load(source, folder)
    store = EmbeddedStore(folder)
    faults = verify(store)
    if faults:
        raise BackupFailed(f"{source} is damaged: {faults[0]}")
    return store.version


def _give_place(folder: Path, made: Path, *, there: bool) -> None:
    """Put the new store in its place; the old one goes only when the new one stands."""
    if not there:
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
        return
    if not Snapshots(folder).unread():
        raise BackupFailed(f"a process reads the store in {folder}; end `weerbaar serve`, then restore")
    old = folder.with_name(folder.name + ".replaced")
    shutil.rmtree(old, ignore_errors=True)
    try:
        with FileLock(folder / LOCK, timeout=0):
            folder.rename(old)
            try:
                made.rename(folder)
            except OSError:
                old.rename(folder)
                raise
    except Timeout as error:
        raise StoreLocked(
            f"another process writes to the store in {folder}; wait until it is done"
        ) from error
    shutil.rmtree(old, ignore_errors=True)


def _load(source: Path, folder: Path) -> None:
    """The live store of a backup; its opening makes the snapshots, as after a publication cut short."""
    live = folder / "live" / max(Marking).slug
    live.mkdir(parents=True)
    try:
        with gzip.open(source, "rb") as file:
            store = Store(str(live))
            store.bulk_load(cast(IO[bytes], file), format=RdfFormat.N_QUADS)
            store.flush()
    except (OSError, EOFError, SyntaxError, zlib.error) as error:
        raise BackupFailed(f"{source} cannot be read: {error}") from error
    (folder / "pending").touch()
    os.sync()
