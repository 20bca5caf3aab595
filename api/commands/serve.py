"""`weerbaar serve`: the HTTP service."""

from __future__ import annotations

from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar serve --port 8080")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (WEERBAAR_HOST, 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, 0 for a free one (WEERBAAR_PORT, 8000).")
    ] = None,
) -> None:
    """Serve the graph: pages, canned queries and SPARQL. Takes in nothing."""
    from api.commands.common import settings
    from api.server import run

    run(settings(host=host, port=port))
