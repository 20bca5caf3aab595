"""Lay sentences out as letters do: blocks on lines of their own, list marks, headings without full stop.

Treebank text runs on in one line; without this the model has never seen a line end.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

BREAKS = ("\n", "\n", "\n\n")
MARKS = ("-", "–", "•", "*")


@dataclass(frozen=True, slots=True)
class Row:
    """One token of a laid-out doc; `head` is its index in the list of rows."""

    word: str
    space: bool
    pos: str
    morph: str
    lemma: str
    head: int
    dep: str


def lay_out(groups: Iterable[list[Doc]], share: float, seed: int = 0) -> Iterator[Doc]:
    """A laid-out doc for a share of the groups of sentences (each sentence a Doc of its own)."""
    chance = random.Random(seed)  # noqa: S311 (reproducible, no secret)
    for group in groups:
        if chance.random() < share:
            yield to_doc(group[0].vocab, join(group, chance))


def join(sentences: list[Doc], chance: random.Random) -> list[Row]:
    """The rows of all sentences; most stand on a line of their own, all that are no full sentences do."""
    rows: list[Row] = []
    for sentence in sentences:
        kind = chance.choices(("plain", "bare", "listed"), (70, 15, 15))[0]
        if kind == "listed" and rows and rows[-1].pos != "SPACE":
            rows = end_line(rows, chance)
        rows += variant(sentence, len(rows), kind, chance)
        if kind != "plain" or chance.random() < 0.6:
            rows = end_line(rows, chance)
        else:
            rows[-1] = replace(rows[-1], space=True)
    return rows


def end_line(rows: list[Row], chance: random.Random) -> list[Row]:
    """A line end closes the rows and hangs from the word before it."""
    end = Row(chance.choice(BREAKS), False, "SPACE", "", "\n", len(rows) - 1, "dep")
    return [*rows[:-1], replace(rows[-1], space=False), end]


def variant(sentence: Doc, base: int, kind: str, chance: random.Random) -> list[Row]:
    """The sentence as it is (plain), without its full stop (bare) or behind a list mark (listed)."""
    tokens = list(sentence)
    if kind == "listed":
        rows = [row(token, base + 1) for token in tokens]
        root = next(token.i for token in tokens if token.dep_ == "ROOT")
        mark = chance.choice(MARKS)
        return [Row(mark, True, "PUNCT", "", mark, base + 1 + root, "punct"), *rows]
    if kind == "bare" and tokens[-1].text == "." and tokens[-1].dep_ == "punct":
        tokens = tokens[:-1]
    return [row(token, base) for token in tokens]


def row(token: Token, base: int) -> Row:
    space = bool(token.whitespace_)
    return Row(token.text, space, token.pos_, str(token.morph), token.lemma_, base + token.head.i, token.dep_)


def to_doc(vocab: Vocab, rows: list[Row]) -> Doc:
    return Doc(
        vocab,
        words=[r.word for r in rows],
        spaces=[r.space for r in rows],
        pos=[r.pos for r in rows],
        morphs=[r.morph for r in rows],
        lemmas=[r.lemma for r in rows],
        heads=[r.head for r in rows],
        deps=[r.dep for r in rows],
    )
