"""What is named at one place in a sentence: a mention, or coordinated mentions of one kind taken as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Span, Token

from ingest.components.cues import words

_FILLER_TAGS: Final = frozenset({"DET", "ADJ", "NUM", "ADV"})
QUOTES: Final = frozenset("«»\"'“”‘’()")


@dataclass(frozen=True, slots=True)
class Slot:
    """What is named at one place; `start` and `end` are token positions in the `Doc`, end exclusive."""

    start: int
    end: int
    members: tuple[Span, ...]
    """The mentions: several when they are coordinated, or when one stretch has two readings."""
    nested: tuple[Span, ...] = ()
    """Mentions inside them."""
    open: bool = False
    """Introduced by “onder meer”, “zoals”: the list is not complete."""
    anaphoric: bool = False
    """Named in an earlier sentence, and meant here by a pronoun."""

    @property
    def types(self) -> frozenset[str]:
        """The mention types under which the whole slot can be read."""
        return frozenset(member.label_ for member in self.members)

    def of_type(self, types: frozenset[str]) -> tuple[Span, ...]:
        return tuple(member for member in self.members if member.label_ in types)


def slots_of(mentions: Sequence[Span]) -> list[Slot]:
    """Outermost mentions, with coordinated ones of one kind as one slot."""
    outer: list[Slot] = []
    for mention in mentions:
        last = outer[-1] if outer else None
        if last and mention.start == last.start and mention.end == last.end:
            outer[-1] = Slot(last.start, last.end, (*last.members, mention), last.nested, last.open)
        elif last and mention.start < last.end:
            if mention.end <= last.end:
                outer[-1] = Slot(last.start, last.end, last.members, (*last.nested, mention), last.open)
        else:
            outer.append(Slot(mention.start, mention.end, (mention,), (), _is_open(mention)))
    return _coordinate(outer)


def apart(slot: Slot) -> Iterator[Slot]:
    """Coordinated mentions one by one, each with what is nested in it."""
    ranges: dict[tuple[int, int], list[Span]] = {}
    for member in slot.members:
        ranges.setdefault((member.start, member.end), []).append(member)
    for (start, end), members in ranges.items():
        nested = tuple(inner for inner in slot.nested if start <= inner.start and inner.end <= end)
        yield Slot(start, end, tuple(members), nested, slot.open)


def _is_open(mention: Span) -> bool:
    """Whether the words before it say that what follows is only a part of the list."""
    before = mention.doc[max(0, mention.start - 4) : mention.start]
    text = f" {' '.join(token.lower_ for token in before)} "
    return any(f" {cue} " in text for cue in words("open-enumeration"))


def _coordinate(slots: Sequence[Slot]) -> list[Slot]:
    merged: list[Slot] = []
    for slot in slots:
        if merged and (joined := _join(merged[-1], slot)):
            merged[-1] = joined
        else:
            merged.append(slot)
    return merged


def _join(left: Slot, right: Slot) -> Slot | None:
    """Both as one when they are coordinated; a state named with its servant stands for both."""
    if not _kinds(left.types) & _kinds(right.types):
        return None
    doc = left.members[0].doc
    between = [token for token in _outside_brackets(doc[left.end : right.start]) if not is_filler(token)]
    but_also = {"maar", "ook"} <= {token.lower_ for token in doc[left.end : right.start]}
    joining = words("coordinator") | ({"maar"} if but_also else frozenset())
    side_by_side = (
        left.end == right.start and left.types == {"STATE_ACTOR"} and right.types == {"GENERIC_ACTOR"}
    )
    coordinated = 0 < len(between) <= 3 and all(token.lower_ in joining for token in between)
    if not (coordinated or side_by_side):
        return None
    return replace(
        left,
        end=right.end,
        members=left.members if side_by_side else (*left.members, *right.members),
        nested=(*left.nested, *right.nested),
        open=left.open or right.open,
    )


def _outside_brackets(span: Span) -> Iterator[Token]:
    """The tokens that do not stand between brackets."""
    depth = 0
    for token in span:
        depth += token.text == "("
        if depth == 0:
            yield token
        depth -= token.text == ")" and depth > 0


def tail(slot: Slot) -> Span | None:
    """The mention with which the name of a slot ends: “spionage” in “aanpak van spionage”."""
    return next((inner for inner in slot.nested if inner.end == slot.end), None)


def _kinds(types: frozenset[str]) -> frozenset[str]:
    """Types under which two mentions may be coordinated: state and generic actors are of one kind."""
    return frozenset("ACTOR" if name.endswith("_ACTOR") else name for name in types)


def is_filler(token: Token) -> bool:
    """Whether rules may step over a token: articles, adjectives, adverbs, numbers, quotation marks."""
    following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    if token.lower_ in {"dat", "onder"}:
        return token.lower_ == "onder" and following in {"meer", "andere"}
    if token.text in QUOTES or token.pos_ in _FILLER_TAGS or token.lower_.endswith("ende"):
        return True
    return token.lower_ in words("attributive") or (not token.pos_ and token.lower_ in words("filler"))
