"""The clauses of a passage, by punctuation, conjunctions and finite verbs.

Dutch writes its clause structure down: a subordinate clause opens with a conjunction or a relative pronoun
and closes with its verb; a comma after it, or a finite verb, takes the main clause up again. Read from left
to right this holds up better on long policy sentences than the arcs of a parser.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from spacy.tokens import Token

from ingest.components.cues import words
from ingest.components.passages import Item, Passage

_CLOSING: Final = frozenset(",;:–")


class ClauseKind(StrEnum):
    MAIN = "main"
    SUBORDINATE = "subordinate"
    RELATIVE = "relative"
    PURPOSE = "purpose"
    """“om … te …”."""


@dataclass(slots=True)
class Clause:
    """A clause: the positions of its items in `Passage.items`, not always adjacent."""

    kind: ClauseKind
    introducer: str = ""
    """The word that opens it, empty for a main clause."""
    items: list[int] = field(default_factory=list)
    antecedent: int | None = None
    """The item before a relative clause, when it is a slot."""
    closed: bool = False
    """Whether its verb has been met, so that a comma ends it."""
    elided: Clause | None = None
    """The clause that holds its subject, when it leaves it out: “is ingediend en voorziet in …”."""

    def of(self, passage: Passage) -> Iterator[Item]:
        return (passage.items[index] for index in self.items)


def clauses(passage: Passage) -> list[Clause]:
    """The clauses in the order in which they begin; every item belongs to exactly one."""
    return _Segmenter(passage).segment()


class _Segmenter:
    """Reads the items once, keeping the clause that is open."""

    def __init__(self, passage: Passage) -> None:
        self.items = passage.items
        self.doc = passage.span.doc
        self.found: list[Clause] = [Clause(ClauseKind.MAIN)]
        self.open = self.found[0]

    def segment(self) -> list[Clause]:
        for index, item in enumerate(self.items):
            self._turn(index, item)
            self.open.items.append(index)
            self._note_verb(item)
        return [clause for clause in self.found if clause.items]

    def _turn(self, index: int, item: Item) -> None:
        """Open another clause before this item where one begins."""
        previous = self.items[index - 1] if index else None
        if (kind := self._opening(index, item)) is not None:
            antecedent = self._antecedent(index) if kind is ClauseKind.RELATIVE else None
            self._start(Clause(kind, item.word, antecedent=antecedent))
        elif self._resumes(item, previous):
            self._resume(index, item)
        elif self._coordinates(index, item):
            following = self.items[index + 1] if index + 1 < len(self.items) else item
            elided = self.open if self._finite(following) else None
            self._start(Clause(self.open.kind, item.word, elided=elided))

    def _antecedent(self, index: int) -> int | None:
        """The slot before a relative clause, behind the verbs that Dutch puts between them."""
        for before in range(index - 1, -1, -1):
            item = self.items[before]
            if item.slot:
                return before
            if not (item.filler or item.word == "," or item.tag in {"VERB", "AUX"}):
                return None
        return None

    def _start(self, clause: Clause) -> None:
        self.found.append(clause)
        self.open = clause

    def _opening(self, index: int, item: Item) -> ClauseKind | None:
        """The kind of clause that this word opens."""
        if item.slot:
            return None
        token = self.doc[item.position]
        if item.word == "om" and self._has_te(index):
            return ClauseKind.PURPOSE
        pronoun = item.word in words("relative-pronoun") and self._is_relative(index, token)
        if pronoun or (item.word in words("relative-adverb") and index):
            return ClauseKind.RELATIVE
        if item.word == "als" and index == 0 and self._comma_before_verb():
            return ClauseKind.SUBORDINATE
        joins = item.word in words("ambiguous-subordinator") and token.pos_ == "SCONJ"
        if item.word == "dat" and index and index + 1 < len(self.items):
            # Taggers take it for an article before a name; before a plain noun it is one.
            following = self.items[index + 1]
            joins = joins or following.slot is not None or following.filler
        if item.word in words("subordinator") or (joins and self._verb_follows(index)):
            return ClauseKind.SUBORDINATE
        return None

    def _comma_before_verb(self) -> bool:
        """Whether a main clause takes up with its verb after a comma, as after an opening condition."""
        return any(left.word == "," and self._finite(right) for left, right in pairwise(self.items))

    def _has_te(self, index: int) -> bool:
        return any(item.word == "te" for item in self.items[index + 1 : index + 25])

    def _verb_follows(self, index: int) -> bool:
        for item in self.items[index + 1 :]:
            if item.word in _CLOSING:
                return False
            if self._finite(item):
                return True
        return False

    def _is_relative(self, index: int, token: Token) -> bool:
        """Whether “die” or “dat” takes up a noun; a conjunction does so only right behind a name."""
        if token.pos_ == "DET" or not index:
            return False
        if token.pos_ == "PRON":
            return True
        comma = index > 1 and self.items[index - 1].word == ","
        behind = self.items[index - 2 if comma else index - 1]
        return behind.slot is not None

    def _resumes(self, item: Item, previous: Item | None) -> bool:
        if self.open.kind is ClauseKind.MAIN or previous is None:
            return False
        if previous.word == "," and self._finite(item):
            return True
        return self.open.closed and (
            previous.word in _CLOSING or (self._finite(item) and self._main() is None)
        )

    def _main(self) -> Clause | None:
        return next((c for c in reversed(self.found) if c.kind is ClauseKind.MAIN and c.items), None)

    def _resume(self, index: int, item: Item) -> None:
        """After a comma: the main clause goes on, or (its verb met, a finite verb here) another begins."""
        main = self._main()
        if main is None or (main.closed and self._finite(item) and index):
            self._start(Clause(ClauseKind.MAIN))
        else:
            self.open = main

    def _coordinates(self, index: int, item: Item) -> bool:
        """Whether a conjunction joins a clause with a finite verb of its own."""
        if item.word == ";":
            return True
        if item.word not in words("clause-coordinator") or not self.open.closed:
            return False
        for following in self.items[index + 1 : index + 7]:
            if self._finite(following):
                return True
            nominal = (
                following.slot is not None or following.filler or following.tag in {"NOUN", "PROPN", "PRON"}
            )
            if not nominal:
                return False
        return False

    def _note_verb(self, item: Item) -> None:
        if item.slot:
            return
        if self.open.kind is ClauseKind.PURPOSE:
            index = self.open.items[-1]
            after_te = index and self.items[index - 1].word == "te"
            self.open.closed = self.open.closed or bool(after_te)
        elif self._finite(item):
            self.open.closed = True

    def _finite(self, item: Item) -> bool:
        if item.slot:
            return False
        if item.word in words("always-finite"):
            return True
        token = self.doc[item.position]
        if token.pos_ in {"VERB", "AUX"}:
            return "VerbForm=Fin" in str(token.morph)
        return not token.pos_ and item.word in words("finite-auxiliary")


def clause_of(found: Sequence[Clause], index: int) -> Clause:
    """The clause to which an item belongs; raises `ValueError` when there is none."""
    for clause in found:
        if index in clause.items:
            return clause
    raise ValueError(f"item {index} belongs to no clause")
