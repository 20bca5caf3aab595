"""The context-free normal form of Dutch words, under which the vocabulary and the text meet.

A neural lemmatizer gives a label in isolation another lemma than the same words in a sentence, so terms are
compared by a form that depends on the word alone: case-folded, without inflection (simplemma), with the
typographic variants of hyphen and apostrophe made equal.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import simplemma

_VARIANTS: Final = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "`": "'"})
_ENDINGS: Final = (("teiten", "teit"), ("heden", "heid"), ("ingen", "ing"), ("ieën", "ie"), ("isten", "ist"))
"""Plural endings of long words that the lemma list does not know (compounds above all)."""


@lru_cache(maxsize=1 << 16)
def normal(word: str) -> str:
    """The normal form of one word.

    >>> [normal(word) for word in ("Statelijke", "actoren", "Russische", "technologieën")]
    ['statelijk', 'actor', 'russisch', 'technologie']
    """
    folded = unicodedata.normalize("NFC", word).translate(_VARIANTS).casefold().strip("'")
    if not any(character.isalpha() for character in folded):
        return folded
    if simplemma.is_known(folded, lang="nl"):
        return _shorter(folded)
    return _compound_lemma(folded)


def normal_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """The normal forms of several words, punctuation kept.

    >>> normal_form(("digitale", "aanvallen"))
    ('digitaal', 'aanval')
    """
    return tuple(normal(word) for word in words)


def _shorter(word: str) -> str:
    """The lemma, unless it is longer: a noun that is also a verb form (“toets”, “update”) stays as it is."""
    lemma: str = simplemma.lemmatize(word, lang="nl").casefold().replace("_", "")
    return lemma if len(lemma) <= len(word) else word


def _compound_lemma(word: str) -> str:
    """The lemma of a compound that the list does not know, by the lemma of its longest known last part."""
    for start in range(2, len(word) - 3):
        tail = word[start:].lstrip("-")
        if len(tail) > 4 and simplemma.is_known(tail, lang="nl"):
            lemma = _shorter(tail)
            return word[: len(word) - len(tail)] + (lemma if lemma[:3] == tail[:3] else tail)
    for ending, replacement in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)] + replacement
    return word
