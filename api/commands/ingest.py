"""`weerbaar ingest`: take documents into the graph."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.marking import Marking

if TYPE_CHECKING:
    from api.intake import Taken

MOST = 8
"""Kinds of warning that the summary names."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar ingest kst-30821-125.txt kst-35228-35.pdf")(ingest)


def ingest(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Documents: text, XML, HTML or PDF with a text layer; or identifiers (WEERBAAR_DOCUMENTS)."
        ),
    ],
    tlp: Annotated[
        str | None,
        typer.Option(
            help="Who may see them: CLEAR, GREEN, AMBER, AMBER+STRICT or RED. "
            "Without it a document keeps the marking that it has; a new one is CLEAR."
        ),
    ] = None,
) -> None:
    """Read documents, validate what they claim, and publish each in one step: whole, or not at all."""
    from api.commands.common import settings
    from api.console import say_error, steps
    from api.errors import EXPECTED, SomeRefused
    from api.intake import Intake

    begun, chosen, marking = time.perf_counter(), settings(), _marking(tlp)
    refused = 0
    with steps() as line:
        intake = Intake(chosen, line.now, marking)
        for file in files:
            try:
                taken = intake.take(file)
            except EXPECTED as error:
                if len(files) == 1:
                    raise
                refused += 1
                say_error(error)
            else:
                _summarise(taken)
    _close(len(files) - refused, refused, time.perf_counter() - begun)
    if refused:
        raise SomeRefused(f"{refused} of {len(files)} documents were refused; nothing of them was stored")


def _marking(text: str | None) -> Marking | None:
    from api.errors import UnreadableArgument

    if text is None:
        return None
    try:
        return Marking.parse(text)
    except ValueError as error:
        raise UnreadableArgument(f"--tlp: {error}") from error


def _summarise(taken: Taken) -> None:
    from api.console import say

    claims, version = taken.extraction.claims, taken.admitted.version
    if taken.admitted.unchanged:
        say(f"{taken.document}: nothing new, the graph holds all of it already (version {version})")
        return
    warnings = Counter(finding.nl for finding in taken.admitted.report.warnings)
    say(
        f"{taken.document}: {len(claims)} claims, {taken.admitted.derived} derived triples, "
        f"{warnings.total()} warnings, version {version}"
    )
    if doubt := taken.extraction.document.metadata.extra.get("warning"):
        say(f"  {doubt}")
    say("  by kind: " + _counted(Counter(claim.predicate.value for claim in claims)))
    say("  by modality: " + _counted(Counter(claim.modality.value for claim in claims)))
    for message, count in warnings.most_common(MOST):
        say(f"  {count} × {message}")
    if warnings:
        say("  `weerbaar check` shows each warning with its quote")


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common()) or "none"


def _close(taken: int, refused: int, seconds: float) -> None:
    from api.console import say

    say(f"{taken} taken in, {refused} refused, {seconds:.1f} s")
