r"""The patterns of the printed layout, read from `data/layout.toml`.

In that file `\p` stands for a letter, which Python's `re` has no short name for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

LETTER: Final = r"[^\W\d_]"
FILE: Final = Path(__file__).parent / "data" / "layout.toml"


@cache
def pattern(group: str, name: str) -> re.Pattern[str]:
    """One expression for all alternatives under `[group]` `name`; raises `KeyError` when there is none."""
    return compile_all(_tables()[group][name])


def compile_all(alternatives: Iterable[str]) -> re.Pattern[str]:
    """One expression that matches whatever one of the alternatives matches."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives).replace(r"\p", LETTER))


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
