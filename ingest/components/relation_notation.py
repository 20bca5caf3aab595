r"""The notation in which relation rules are written.

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
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ingest.components.passages import lemma

FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "ACTOR": frozenset({"STATE_ACTOR", "GENERIC_ACTOR"}),
    "POLICY": frozenset({"MEASURE", "LEGAL_ACT"}),
    "BODY": frozenset({"ORGANISATION", "PERSON"}),
    "VALUE": frozenset({"INTEREST", "TARGET"}),
    "DEMONYM": frozenset({"STATE_ACTOR"}),
    "UNTAILED": frozenset({"MEASURE", "LEGAL_ACT"}),
    "DEED": frozenset({"MEANS"}),
}
"""Names that stand for several mention types; a DEMONYM is a state named by its adjective
(“Chinese”), UNTAILED a measure whose name does not end in the name of something else, a DEED a
means that is done to something (“sabotage van”)."""

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
class Needs:
    """What a line must hold for a pattern to be met in it at all: a quick look before the slow one."""

    types: tuple[frozenset[str], ...]
    """Of each set, one type must be named."""
    words: tuple[frozenset[str], ...]
    """Of each set, one word or lemma must occur."""


@cache
def needs(pattern: str) -> Needs:
    """What the elements of a pattern that may not be absent ask for."""
    types, words = [], []
    for element in pattern.split():
        if element in _GAPS or element.startswith(">!") or (element.endswith("?") and len(element) > 1):
            continue
        if element.startswith("<"):
            types.append(types_of(element[1:].partition(":")[0]))
        else:
            plain = element.removeprefix("~")
            words.append(frozenset((_with_lemmas(plain) if element != plain else plain).split("|")))
    return Needs(tuple(types), tuple(words))


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
    kinds = names if names in {"DEMONYM", "UNTAILED", "DEED"} else "|".join(sorted(types_of(names)))
    return rf"<(?:[A-Z_]+\.)*?(?:{kinds})\.(?:[A-Z_]+\.)*#(?P<{role}_{_mangle(names)}>\d+)> "


def _mangle(names: str) -> str:
    """Type names as part of a group's name, which may hold no bar."""
    return names.replace("|", "__or__")


def unmangled(names: str) -> str:
    """The names of types as a pattern writes them, from a group's name."""
    return names.replace("__or__", "|")
