"""Speaking to the person at the terminal: answers on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def stderr() -> Console:
    """Where progress, summaries and errors go."""
    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """One line on standard error, never broken by us."""
    stderr().print(text, soft_wrap=True, markup=False)


def say_error(error: Exception | Warning | str) -> None:
    """One line on standard error."""
    message = " ".join(str(error).split())
    sys.stderr.write(f"weerbaar: {message}\n")


def write(text: str) -> None:
    """An answer, as it is, on standard output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


class Steps:
    """The line that says what is being done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def now(self, description: str) -> None:
        """Replace the line."""
        self._progress.update(self._task, description=description)


@contextmanager
def steps() -> Iterator[Steps]:
    """A moving line on a terminal; on anything else nothing, so that logs stay clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = stderr()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Steps(progress)
