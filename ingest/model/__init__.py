"""The Dutch spaCy model: tokenizer, word classes, morphology, dependencies, sentences and lemmas.

`load()` gives the model that travels with the code (`nl_weerbaar_core/`, see MODEL_CARD.md there), or the
one that the setting WEERBAAR_MODEL names: an installed package such as `nl_core_news_lg`, or a folder.
The training is a spaCy project beside it: `project.yml`, `configs/`, `scripts/`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language

from ingest.model.errors import ModelMissing
from ingest.model.lemmas import TABLE

__all__ = ["FOLDER", "SETTING", "ModelMissing", "load"]

FOLDER: Final = Path(__file__).parent / "nl_weerbaar_core"
"""The model that travels with the code."""
SETTING: Final = "WEERBAAR_MODEL"
"""Environment variable that names another model: a package or a folder."""
NEEDED: Final = ("parser",)
"""Factories without which no sentence is read; word classes come from a tagger or a morphologizer."""


def load(name: str | Path | None = None) -> Language:
    """The Dutch pipeline named, else the one of WEERBAAR_MODEL, else the one that travels with the code.

    Raises `ModelMissing` when it is not there, cannot be loaded, is not Dutch or has no parser.

    >>> [token.lemma_ for token in load()("De maatregelen zijn aangekondigd.")]
    ['de', 'maatregel', 'zijn', 'aankondigen', '.']
    """
    chosen = name or os.environ.get(SETTING) or FOLDER
    try:
        nlp = spacy.load(chosen)
    except (OSError, ValueError) as error:
        raise missing(chosen, str(error).splitlines()[0]) from error
    if nlp.lang != "nl":
        raise missing(chosen, f"is a pipeline for language {nlp.lang!r}, not Dutch ('nl')")
    if lacking := [factory for factory in NEEDED if not nlp.has_pipe(factory)]:
        raise missing(chosen, f"has no {', '.join(lacking)}")
    if nlp.vocab.lookups.has_table(TABLE) and not nlp.has_pipe("weerbaar_lemmas"):
        nlp.add_pipe("weerbaar_lemmas", last=True)
    return nlp


def missing(chosen: str | Path, what: str) -> ModelMissing:
    remedy = (
        f"Train it as ingest/model/project.yml says, or let {SETTING} name an installed Dutch spaCy model."
    )
    return ModelMissing(f"no usable Dutch model ({what})", str(chosen), remedy)
