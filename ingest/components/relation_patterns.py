r"""The notation in which relation rules are written, and its matching on a passage.

A passage is rendered as one line of items, and a pattern becomes a regular expression over that line.

    door|van            one of these words
    ~schaden|bedreigen  a word with one of these lemmas
    <MEANS:o>           something named of this type, in the role subject (`s`), object (`o`) or none (`x`)
    <MEANS|INTEREST:o>  … of one of these types; ACTOR is a state or generic actor
    .                   at most two words of the same clause, nothing named among them
    ..                  at most eight
    ...                 at most fourteen items of the same clause
    >>                  at most twenty items, clause boundaries among them
    >!MEASURE           the same, but nothing named of this type among them
    word?               may be absent

Articles, adjectives, adverbs, numbers, brackets and clause boundaries may stand between any two elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.components.cues import words
from ingest.components.passages import Item, lemma
from ingest.components.prepositions import preposition
from ingest.components.slots import Slot

FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "ACTOR": frozenset({"STATE_ACTOR", "GENERIC_ACTOR"}),
    "POLICY": frozenset({"MEASURE", "LEGAL_ACT"}),
    "BODY": frozenset({"ORGANISATION", "PERSON"}),
    "VALUE": frozenset({"INTEREST", "TARGET"}),
    "DEMONYM": frozenset({"STATE_ACTOR"}),
    "UNTAILED": frozenset({"MEASURE", "LEGAL_ACT"}),
}
"""Names that stand for several mention types; a DEMONYM is a state named by its adjective
(“Chinese”), UNTAILED a measure whose name does not end in the name of something else."""
_ADJECTIVE: Final = re.compile(r"(?:sche?|se|ees|aans)$")

BOUNDARY: Final = "‖"
_STEP: Final = r"(?:(?:°\S+|‖) )*?"
_GAPS: Final = {
    ".": r"(?:[^<‖\s]\S* ){0,2}?",
    "..": r"(?:[^<‖\s]\S* ){0,8}?",
    "...": r"(?:[^‖\s]\S* ){0,14}?",
    ">>": r"(?:\S+ ){0,20}?",
}


def types_of(names: str) -> frozenset[str]:
    """The mention types that `MEANS|ACTOR` stands for."""
    return frozenset().union(*(FAMILIES.get(name, frozenset({name})) for name in names.split("|")))


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
        return cls(items, "".join(parts), starts)

    def find(self, pattern: str) -> Iterator[Found]:
        """Every place where the pattern is met; of several ways to begin, the nearest to where it ends.

        Of what could begin it, a name without preposition goes before one with.
        """
        best: dict[int, Found] = {}
        for match in compile_pattern(pattern).finditer(self.text):
            first = self._index(match.start(1))
            found = Found(first, self._index(match.end(1) - 1), self._roles(match))
            known = best.get(match.end(1))
            if known is None or not self._governed(first) or self._governed(known.first):
                best[match.end(1)] = found
        yield from best.values()

    def _governed(self, place: int) -> bool:
        """Whether a name stands under a preposition, or is an example of one before it."""
        if self.items[place].slot is None:
            return False
        return preposition(self.items, place) != "" or (
            place > 0 and self.items[place - 1].word in words("example")
        )

    def _index(self, offset: int) -> int:
        return max(index for index, start in enumerate(self.starts) if start <= offset)

    def _roles(self, match: re.Match[str]) -> dict[str, tuple[Slot, frozenset[str]]]:
        roles: dict[str, tuple[Slot, frozenset[str]]] = {}
        for name, number in match.groupdict().items():
            if number is None:
                continue
            slot = self.items[int(number)].slot
            role, _, types = name.partition("_")
            assert slot is not None
            roles[role] = (slot, types_of("|".join(_unmangle(types))))
        return roles


def _render(index: int, item: Item) -> str:
    if item.slot:
        names = sorted(item.slot.types)
        if "STATE_ACTOR" in names and all(_ADJECTIVE.search(member.text) for member in item.slot.members):
            names.append("DEMONYM")
        if all(inner.end < item.slot.end for inner in item.slot.nested):
            names.append("UNTAILED")
        return f"<{'.'.join(names)}.#{index}> "
    word, base = (
        text.replace("/", "∕").replace("<", "‹").replace("°", "º") for text in (item.word, item.lemma)
    )
    return f"{'°' if item.filler else ''}{word or '_'}/{base or '_'} "


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern; raises `ValueError` when an element is not understood."""
    elements = [_element(element) for element in pattern.split()]
    return re.compile(rf"(?<!\S)(?=({_STEP.join(elements)}))")


def _element(element: str) -> str:
    if element in _GAPS:
        return _GAPS[element]
    optional = element.endswith("?") and len(element) > 1
    if element.startswith(">!"):
        kinds = "|".join(sorted(types_of(element[2:])))
        return rf"(?:(?!<(?:[A-Z_]+\.)*(?:{kinds})\.)\S+ ){{0,20}}?"
    core = element.removesuffix("?") if optional else element
    if core.startswith("<"):
        rendered = _slot(core)
    elif core.startswith("~"):
        rendered = rf"°?[^\s/]+/(?:{_alternatives(_with_lemmas(core[1:]))}) "
    else:
        rendered = rf"°?(?:{_alternatives(core)})/\S+ "
    return f"(?:{rendered})?" if optional else rendered


def _with_lemmas(names: str) -> str:
    """The names and their lemmas: the lemma list holds a few verbs under another form."""
    return "|".join(dict.fromkeys(form for name in names.split("|") for form in (name, lemma(name))))


def _alternatives(words: str) -> str:
    return "|".join(re.escape(word) for word in words.split("|"))


def _slot(element: str) -> str:
    match = re.fullmatch(r"<([A-Z_|]+):([a-z])>", element)
    if match is None:
        raise ValueError(f"not understood in a relation pattern: {element!r}; write <TYPE:role>")
    names, role = match.groups()
    kinds = names if names in {"DEMONYM", "UNTAILED"} else "|".join(sorted(types_of(names)))
    return rf"<(?:[A-Z_]+\.)*?(?:{kinds})\.(?:[A-Z_]+\.)*#(?P<{role}_{_mangle(names)}>\d+)> "


def _mangle(names: str) -> str:
    """Type names as part of a group's name, which may hold no bar."""
    return names.replace("|", "__or__")


def _unmangle(names: str) -> list[str]:
    return names.split("__or__")
