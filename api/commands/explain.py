"""`weerbaar sparql --explain`: how the engine goes about a query, and where its time goes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.dataset import Version
    from api.settings import Settings
    from api.sparql.explanation import Explanation

WHY = {"deadline": "it passed its deadline", "memory": "it needed too much memory"}


async def show(chosen: Settings, version: Version, query: str, name: str) -> None:
    """Print the explanation of a query as a tree, or as the JSON that the service gives.

    Raises:
        api.problems.Problem: the query is refused, or cannot be explained here.
        api.errors.UnreadableArgument: an explanation has no such format.
    """
    from api.errors import UnreadableArgument
    from api.sparql.explainer import Explainer
    from api.sparql.frames import Job

    if name not in ("table", "json"):
        raise UnreadableArgument(f"an explanation is given as table or json, not as {name}")
    job = Job(
        snapshot=version.snapshot, query=query, seconds=chosen.query_seconds, nesting=chosen.query_nesting
    )
    found = await Explainer(chosen.query_megabytes, 1).explain(job)
    if name == "json":
        from api.routes.explain import document

        sys.stdout.write(document(found, version.number).model_dump_json(indent=2) + "\n")
    else:
        _print(found)


def _print(found: Explanation) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from api.console import stderr

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("step", overflow="fold")
    for column in ("rows", "ms", "of which own"):
        table.add_column(column, justify="right", no_wrap=True)
    for step in found.steps:
        figures = (step.rows, step.milliseconds, step.own)
        table.add_row(
            Text("  " * step.depth + step.name),
            *("–" if figure is None else str(figure) for figure in figures),
        )
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(f"{found.engine}: parsed in {found.parse} ms, planned in {found.plan} ms")
    if found.ended != "whole":
        part = "its steps were not measured" if found.evaluate is None else "the figures are of a part"
        stderr().print(f"Not evaluated to its end: {WHY[found.ended]}; {part}.", style="bold")
