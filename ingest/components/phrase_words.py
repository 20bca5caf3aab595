"""What a word can be in a noun phrase where its tag is not enough, and how far a phrase reaches left."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc, Token

_FILE: Final = Path(__file__).parents[1] / "data" / "prepositions.toml"
NOUNS: Final = frozenset({"NOUN", "PROPN"})
_MODIFIERS: Final = frozenset({"ADJ", "PROPN", "NUM"})
_OPEN_CLASS: Final = frozenset({"NOUN", "VERB", "ADJ", "ADV", "X"})


@cache
def table(name: str) -> frozenset[str]:
    """A list of `data/prepositions.toml` as a set."""
    return frozenset(data()[name])


@cache
def governs(noun: str, preposition: str) -> bool:
    """Whether a noun, or a compound that ends in one, has this preposition as its own: “dialoog met”."""
    pairs = (pair.split() for pair in table("fixed"))
    return any(preposition == word and noun.endswith(own) for own, word in pairs)


@cache
def data() -> dict[str, Any]:
    """The tables of `data/prepositions.toml`."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def is_attributive(token: Token) -> bool:
    """An adjective, or a participle used as one (“versterkte”, “aanvullende”)."""
    if token.text.isupper() and 1 < len(token) < 6:
        return True
    if token.pos_ == "PROPN" or (
        token.text[0].isupper() and not token.is_sent_start and token.pos_ in _OPEN_CLASS
    ):
        return token.text[0].isupper() and token.lower_ not in table("opening")
    if token.pos_ in _MODIFIERS:
        return token.lower_ not in table("opening")
    participle = "Part" in token.morph.get("VerbForm", []) or not token.norm_.endswith("n")
    return token.pos_ == "VERB" and participle and token.text.endswith("e")


def left_edge(head: Token) -> int:
    """The index of the first token of the phrase; articles and possessives are left out."""
    doc, first, edge = head.doc, head.sent.start, head.i
    while edge > first:
        before = doc[edge - 1]
        if (
            (is_attributive(before) and not is_pronoun(before))
            or before.lower_ in table("degree")
            or _is_inflected(doc, edge - 1, first)
        ):
            edge -= 1
        elif (
            before.text == ")"
            and edge - 3 >= first
            and doc[edge - 3].text == "("
            and is_attributive(doc[edge - 2])
        ):
            edge -= 3
        elif before.lower_ in ("en", "of", ",") and edge - 2 >= first and _coordinates(doc, edge):
            edge -= 2
        else:
            break
    while edge < head.i and (doc[edge].lower_ in table("degree") or doc[edge].lower_ in table("evaluative")):
        edge += 1
    return _name_start(doc, edge, head.i)


def _name_start(doc: Doc, edge: int, head: int) -> int:
    """The first capital of a name: “domeinoverstijgend *Rijksbreed Responskader*”."""
    capitals = [index for index in range(edge, head + 1) if _is_of_name(doc[index])]
    if doc[edge].is_sent_start or not capitals or doc[capitals[0] - 1].text in ("en", "of", ","):
        return edge
    return edge if capitals[0] == head and "-" in doc[head].text else capitals[0]


def _is_inflected(doc: Doc, index: int, first: int) -> bool:
    """Whether a mistagged word has the place and ending of an adjective: “de *rijksbrede* aanpak”."""
    word = doc[index]
    if (
        index <= first
        or word.pos_ not in _OPEN_CLASS
        or not word.lower_.endswith(("e", "end"))
        or len(word) < 4
    ):
        return False
    return doc[index - 1].pos_ == "DET" or doc[index - 1].lower_ in table("possessive")


def is_pronoun(token: Token) -> bool:
    return token.lower_ in table("possessive") or token.lower_ in table("determiner")


def _coordinates(doc: Doc, edge: int) -> bool:
    """Whether the word before a conjunction modifies the same head: “economische en …”, “advies- en …”."""
    first = doc[edge - 2]
    if first.text.endswith("-"):
        return True
    return (
        first.pos_ == "ADJ"
        and doc[edge].pos_ == "ADJ"
        and first.text.endswith("e") == doc[edge].text.endswith("e")
    )


def _is_of_name(token: Token) -> bool:
    """A capitalised word that is no adjective of a country or continent (“Europese”)."""
    return token.text[0].isupper() and not token.text.endswith(("se", "aanse"))


def is_noun(token: Token) -> bool:
    """A noun or name, and not the noun of a fixed verb: “vinden … *plaats*”."""
    return (
        token.pos_ in NOUNS
        and not token.is_punct
        and token.dep_ != "compound:prt"
        and token.lower_[:3] != "etc"
    )


def is_infinitive(token: Token) -> bool:
    """A word in “-en” that no inflection made is a verb, whatever its tag: “een wetstraject *opstarten*”."""
    return token.lower_.endswith("en") and token.norm_ == token.lower_ and token.text[0].islower()


def is_name(token: Token, *, first: bool) -> bool:
    """A capitalised word beside a noun, or after another capital: part of a name, whatever its tag."""
    capital = token.text[0].isupper() and token.pos_ in _OPEN_CLASS
    return capital and (first or token.nbor(-1).text[0].isupper())


def qualifies(token: Token) -> bool:
    """An adjective with an ending, or a name: an uninflected one before a plural is an adverb."""
    return is_attributive(token) and (token.text.endswith("e") or token.text[0].isupper())


def is_elided(token: Token) -> bool:
    """The first part of a compound whose last part follows: “advies- en expertiseloket”."""
    return token.text.endswith("-") and len(token.text) > 2


def is_nominal(token: Token) -> bool:
    """An elided compound (“advies-”), or an infinitive used as a noun (“het *verhogen* van”)."""
    if is_elided(token):
        return True
    return (
        token.pos_ == "VERB" and token.lower_.endswith("n") and token.i > 0 and token.nbor(-1).lower_ == "het"
    )
