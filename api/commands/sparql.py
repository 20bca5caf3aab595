"""`weerbaar sparql`: any SPARQL query, under the same limits as over HTTP."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.settings import Settings
    from api.sparql.frames import Job
    from graph.store import Store

ROWS = 1000
"""What a table shows at most; the other formats give everything."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog='Example: weerbaar sparql "SELECT ?m { ?m a wb:Measure }" --format csv')(sparql)


def sparql(
    query: Annotated[str, typer.Argument(help="The query, or @FILE, or - for standard input.")],
    format: Annotated[
        str,
        typer.Option(
            help="table, json, xml, csv, tsv, parquet; "
            "a graph: turtle, ntriples, jsonld, rdfxml, trig, nquads."
        ),
    ] = "table",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the engine's plan with timings instead; as table or json.")
    ] = False,
) -> None:
    """Ask the graph in SPARQL 1.1. The usual prefixes (wb:, skos:, means: …) need no declaration."""
    import asyncio

    from api.commands.common import OWNER, settings, store
    from api.dataset import Dataset
    from api.errors import NothingPublished, QueryRefused
    from api.problems import Problem
    from api.stores import place

    chosen = settings()
    text = _read(query)
    opened = store(chosen)
    version = Dataset(chosen.data, opened).version(OWNER)
    if version.number == 0:
        raise NothingPublished(place(chosen))
    try:
        if explain:
            from api.commands.explain import show

            asyncio.run(show(chosen, version, text, format))
        else:
            asyncio.run(_run(chosen, opened, _job(chosen, version.snapshot, text, format)))
    except Problem as problem:
        raise QueryRefused(problem.detail) from problem


def _read(query: str) -> str:
    from pathlib import Path

    from api.errors import UnreadableArgument

    if query == "-":
        return sys.stdin.read()
    if not query.startswith("@"):
        return query
    try:
        return Path(query[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableArgument(f"the query file {query[1:]} cannot be read: {error}") from error


def _job(chosen: Settings, snapshot: str, query: str, name: str) -> Job:
    from api.errors import UnreadableArgument
    from api.sparql.frames import Job
    from api.sparql.media import GRAPHS, TABLES, by_name

    table, graph = by_name(TABLES, name), by_name(GRAPHS, name)
    if name != "table" and table is None and graph is None:
        known = ", ".join(["table", *(form.name for form in (*TABLES, *GRAPHS))])
        raise UnreadableArgument(f"there is no format {name!r}; choose from {known}")
    return Job(
        snapshot=snapshot,
        query=query,
        seconds=chosen.query_seconds,
        nesting=chosen.query_nesting,
        table=table.name if table else None,
        graph=graph.name if graph else None,
        rows=ROWS if name == "table" else None,
        result_bytes=chosen.result_megabytes << 20,
    )


async def _run(chosen: Settings, store: Store, job: Job) -> None:
    from api.sparql.remote import pool_for

    alone = {"query_workers": 1, "query_long": 1, "query_waiting": 1, "copy_megabytes": 0}
    pool = pool_for(chosen.model_copy(update=alone), store)
    await pool.start()
    try:
        async with pool.evaluate(job) as evaluation:
            await evaluation.head()
            parts = evaluation.parts()
            if job.rows is None:
                async for part in parts:
                    sys.stdout.buffer.write(part)
            else:
                _show(b"".join([part async for part in parts]))
    finally:
        sys.stdout.flush()
        await pool.stop()


def _show(page: bytes) -> None:
    """Print a page of rows as a table, and say so where it is not everything."""
    import json

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from api.console import stderr
    from ontology.namespaces import shorten

    found = json.loads(page)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in found["columns"]:
        table.add_column(column, overflow="fold")
    for row in found["rows"]:
        cells = (("" if cell is None else shorten(cell[1]) if cell[0] == "iri" else cell[1]) for cell in row)
        table.add_row(*map(Text, cells))
    Console(highlight=False, width=None if sys.stdout.isatty() else 160).print(table)
    if found.get("more"):
        stderr().print(f"Only the first {ROWS} rows are shown; --format csv gives all.", style="bold")
