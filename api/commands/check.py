"""`weerbaar check`: does the graph keep its own rules, and is the ontology consistent?"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar check")(check)


def _reason(say: Callable[[str], None]) -> list[str]:
    """What the reasoner finds contradictory; needs `ontology.reasoning`."""
    import importlib.util

    if importlib.util.find_spec("ontology.reasoning") is None:
        return []
    say("reasoning over the ontology")
    reasoning = importlib.import_module("ontology.reasoning")
    return [str(problem) for problem in reasoning.check()]


def check() -> None:
    """Validate every document of the graph against the shapes, and reason over the ontology.

    Exit code 1 when something is wrong; warnings alone do not count.
    """
    from api.commands.common import OWNER, settings, store
    from api.console import say, steps
    from api.validation import validate

    begun = time.perf_counter()
    with steps() as line:
        reports = validate(store(settings()).reader(OWNER), line.now)
        reasons = _reason(line.now)
    for report in reports:
        for finding in report.findings:
            typer.echo(f"{report.graph.rpartition('/graph/')[2]}: {finding.text()}")
    for reason in reasons:
        typer.echo(f"ontology: {reason}")
    counted = Counter(finding.severity.lower() for report in reports for finding in report.findings)
    found = ", ".join(f"{count} {severity}s" for severity, count in counted.items()) or "no findings"
    say(
        f"{len(reports)} documents validated: {found}; ontology: {len(reasons)} contradictions; "
        f"{time.perf_counter() - begun:.1f} s"
    )
    if reasons or any(not report.conforms for report in reports):
        raise typer.Exit(1)
