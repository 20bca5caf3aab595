"""Pronouns and pronominal adverbs that open a sentence and mean something named in the one before it.

“Hiermee wordt invulling gegeven aan de motie”, “Dit is conform de motie”, “Zij richten zich op …”: the rules
then see what is meant in the pronoun's place. Only the sentence right before it in the same block is looked
at, and claims made this way are less sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Span

from ingest.components.cues import words
from ingest.components.passages import Item, Passage, lemma
from ingest.components.relation_notation import types_of
from ingest.components.slots import Slot

FACTOR: Final = 0.75
"""By how much less sure a claim is that rests on a pronoun."""
_MEASURES: Final = types_of("MEASURE|LEGAL_ACT")
_THREATS: Final = types_of("MEANS|ACTOR")
_VALUES: Final = types_of("INTEREST")
_ACTORS: Final = types_of("ACTOR|BODY")


def resolved(passages: Sequence[Passage]) -> Iterator[Passage]:
    """The passages, with what an opening pronoun means as a slot in its place."""
    earlier: list[Passage] = []
    for passage in passages:
        if earlier and earlier[-1].block != passage.block:
            earlier = []
        yield replace(passage, items=tuple(_resolve(passage.items, earlier))) if earlier else passage
        earlier.append(passage)


def _resolve(items: Sequence[Item], earlier: Sequence[Passage]) -> Iterator[Item]:
    """`earlier` holds the passages before it in the same block."""
    before = earlier[-1]
    for index, item in enumerate(items):
        meant = (
            _meant(items, index, before) or _pointed_at(items, index, before) or _both(items, index, earlier)
        )
        yield replace(item, slot=replace(meant, anaphoric=True), filler=False) if meant else item


def _meant(items: Sequence[Item], index: int, before: Passage) -> Slot | None:
    """What the item at a position means in the passage before it, if it is a pronoun at all."""
    word = items[index].word
    if word in words("anaphoric-adverb") and index < 4 and not _picks_up(items):
        return _last(before, _MEASURES)
    if word in words("anaphoric-genitive") and any(item.word in words("victim") for item in items):
        return _last(before, _THREATS)
    if word in words("demonstrative") and index == 0 and _stands_alone(items):
        return _last(before, _MEASURES) or _first(before, _VALUES)
    if (word in words("personal-pronoun") and index < 4) or _are_means(items, index):
        return _first(before, _ACTORS)
    return None


def _pointed_at(items: Sequence[Item], index: int, before: Passage) -> Slot | None:
    """What a noun means that points back: “een dergelijke afhankelijkheid”, “het loket”.

    A bare article points less than a demonstrative: only a noun for measures, and only to the one it fits.
    """
    item = items[index]
    if item.slot or item.filler:
        return None
    near = {other.word for other in items[max(0, index - 2) : index]}
    pointing = not near.isdisjoint(words("pointing"))
    if not pointing and (near.isdisjoint({"de", "het"}) or item.word not in words("pick-up")):
        return None
    called = [slot for slot in reversed(before.slots) if _is_called(slot, item.lemma)]
    return called[0] if called and (pointing or len(called) == 1) else None


def _both(items: Sequence[Item], index: int, earlier: Sequence[Passage]) -> Slot | None:
    """The last two measures named, for “deze beide maatregelen”."""
    if items[index].word not in words("measures-noun"):
        return None
    if not any(near.word == "beide" for near in items[max(0, index - 2) : index]):
        return None
    named: dict[str, Span] = {}
    for slot in (slot for passage in reversed(earlier) for slot in reversed(passage.slots)):
        for mention in slot.of_type(_MEASURES):
            named.setdefault(mention.kb_id_, mention)
    last = sorted(list(named.values())[:2], key=lambda mention: mention.start)
    return Slot(last[0].start, last[0].end, tuple(last)) if len(last) == 2 else None


def _is_called(slot: Slot, noun: str) -> bool:
    """Whether a noun is the head of a thing's name, or any word of a measure's (“Programma Noordzee”)."""
    last = slot.members[-1]
    if last.label_ in {"MEASURE", "LEGAL_ACT"}:
        return len(noun) > 2 and any(lemma(token.text).endswith(noun) for token in last)
    return last.label_ in {"MEANS", "INTEREST", "TARGET"} and lemma(last[-1].text) == noun


def _picks_up(items: Sequence[Item]) -> bool:
    """Whether the sentence takes up a measure by a bare noun, which need not be the pronoun's."""
    return any(item.word in words("pick-up") for item in items)


def _are_means(items: Sequence[Item], index: int) -> bool:
    """Whether a noun calls what is named a means, leaving out whose: “… zijn veelgebruikte middelen”."""
    if items[index].word not in words("means-noun") or index != len(items) - 2:
        return False
    return any(item.lemma == "zijn" for item in items[max(0, index - 3) : index])


def _stands_alone(items: Sequence[Item]) -> bool:
    """Whether a demonstrative is the subject itself, so that a verb follows it: “Dit is …”."""
    following = items[1] if len(items) > 1 else None
    if following is None or following.slot:
        return False
    return following.tag in {"VERB", "AUX"} or following.word in words("finite-auxiliary")


def _last(passage: Passage, types: frozenset[str]) -> Slot | None:
    return next((slot for slot in reversed(passage.slots) if slot.types & types), None)


def _first(passage: Passage, types: frozenset[str]) -> Slot | None:
    """What the passage opens with, at most an article before it, when it is of these types."""
    item = next((item for item in passage.items if not item.filler), None)
    return item.slot if item and item.slot and item.slot.types & types else None
