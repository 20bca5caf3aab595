"""The relation rules, read from `data/relations.toml`.

Four kinds of rule, all data (the notation of patterns is that of `relation_notation`):

- *sequence*: a pattern over a sentence with subject and object among what is named;
- *inside*: a pattern over the words of one long mention, which is itself the subject, or the object;
- *frame*: a verb with who does it and what it is done to, in any order, active or passive;
- *goal*: a phrase that says what something is for; the measures to which it belongs are found by syntax.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ingest.claims import Predicate
from ingest.components.passages import lemma
from ingest.components.relation_index import PatternRules
from ingest.components.relation_notation import types_of

FILE: Final = Path(__file__).parents[1] / "data" / "relations.toml"


class RuleError(ValueError):
    """A rule in the data file that cannot be read; says which one."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A sequence, inside or goal rule."""

    name: str
    predicate: Predicate
    patterns: tuple[str, ...]
    confidence: float
    nominal: bool = False
    """The relation is said by a noun phrase: a negated verb beside it does not deny it."""
    last: bool = False
    """Of coordinated subjects only the last is meant: “de agenda en het programma van Defensie”."""
    outer: frozenset[str] = frozenset()
    """Inside rules: the types of the mention that holds the words."""
    outer_role: str = "s"
    """Inside rules: whether the mention is the subject (`s`) or the object (`o`)."""


@dataclass(frozen=True, slots=True)
class FrameRule:
    """A verb, its agent and its patient."""

    name: str
    predicate: Predicate
    verbs: frozenset[str]
    """Lemmas, separable verbs in one word."""
    agent: frozenset[str]
    patient: frozenset[str]
    confidence: float
    inverted: bool = False
    """The patient is the claim's subject: the body that does it is the object of `responsibleBody`."""
    prepositions: frozenset[str] = frozenset()
    """Prepositions through which the verb takes its patient; the empty string is none."""
    voice: str = "any"
    """`active`, `passive` or `any`."""
    requires: frozenset[str] = frozenset()
    """Words of which one must stand in the clause too (“deel” with “maken”)."""
    excludes: frozenset[str] = frozenset()
    """Words that give the verb another meaning (“deel” with “nemen”)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All relation rules."""

    sequences: PatternRules
    insides: PatternRules
    goals: PatternRules
    frames: tuple[FrameRule, ...]

    def __iter__(self) -> Iterator[PatternRule | FrameRule]:
        yield from self.sequences
        yield from self.insides
        yield from self.goals
        yield from self.frames


@cache
def load_rules(file: Path = FILE) -> Rules:
    """The rules of a file; raises `RuleError` naming the rule that is wrong."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return Rules(
        PatternRules(_pattern_rule(row) for row in tables.get("sequence", ())),
        PatternRules(_pattern_rule(row) for row in tables.get("inside", ())),
        PatternRules(_pattern_rule(row) for row in tables.get("goal", ())),
        tuple(_frame_rule(row) for row in tables.get("frame", ())),
    )


def _pattern_rule(row: Mapping[str, Any]) -> PatternRule:
    with_name = _Named(row)
    return PatternRule(
        with_name.name,
        with_name.predicate(),
        tuple(with_name.get("patterns")),
        float(with_name.get("confidence")),
        bool(row.get("nominal", False)),
        bool(row.get("last", False)),
        types_of(row["outer"]) if "outer" in row else frozenset(),
        str(row.get("outer_role", "s")),
    )


def _frame_rule(row: Mapping[str, Any]) -> FrameRule:
    with_name = _Named(row)
    return FrameRule(
        with_name.name,
        with_name.predicate(),
        frozenset(form for verb in with_name.get("verbs") for form in (verb, lemma(verb))),
        types_of(with_name.get("agent")),
        types_of(with_name.get("patient")),
        float(with_name.get("confidence")),
        bool(row.get("inverted", False)),
        frozenset(row.get("prepositions", [""])),
        str(row.get("voice", "any")),
        frozenset(row.get("requires", ())),
        frozenset(row.get("excludes", ())),
    )


class _Named:
    """A row of the file that speaks its name when something is missing."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self.name = str(row.get("name", "without name"))

    def get(self, key: str) -> Any:
        try:
            return self.row[key]
        except KeyError:
            raise RuleError(f"relation rule {self.name!r} in {FILE.name} has no {key!r}; add it") from None

    def predicate(self) -> Predicate:
        value = self.get("predicate")
        try:
            return Predicate(value)
        except ValueError:
            known = ", ".join(predicate.value for predicate in Predicate)
            raise RuleError(
                f"relation rule {self.name!r} in {FILE.name}: unknown predicate {value!r}; known: {known}"
            ) from None
