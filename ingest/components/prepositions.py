"""Which preposition governs what is named at a place in a passage."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.components.cues import words
from ingest.components.passages import Item


def preposition(items: Sequence[Item], place: int) -> str:
    """The preposition that governs an item, seen through “de ontwikkeling van”; empty when none.

    One that belongs to a longer expression is given with the word before it: “aanvullend op”.
    """
    index = place - 1
    while index >= 0:
        item = items[index]
        if item.word in words("preposition"):
            if index and items[index - 1].word in words("preposition-opener"):
                return f"{items[index - 1].word} {item.word}"
            if item.word != "van" or not index or items[index - 1].word not in words("transparent-noun"):
                return item.word
            index -= 2
        elif item.word[:1].isdigit() and items[index + 1].word in words("article"):
            # “in 2025 een meldpunt”: the year belongs to the preposition, the article opens another phrase.
            return ""
        elif item.filler or item.word in words("quantity"):
            index -= 1
        elif item.word in {"en", "of"} and (before := _past_noun(items, index)) is not None:
            index = before
        else:
            return ""
    return ""


def _past_noun(items: Sequence[Item], conjunction: int) -> int | None:
    """The place before a plain noun phrase that is coordinated with what follows: “met maatregelen en …”."""
    index = conjunction - 1
    while index >= 0 and conjunction - index <= 3:
        item = items[index]
        if item.word in words("preposition"):
            return index
        if item.slot or not (item.filler or item.tag in {"NOUN", "PROPN", ""}):
            return None
        index -= 1
    return None
