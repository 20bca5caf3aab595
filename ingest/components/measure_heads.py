"""The nouns and verbs that name measures, as data, and what each needs before it counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from spacy.tokens import Token

from ingest.data import lines, rows, words


class Need(StrEnum):
    """What a noun needs to name a measure."""

    FREE = "free"
    """Nothing: a “wetsvoorstel” is a measure as it stands."""
    NAMED = "named"
    """An adjective that tells something, a first part of a compound, a name beside it, or a complement."""
    QUALIFIED = "qualified"
    """As `NAMED`, but the first part of a compound alone does not do."""
    COMPLEMENT = "complement"
    """A complement or a name beside it: “onderzoek naar …”."""


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that can name a measure, with the slug of its kind in the scheme `measure-type`."""

    need: Need
    kind: str
    compound: bool = False
    """Whether the word is a compound of a listed last part: its first part already tells something."""


def head_of(norm: str, before: str = "") -> Head | None:
    """The head that a noun's normal form is, if any; the longest listed last part wins.

    `before` is the normal form of the word before it, for heads of two words.
    """
    return _heads().get(f"{before} {norm}") or _head_of(norm)


@lru_cache(maxsize=1 << 14)
def _head_of(norm: str) -> Head | None:
    table = _heads()
    if norm in table:
        return table[norm]
    for start in range(2, len(norm) - 3):
        found = table.get("-" + norm[start:])
        if found is not None:
            excluded = {norm, norm[:start].rstrip("-")} & words("measure_prefix_exclusions.txt")
            return None if excluded else Head(found.need, found.kind, compound=True)
    return None


@cache
def verbs() -> dict[str, str]:
    """Infinitives that name a measure, each with the slug of its kind."""
    return {row[0]: row[1] for row in rows("measure_verbs.tsv")}


@cache
def groups() -> dict[str, list[tuple[str, ...]]]:
    """Verbs of several words, such as “in kaart brengen”, by their last word."""
    return _by_last("measure_groups.txt")


@cache
def idioms() -> dict[str, list[tuple[str, ...]]]:
    """Groups of words in which the noun at the end names no measure, by that noun."""
    return _by_last("measure_idioms.txt")


def ends_with(token: Token, group: tuple[str, ...]) -> bool:
    """Whether these words end with this token."""
    first = token.i + 1 - len(group)
    return first >= 0 and all(token.doc[first + step].lower_ == word for step, word in enumerate(group))


def _by_last(name: str) -> dict[str, list[tuple[str, ...]]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in lines(name):
        words_of = tuple(line.split())
        found[words_of[-1]].append(words_of)
    return dict(found)


@cache
def _heads() -> dict[str, Head]:
    return {row[0]: Head(Need(row[1]), row[2]) for row in rows("measure_heads.tsv")}
