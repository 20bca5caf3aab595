"""`weerbaar restore`: a graph from its backup."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: WEERBAAR_DATA=/srv/weerbaar weerbaar restore weerbaar-2026-11-24.nq.gz")(
        restore
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What `weerbaar backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the graph that is there.")
    ] = False,
) -> None:
    """Make the graph from a backup, and verify it before it takes its place.

    A graph that is there stays unless --replace says otherwise, and until the backup has proved sound.
    """
    from api.commands.common import require_embedded, settings
    from api.console import say, steps
    from api.errors import UnreadableArgument
    from api.stores import embedded_folder
    from graph.backup import restore as make

    chosen = settings()
    require_embedded(chosen)
    begun, folder = time.perf_counter(), embedded_folder(chosen)
    if not replace and folder.exists() and any(folder.iterdir()):
        raise UnreadableArgument(
            f"there is a graph in {folder} already; --replace puts the backup in its place, "
            "or set WEERBAAR_DATA to another folder"
        )
    with steps() as line:
        line.now(f"restoring {file}")
        version = make(file, folder, replace=replace)
    say(f"Version {version} is restored in {folder} and verified, {time.perf_counter() - begun:.1f} s")
