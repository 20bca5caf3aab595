"""Clauses are found by conjunctions, relative pronouns, commas and finite verbs."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from ingest.components.clauses import ClauseKind, clauses
from ingest.components.passages import Item, Passage, lemma
from ingest.document import Block, BlockKind

VOCAB = spacy.blank("nl").vocab
TAGS = {
    "v": ("VERB", "VerbForm=Fin"),
    "i": ("VERB", "VerbForm=Inf"),
    "p": ("VERB", "VerbForm=Part"),
    "n": ("NOUN", ""),
    "d": ("DET", ""),
    "r": ("PRON", ""),
    "s": ("SCONJ", ""),
    "c": ("CCONJ", ""),
    ",": ("PUNCT", ""),
}


def passage(text: str) -> Passage:
    """A passage from words written as `word/tag`."""
    pairs = [word.rpartition("/")[::2] for word in text.split()]
    words, tags = [word for word, _ in pairs], [tag for _, tag in pairs]
    pos, morphs = [TAGS[tag][0] for tag in tags], [TAGS[tag][1] for tag in tags]
    doc = Doc(VOCAB, words=words, pos=pos, morphs=morphs)
    items = [
        Item(i, word.lower(), lemma(word), pos[i] == "DET", None, pos[i]) for i, word in enumerate(words)
    ]
    return Passage(doc[:], Block(BlockKind.PARAGRAPH, 0, len(doc.text), 1), tuple(items), 0)


def found(text: str) -> list[str]:
    """The clauses as `kind: words`."""
    read = passage(text)
    return [f"{c.kind}: {' '.join(item.word for item in c.of(read))}" for c in clauses(read)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Het/d kabinet/n meldt/v dat/s Rusland/n sabotage/n pleegt/v",
            ["main: het kabinet meldt", "subordinate: dat rusland sabotage pleegt"],
        ),
        (
            "De/d aanpak/n ,/, die/r werkt/v ,/, gaat/v door/n",
            ["main: de aanpak , gaat door", "relative: die werkt ,"],
        ),
        (
            "Om/s spionage/n te/n voorkomen/i ,/, komt/v er/r een/d wet/n",
            ["purpose: om spionage te voorkomen ,", "main: komt er een wet"],
        ),
        (
            "Rusland/n pleegt/v sabotage/n en/c China/n bedrijft/v spionage/n",
            ["main: rusland pleegt sabotage", "main: en china bedrijft spionage"],
        ),
        (
            "Rusland/n en/c China/n bedrijven/v spionage/n",
            ["main: rusland en china bedrijven spionage"],
        ),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_clause_that_leaves_its_subject_out_knows_where_it_stands() -> None:
    first, second = clauses(passage("De/d wet/n geldt/v en/c voorziet/v in/n toezicht/n"))
    assert second.elided is first
    assert second.kind is ClauseKind.MAIN


def test_every_item_belongs_to_one_clause() -> None:
    read = passage("Hoewel/s dit/r speelt/v ,/, meldt/v hij/r dat/s het/r helpt/v")
    places = [place for clause in clauses(read) for place in clause.items]
    assert sorted(places) == list(range(len(read.items)))
