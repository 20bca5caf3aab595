"""`weerbaar verify`: is the graph what its catalogue says?"""

from __future__ import annotations

import time

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar verify")(verify)


def verify() -> None:
    """Hash every graph and compare with the catalogue; see that no clearance sees what is above it.

    Exit code 1 when something is wrong.
    """
    from api.commands.common import embedded, settings
    from api.console import say, steps
    from api.errors import NothingPublished
    from graph.audit import verify as faults_of

    chosen = settings()
    begun, store = time.perf_counter(), embedded(chosen)
    if store.version == 0:
        raise NothingPublished(chosen.data)
    with steps() as line:
        line.now("reading every graph")
        faults = faults_of(store)
    for fault in faults:
        typer.echo(fault)
    found = f"{len(faults)} faults" if faults else "sound"
    say(f"Version {store.version}: {found}, {time.perf_counter() - begun:.1f} s")
    if faults:
        raise typer.Exit(1)
