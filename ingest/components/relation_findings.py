"""What relation rules find in a passage, before it becomes claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.claims import Predicate
from ingest.components.clauses import Clause, clause_of, clauses
from ingest.components.passages import Item, Passage
from ingest.components.qualifier_scopes import Scope, scopes_of
from ingest.components.relation_patterns import Line
from ingest.components.slots import Slot, tail


@dataclass(frozen=True, slots=True)
class Argument:
    """One end of a relation: what is named at a place, under the types that the rule takes it for."""

    slot: Slot
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A relation between two arguments, with the words that say it."""

    subject: Argument
    predicate: Predicate
    object: Argument
    rule: str
    confidence: float
    view: View
    anchor: tuple[int, ...]
    """Positions of the items that say it: qualifiers whose scope holds them apply."""
    nominal: bool = False


@dataclass(frozen=True)
class View:
    """A passage with what every rule wants to know of it."""

    passage: Passage

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.passage)

    @cached_property
    def line(self) -> Line:
        return Line.of(self.items, frozenset(clause.items[0] for clause in self.clauses))

    @cached_property
    def tail_line(self) -> Line | None:
        """The line with each long name replaced by the name in which it ends; `None` when none does.

        “De aanpak van spionage door China” says of espionage too what it says of the approach.
        """
        ends = {index: tail(slot) for index, slot in self.slots.items() if not slot.anaphoric}
        if not any(ends.values()):
            return None
        items = [
            replace(item, slot=Slot(end.start, end.end, (end,))) if (end := ends.get(index)) else item
            for index, item in enumerate(self.items)
        ]
        return Line.of(items, frozenset(clause.items[0] for clause in self.clauses))

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The cues of the passage with what they reach."""
        return tuple(scopes_of(self))

    @property
    def items(self) -> Sequence[Item]:
        return self.passage.items

    @cached_property
    def slots(self) -> dict[int, Slot]:
        """Slots by the position of their item."""
        return {index: item.slot for index, item in enumerate(self.items) if item.slot}

    @cached_property
    def places(self) -> dict[int, int]:
        """The item of each slot, by the token with which the slot begins."""
        return {slot.start: index for index, slot in self.slots.items()}

    def place(self, slot: Slot) -> int:
        return self.places[slot.start]

    def clause(self, index: int) -> Clause:
        return clause_of(self.clauses, index)
