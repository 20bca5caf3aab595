"""A sentence as the relation rules see it: words with their lemmas, and what is named, in one line of items.

A `Passage` is one sentence within one block. Its items are words and slots. A `Slot` stands for a mention, or
for coordinated mentions of one kind (“Rusland en Iran”) taken as one; mentions nested in another are not
items of their own, but are kept by it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import simplemma
from spacy.tokens import Doc, Span, Token

from ingest.components import state
from ingest.components.cues import words
from ingest.components.slots import QUOTES, Slot, is_filler, slots_of
from ingest.document import Block, Document
from ingest.extraction import MentionType

_STOPS: Final = frozenset(".?!")


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
    starts = [mention.start for mention in mentions]
    order = 0
    for block in document.blocks:
        span = doc.char_span(block.start, block.end, alignment_mode="contract")
        if span is None:
            continue
        for sentence in sentences(span):
            here = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            inside = [mention for mention in here if mention.end <= sentence.end]
            yield Passage(sentence, block, tuple(_items(sentence, slots_of(inside))), order)
            order += 1


def sentences(block: Span) -> Iterator[Span]:
    """The sentences of a block, by their final stop: print marks it, and parsers guess it less well."""
    edges = [block.start, *(token.i + 1 for token in block[:-1] if _ends_sentence(token)), block.end]
    for start, end in pairwise(edges):
        yield block.doc[start:end]


def _ends_sentence(token: Token) -> bool:
    text = token.text
    if text not in _STOPS and text not in QUOTES:
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    if text in _STOPS:
        return _opens(token.nbor()) and (text != "." or before not in words("abbreviation"))
    return before in _STOPS and _opens(token.nbor())


def _opens(token: Token) -> bool:
    """Whether a token can open a sentence."""
    return token.text[0].isupper() or token.text[0].isdigit() or token.text[0] in "«“‘"


def inner_items(slot: Slot) -> Iterator[Item]:
    """The items within a slot, with the mentions nested in it as slots."""
    doc = slot.members[0].doc
    yield from _items(doc[slot.start : slot.end], slots_of(slot.nested))


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
            yield Item(position, token.lower_, lemma(token.text), is_filler(token), None, token.pos_)
        position += 1
