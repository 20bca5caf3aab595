"""Relation patterns met on a passage, which is rendered as one line of items (see `relation_notation`)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.components.cues import words
from ingest.components.passages import Item, lemma
from ingest.components.prepositions import preposition
from ingest.components.relation_notation import BOUNDARY, compile_pattern, needs, types_of, unmangled
from ingest.components.slots import Slot

_ADJECTIVE: Final = re.compile(r"(?:sche?|se|ees|aans)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern met in a line of items: where, and which slots fill the roles."""

    first: int
    last: int
    """Positions of the first and last item."""
    roles: Mapping[str, tuple[Slot, frozenset[str]]]
    """Role to slot, and the types under which the pattern takes it."""


@dataclass(frozen=True, slots=True)
class Line:
    """Items rendered for matching; `starts[i]` is where item i begins in `text`."""

    items: Sequence[Item]
    text: str
    starts: Sequence[int]
    types: frozenset[str]
    words: frozenset[str]
    """Words and lemmas."""

    @classmethod
    def of(cls, items: Sequence[Item], boundaries: frozenset[int] = frozenset()) -> Line:
        """`boundaries` holds the positions of items before which a clause begins."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for index, item in enumerate(items):
            rendered = (f"{BOUNDARY} " if index in boundaries and index else "") + _render(index, item)
            starts.append(length + (2 if index in boundaries and index else 0))
            parts.append(rendered)
            length += len(rendered)
        types = frozenset(name for item in items if item.slot for name in item.slot.types)
        words_ = frozenset(word for item in items if not item.slot for word in (item.word, item.lemma))
        return cls(items, "".join(parts), starts, types, words_)

    def find(self, pattern: str) -> Iterator[Found]:
        """Every place where the pattern is met; of several ways to begin, the nearest to where it ends.

        Of what could begin it, a name without preposition goes before one with.
        """
        if not self._may_hold(pattern):
            return
        best: dict[int, Found] = {}
        for match in compile_pattern(pattern).finditer(self.text):
            first = self._index(match.start(1))
            found = Found(first, self._index(match.end(1) - 1), self._roles(match))
            known = best.get(match.end(1))
            if known is None or not self._governed(first) or self._governed(known.first):
                best[match.end(1)] = found
        yield from best.values()

    def _may_hold(self, pattern: str) -> bool:
        asked = needs(pattern)
        return all(types & self.types for types in asked.types) and all(
            wanted & self.words for wanted in asked.words
        )

    def _governed(self, place: int) -> bool:
        """Whether a name stands under a preposition, or is an example of one before it."""
        if self.items[place].slot is None:
            return False
        return preposition(self.items, place) != "" or (
            place > 0 and self.items[place - 1].word in words("example")
        )

    def _index(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _roles(self, match: re.Match[str]) -> dict[str, tuple[Slot, frozenset[str]]]:
        roles: dict[str, tuple[Slot, frozenset[str]]] = {}
        for name, number in match.groupdict().items():
            if number is None:
                continue
            slot = self.items[int(number)].slot
            role, _, types = name.partition("_")
            assert slot is not None
            roles[role] = (slot, types_of(unmangled(types)))
        return roles


def _render(index: int, item: Item) -> str:
    if item.slot:
        names = sorted(item.slot.types)
        if "STATE_ACTOR" in names and all(_ADJECTIVE.search(member.text) for member in item.slot.members):
            names.append("DEMONYM")
        if all(inner.end < item.slot.end for inner in item.slot.nested):
            names.append("UNTAILED")
        if any(lemma(member[-1].text) in words("deed") for member in item.slot.members):
            names.append("DEED")
        return f"<{'.'.join(names)}.#{index}> "
    word, base = (
        text.replace("/", "∕").replace("<", "‹").replace("°", "º") for text in (item.word, item.lemma)
    )
    return f"{'°' if item.filler else ''}{word or '_'}/{base or '_'} "
