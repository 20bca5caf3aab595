"""The word lists and patterns of ingest, as data: adding a cue or a head noun touches no code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a data file, without blanks around them, empty lines and comments (`#`)."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    stripped = (line.strip() for line in text.splitlines())
    return tuple(line for line in stripped if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The lines of a data file as a set."""
    return frozenset(lines(name))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a tab-separated data file, cell by cell; its first line names the columns."""
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines(name)[1:])
