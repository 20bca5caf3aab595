"""Noun phrases: how far a phrase reaches to the left and right of its head noun.

The left edge takes in adjectives and elided conjuncts; the right edge takes in names set beside the head, an
acronym in parentheses, and complements. A preposition that nearly always belongs to the noun before it
(`data/prepositions.toml`) is followed as it stands; for another the parser must have attached its noun.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc, Span, Token

_FILE: Final = Path(__file__).parents[1] / "data" / "prepositions.toml"
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_MODIFIERS: Final = frozenset({"ADJ", "PROPN", "NUM"})
LONGEST: Final = 30
"""Tokens to the right of a head that a phrase may have: more is a parse gone astray."""


@cache
def prepositions() -> dict[str, Any]:
    """The tables of the data file."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def is_attributive(token: Token) -> bool:
    """An adjective, or a participle used as one (“versterkte”, “aanvullende”)."""
    if token.pos_ in _MODIFIERS:
        return True
    return token.pos_ == "VERB" and "Part" in token.morph.get("VerbForm") and token.i + 1 < len(token.doc) and token.text.endswith("e")


def left_edge(head: Token) -> int:
    """The index of the first token of the phrase, determiners left out."""
    doc, first = head.doc, head.sent.start
    edge = head.i
    while edge > first:
        before = doc[edge - 1]
        if is_attributive(before) or before.lower_ in prepositions()["degree"]:
            edge -= 1
        elif before.text == ")" and edge - 3 >= first and doc[edge - 3].text == "(" and is_attributive(doc[edge - 2]):
            edge -= 3
        elif before.lower_ in ("en", "of", ",") and edge - 2 >= first and _coordinates(doc, edge):
            edge -= 2
        else:
            break
    while edge < head.i and doc[edge].lower_ in prepositions()["degree"]:
        edge += 1
    return edge


def _coordinates(doc: Doc, edge: int) -> bool:
    """Whether the word before a conjunction modifies the same head: “economische en …”, “advies- en …”."""
    first = doc[edge - 2]
    if first.text.endswith("-"):
        return True
    return first.pos_ == "ADJ" and doc[edge].pos_ == "ADJ" and first.text.endswith("e") == doc[edge].text.endswith("e")


def right_edge(head: Token, *, beside: bool = True, owners: frozenset[int] = frozenset()) -> int:
    """The index after the last token of the phrase.

    `beside` says whether a name may stand beside the head without preposition; `owners` are tokens of bodies:
    a complement that only names the owner is left out.
    """
    doc, last = head.doc, min(head.sent.end, head.i + LONGEST)
    edge = _beside(doc, head.i + 1, last) if beside else head.i + 1
    edge = _acronym(doc, edge, last)
    if beside:
        edge = _beside(doc, edge, last) if edge > head.i + 1 and doc[edge - 1].text == ")" else edge
    while edge < last:
        following = _complement(head, edge, last, owners)
        if following is None:
            break
        edge = _acronym(doc, following, last)
    return edge


def _beside(doc: Doc, start: int, last: int) -> int:
    """The end of nouns set beside the head: “aanpak *statelijke dreigingen*”, “programma *Progress*”."""
    edge, ahead = start, start
    while ahead < last:
        token = doc[ahead]
        if token.pos_ in _NOUNS or (token.pos_ == "NUM" and ahead == edge and edge > start):
            edge = ahead + 1
        elif not (is_attributive(token) or (token.lower_ in ("en", "of") and edge == ahead and edge > start)):
            break
        ahead += 1
    return edge


def _acronym(doc: Doc, edge: int, last: int) -> int:
    """The end of “(RBRK)” when it stands at `edge`."""
    if edge + 2 < last + 1 and edge + 2 < len(doc) and doc[edge].text == "(" and doc[edge + 2].text == ")":
        inside = doc[edge + 1].text
        if sum(character.isupper() for character in inside) >= 2:
            return edge + 3
    return edge


def _complement(head: Token, start: int, last: int, owners: frozenset[int]) -> int | None:
    """The end of the complement that begins at `start`, if one belongs to the phrase."""
    doc = head.doc
    opened = _opener(doc, start, last)
    if opened is None:
        return None
    strong, inside = opened
    end = noun_phrase_end(doc, inside, last)
    if end is None:
        return None
    noun = doc[end - 1]
    if not strong and not _attached(head, doc[inside:end]):
        return None
    if doc[start].lower_ == "van" and noun.i in owners and _opener(doc, end, last) is None:
        return None
    return end


def _attached(head: Token, inside: Span) -> bool:
    """Whether the parser made this stretch depend on the head's own phrase."""
    root = inside.root
    return head.is_ancestor(root) and not any(
        token.pos_ in ("VERB", "AUX") for token in root.ancestors if head.is_ancestor(token)
    )


def _opener(doc: Doc, start: int, last: int) -> tuple[bool, int] | None:
    """Whether a preposition (or a fixed group of words) stands here: strong or not, and where it ends."""
    table = prepositions()
    for group in table["groups"]:
        words = group.split()
        if [token.lower_ for token in doc[start : start + len(words)]] == words and start + len(words) < last:
            return True, start + len(words)
    if start + 1 >= last:
        return None
    word = doc[start].lower_
    if word in table["strong"]:
        return True, start + 1
    return (False, start + 1) if word in table["weak"] else None


def noun_phrase_end(doc: Doc, start: int, last: int) -> int | None:
    """The end of the noun phrase that begins at `start`, with what is coordinated with its noun."""
    edge, ahead, nouns = start, start, False
    while ahead < last:
        token = doc[ahead]
        if token.pos_ in _NOUNS or (token.text.endswith("-") and len(token.text) > 2):
            nouns, edge = True, ahead + 1
        elif token.pos_ in ("DET", "NUM") or is_attributive(token) or token.lower_ in prepositions()["degree"]:
            if nouns and token.pos_ == "DET" and doc[ahead - 1].lower_ not in ("en", "of", ","):
                break
        elif token.text in ("(", ")", "«", "»"):
            if token.text in (")", "»") and nouns:
                edge = ahead + 1
        elif token.lower_ in ("en", "of", "én") and nouns and _continues(doc, ahead + 1, last):
            pass
        elif token.text == "," and nouns and _enumerates(doc, ahead, last):
            pass
        elif token.pos_ == "PRON" and token.lower_ in prepositions()["possessive"]:
            pass
        else:
            break
        ahead += 1
    return edge if nouns else None


def _continues(doc: Doc, start: int, last: int) -> bool:
    """Whether a noun phrase, and no new clause, follows a conjunction."""
    for token in doc[start : min(start + 6, last)]:
        if token.pos_ in _NOUNS:
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            return following is None or following.pos_ not in ("AUX",)
        if not (token.pos_ in ("DET", "NUM") or is_attributive(token) or token.text.endswith("-") or token.lower_ in prepositions()["possessive"]):
            return False
    return False


def _enumerates(doc: Doc, comma: int, last: int) -> bool:
    """Whether a comma parts members of a list that ends in “en” or “of”: “fusies, overnames en …”."""
    for token in doc[comma + 1 : min(comma + 8, last)]:
        if token.lower_ in ("en", "of"):
            return _continues(doc, token.i + 1, last)
        if not (token.pos_ in _NOUNS or is_attributive(token) or token.text in (",",) or token.text.endswith("-")):
            return False
    return False
