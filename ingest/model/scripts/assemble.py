"""Put the separately trained components together, with the lemmas that the treebanks give.

python -m ingest.model.scripts.assemble PARSER SENTER LEMMATIZER CORPUS OUTPUT
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import DocBin

from ingest.model.lemmas import AS_WRITTEN, INFLECTED, TABLE, key

ABBREVIATIONS = Path(__file__).parents[1] / "abbreviations.tsv"
"""Abbreviations of official text that spaCy's Dutch tokenizer parts from their stop, or that the sentence
recogniser takes for an end; in the second column the NORM, a word of the treebanks as which each is read."""


def main(parser: Path, senter: Path, lemmatizer: Path, corpus: Path, output: Path) -> None:
    """Sentence ends first (the parser keeps them), then word classes and syntax, then lemmas."""
    nlp = spacy.load(parser)
    nlp.add_pipe("senter", source=spacy.load(senter), first=True)
    nlp.add_pipe("trainable_lemmatizer", source=spacy.load(lemmatizer), last=True)
    add_abbreviations(nlp)
    nlp.vocab.lookups.add_table(TABLE, known_lemmas(corpus / "pooled.spacy"))
    nlp.to_disk(output)


def add_abbreviations(nlp: Language) -> None:
    tokenizer: Any = nlp.tokenizer  # spaCy types it as any callable
    for line in ABBREVIATIONS.read_text(encoding="utf-8").splitlines():
        word, norm = line.split("\t")
        tokenizer.add_special_case(word, [{"ORTH": word, "NORM": norm}])


def known_lemmas(corpus: Path) -> dict[str, str]:
    """The most frequent lemma of each word class and form in the training data, unless as written."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for doc in DocBin().from_disk(corpus).get_docs(spacy.blank("nl").vocab):
        for token in doc:
            found[key(token.pos_, token.text)][token.lemma_] += 1
    most = {word: lemmas.most_common(1)[0][0] for word, lemmas in found.items()}
    return {word: lemma for word, lemma in most.items() if lemma != as_written(*word.split(" ", 1))}


def as_written(pos: str, form: str) -> str | None:
    """The lemma that follows without the table, for word classes that are not inflected."""
    if pos in AS_WRITTEN:
        return form
    return None if pos in INFLECTED else form.lower()


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:6]))
