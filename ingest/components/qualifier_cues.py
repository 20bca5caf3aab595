"""The cues for qualifiers, read from `data/qualifiers.toml`, and their places in a text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from ingest.claims import Modality

FILE: Final = Path(__file__).parents[1] / "data" / "qualifiers.toml"

MODALITIES: Final[Mapping[str, Modality]] = {member.name.lower(): member for member in Modality}
"""The names that the data file uses, `negated` to `Modality.NEGATED`."""


class Reach(StrEnum):
    """How far a cue reaches."""

    CLAUSE = "clause"
    COMPLEMENT = "complement"
    """Its clause and those that it governs."""
    GOVERNED = "governed"
    """The clauses that it governs, not its own: “meldt (in zijn verslag) dat …”."""
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase and what it says of the statement around it."""

    words: tuple[str, ...]
    modality: Modality | None = None
    """`None` for a phrase that only looks like a cue, and for likelihood and horizon."""
    reach: Reach = Reach.CLAUSE
    weak: bool = False
    """Qualifies statements about threats only."""
    opens: bool = False
    """Counts only at the beginning of a clause."""
    existential: bool = False
    """Denies that there is such a thing, so reaches what a noun phrase says as well."""
    stance: str = ""
    """`weighed`: the thing itself is being considered."""
    likelihood: str | None = None
    horizon: str | None = None


@dataclass(frozen=True, slots=True)
class CuePlace:
    """A cue met: the positions of its first and last word in the sequence searched."""

    cue: Cue
    first: int
    last: int


def find_cues(words: Sequence[str]) -> Iterator[CuePlace]:
    """The cues among lower-case words; of those that overlap, the first and longest of each kind."""
    index = _index()
    blocked: dict[str, int] = {}
    for start, word in enumerate(words):
        for cue in index.get(word, ()):
            end = start + len(cue.words)
            if tuple(words[start:end]) != cue.words:
                continue
            family = _family(cue)
            if start >= blocked.get(family, 0):
                blocked[family] = end
                if cue.modality or cue.likelihood or cue.horizon:
                    yield CuePlace(cue, start, end - 1)


def _family(cue: Cue) -> str:
    """Cues of one family shadow each other; modality and its look-alikes are one."""
    if cue.likelihood:
        return "likelihood"
    return "horizon" if cue.horizon else "modality"


@cache
def _index() -> dict[str, list[Cue]]:
    """Cues by their first word, longest first."""
    index: dict[str, list[Cue]] = {}
    for cue in load_cues():
        index.setdefault(cue.words[0], []).append(cue)
    for cues in index.values():
        cues.sort(key=lambda cue: -len(cue.words))
    return index


@cache
def load_cues(file: Path = FILE) -> tuple[Cue, ...]:
    """All cues of a data file; raises `ValueError` when a kind of cue is not known."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    cues = [cue for row in tables["cue"] for cue in _modal(row)]
    for name in ("likelihood", "horizon"):
        reach = Reach.COMPLEMENT if name == "likelihood" else Reach.CLAUSE
        cues += [
            Cue(tuple(phrase.split()), reach=reach, **{name: row["slug"]})
            for row in tables[name]
            for phrase in row["words"]
        ]
    return tuple(cues)


def _modal(row: Mapping[str, Any]) -> Iterator[Cue]:
    kind = row["kind"]
    if kind != "pseudo" and kind not in MODALITIES:
        raise ValueError(f"{FILE.name}: unknown kind of cue {kind!r}; known: pseudo, {', '.join(MODALITIES)}")
    for phrase in row["words"]:
        yield Cue(
            tuple(phrase.split()),
            MODALITIES.get(kind),
            Reach(row.get("scope", "clause")),
            row.get("strength") == "weak",
            bool(row.get("opens", False)),
            bool(row.get("existential", False)),
            str(row.get("stance", "")),
        )
