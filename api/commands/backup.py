"""`weerbaar backup`: the graph in one file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar backup /srv/backup/weerbaar-2026-11-24.nq.gz")(backup)


def backup(file: Annotated[Path, typer.Argument(help="Where to write it; must not exist yet.")]) -> None:
    """Write the newest version of the graph to one file (N-Quads, gzip). The service may go on meanwhile.

    The file holds every graph, of every marking: keep it as you keep the data folder. Tokens and the audit
    log are not in it.
    """
    from api.commands.common import embedded, settings
    from api.console import say, steps
    from graph.backup import backup as write

    begun, store = time.perf_counter(), embedded(settings())
    with steps() as line:
        line.now(f"writing {file}")
        version = write(store, file)
    size = file.stat().st_size / 1e6
    say(f"Version {version} is in {file}, {size:.1f} MB, {time.perf_counter() - begun:.1f} s")
