"""A sentence as the relation rules see it: words with their lemmas, and what is named, in one line of items.

A `Passage` is one sentence within one block. Its items are words and slots. A `Slot` stands for a mention, or
for coordinated mentions of one kind (“Rusland en Iran”) taken as one; mentions nested in another are not
items of their own, but are kept by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import simplemma
from spacy.tokens import Doc, Span, Token

from ingest.components import state
from ingest.components.cues import words
from ingest.document import Block, Document
from ingest.extraction import MentionType

_FILLER_TAGS: Final = frozenset({"DET", "ADJ", "NUM", "ADV"})
_STOPS: Final = frozenset(".?!")
_QUOTES: Final = frozenset("«»\"'“”‘’()")


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


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a passage: a word, a slot, or the boundary before a clause."""

    position: int
    """The token that it begins with."""
    word: str = ""
    lemma: str = ""
    filler: bool = False
    """An article, adjective, adverb or number, over which a rule may step."""
    slot: Slot | None = None
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a block."""

    span: Span
    block: Block
    items: tuple[Item, ...]
    order: int
    """Its place among the passages of the document."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(item.slot for item in self.items if item.slot)


@lru_cache(maxsize=1 << 16)
def lemma(word: str) -> str:
    """The lemma by which rules know a word, whatever the sentence; a separable verb in one (“inzetten”).

    >>> [lemma(word) for word in ("gebruikt", "ingezet", "tegengegaan")]
    ['gebruiken', 'inzetten', 'tegengaan']
    """
    found: str = simplemma.lemmatize(word.casefold(), lang="nl")
    return found.casefold().replace("_", "")


def passages(doc: Doc) -> Iterator[Passage]:
    """The sentences of the document, none longer than its block."""
    document: Document = doc._.document
    mentions = [mention for mention in state.mentions(doc) if mention.label_ != MentionType.DATE]
    order = 0
    for block in document.blocks:
        span = doc.char_span(block.start, block.end, alignment_mode="contract")
        if span is None:
            continue
        for sentence in _sentences(span):
            inside = [m for m in mentions if m.start >= sentence.start and m.end <= sentence.end]
            yield Passage(sentence, block, tuple(_items(sentence, _slots(inside))), order)
            order += 1


def _sentences(block: Span) -> Iterator[Span]:
    """The sentences of a block, by their final stop: print marks it, and parsers guess it less well."""
    edges = [block.start, *(token.i + 1 for token in block[:-1] if _ends_sentence(token)), block.end]
    for start, end in pairwise(edges):
        yield block.doc[start:end]


def _ends_sentence(token: Token) -> bool:
    if token.text not in _STOPS:
        return (
            token.text in _QUOTES and bool(token.i) and token.nbor(-1).text in _STOPS and _opens(token.nbor())
        )
    before = token.nbor(-1).lower_ if token.i else ""
    return _opens(token.nbor()) and (token.text != "." or before not in words("abbreviation"))


def _opens(token: Token) -> bool:
    """Whether a token can open a sentence."""
    return token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in "«“‘"


def _slots(mentions: Sequence[Span]) -> list[Slot]:
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


def inner_items(slot: Slot) -> Iterator[Item]:
    """The items within a slot, with the mentions nested in it as slots."""
    doc = slot.members[0].doc
    yield from _items(doc[slot.start : slot.end], _slots(slot.nested))


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
    shared = _kinds(left.types) & _kinds(right.types)
    if not shared:
        return None
    doc = left.members[0].doc
    between = [token for token in doc[left.end : right.start] if not _is_filler(token)]
    joining = words("coordinator")
    but_also = {"maar", "ook"} <= {token.lower_ for token in doc[left.end : right.start]}
    if not between or len(between) > 3:
        return None
    if any(token.lower_ not in joining and not (but_also and token.lower_ == "maar") for token in between):
        return None
    return Slot(
        left.start,
        right.end,
        (*left.members, *right.members),
        (*left.nested, *right.nested),
        left.open or right.open,
    )


def _kinds(types: frozenset[str]) -> frozenset[str]:
    """Types under which two mentions may be coordinated: state and generic actors are of one kind."""
    return frozenset("ACTOR" if name.endswith("_ACTOR") else name for name in types)


def _is_filler(token: Token) -> bool:
    if token.text in _QUOTES:
        return True
    if token.pos_ in _FILLER_TAGS or token.lower_.endswith("ende"):
        return True
    return token.lower_ in words("attributive") or (not token.pos_ and token.lower_ in words("filler"))


def _items(sentence: Span, slots: Sequence[Slot]) -> Iterator[Item]:
    begins = {slot.start: slot for slot in slots}
    position = sentence.start
    while position < sentence.end:
        token = sentence.doc[position]
        if slot := begins.get(position):
            yield Item(position, slot=slot)
            position = slot.end
            continue
        if not token.is_space:
            yield Item(position, token.lower_, lemma(token.text), _is_filler(token), None, token.pos_)
        position += 1
