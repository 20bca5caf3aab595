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

from pyoxigraph import RdfFormat, Store

from graph.audit import verify
from graph.embedded import EmbeddedStore
from graph.errors import BackupFailed
from graph.marking import Marking
from graph.snapshots import SnapshotReader


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
        beside.unlink(missing_ok=True)
        raise BackupFailed(f"{target} cannot be written: {error}") from error
    return reader.version


def restore(source: Path, folder: Path) -> int:
    """Make a store from a backup, at the version that it had. Gives its number.

    Args:
        source: what `backup` wrote.
        folder: where the store comes; it must not exist, or be empty.

    Raises:
        BackupFailed: there is a store already, the file cannot be read, or what it holds is not what its
            catalogue says. Nothing is left in `folder`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupFailed(f"{folder} is not empty; restore into a new folder, then set WEERBAAR_DATA to it")
    making = folder.with_name(folder.name + ".restoring")
    shutil.rmtree(making, ignore_errors=True)
    try:
        _load(source, making)
        store = EmbeddedStore(making)
        faults = verify(store)
        if faults:
            raise BackupFailed(f"{source} is damaged: {faults[0]}")
        version = store.version
        del store
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return version


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
