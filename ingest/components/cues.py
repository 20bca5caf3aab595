"""Lists of words that rules and qualifiers share, read from `data/cues.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "data" / "cues.toml"


@cache
def words(group: str) -> frozenset[str]:
    """The lower-case words or phrases under a group's name; raises `KeyError` when there is no such group."""
    return frozenset(_groups()[group])


@cache
def _groups() -> dict[str, list[str]]:
    groups = tomllib.loads(FILE.read_text(encoding="utf-8"))["words"]
    return {name: [str(word) for word in listed] for name, listed in groups.items()}
