"""The spaCy pipeline that reads a document: built once, then used for many.

`build` puts Weerbaar's components after the tagger and parser of the Dutch model; `extract` reads one
document with it. Without a model the pipeline still finds terms, citations, names and dates, but no measure
phrases and no relations by syntax, and says so with a `NoModel` warning.
"""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

import ingest.components.register  # noqa: F401  (registers the factories)
from ingest.claims import Claim
from ingest.components.state import MENTIONS
from ingest.document import Document
from ingest.extraction import Extraction, Mention, MentionType
from ingest.lexicon import Lexicon
from ingest.model import FOLDER, SETTING
from ingest.model import load as load_model
from ontology import load
from ontology.namespaces import Iri

COMPONENTS: Final = (
    "weerbaar_normal",
    "weerbaar_terms",
    "weerbaar_compounds",
    "weerbaar_tags",
    "weerbaar_citations",
    "weerbaar_motions",
    "weerbaar_names",
    "weerbaar_foreign",
    "weerbaar_dates",
    "weerbaar_acts",
    "weerbaar_documents",
    "weerbaar_measures",
    "weerbaar_aliases",
    "weerbaar_subject",
    "weerbaar_select",
    "weerbaar_measure_entities",
    "weerbaar_measure_facts",
)
"""In this order, after the model's own components."""
FOLLOWING: Final = ("weerbaar_qualifiers", "weerbaar_relations")
"""What reads claims from the mentions; added when registered."""


@runtime_checkable
class Learner(Protocol):
    """A component that is made from the lexicon."""

    def add_lexicon(self, lexicon: Lexicon) -> None:
        """Learn the terms of the lexicon."""


class NoModel(UserWarning):
    """No Dutch model was found: measure phrases and relations by syntax are left out."""


def build(lexicon: Lexicon | None = None, model: str | Path | None = None) -> Language:
    """The pipeline with this lexicon (by default that of the vocabulary and the known agents).

    `model` is the name or folder of a spaCy model with tagger and parser; by default the one of the setting
    WEERBAAR_MODEL or the one that travels with the code. Raises `ModelMissing` for one that cannot be used.
    """
    nlp = _base(model)
    nlp.add_pipe("weerbaar_blocks", first=True)
    for name in (*COMPONENTS, *FOLLOWING):
        if nlp.has_factory(name):
            nlp.add_pipe(name)
    components: list[object] = [component for _, component in nlp.pipeline]
    for component in components:
        if isinstance(component, Learner):
            component.add_lexicon(lexicon or default_lexicon())
    return nlp


def extract(nlp: Language, document: Document) -> Extraction:
    """Everything that the pipeline finds in a document."""
    doc = nlp.make_doc(document.text)
    doc._.document = document
    return to_extraction(nlp(doc), document)


def to_extraction(doc: Doc, document: Document) -> Extraction:
    """The frozen result of what the components left on a `Doc`."""
    spans = sorted(doc.spans.get(MENTIONS) or (), key=lambda span: (span.start, -span.end, span.label_))
    found = (
        Mention(span.start_char, span.end_char, MentionType(span.label_), Iri(span.kb_id_), span.id_)
        for span in spans
    )
    claims: list[Claim] = doc._.claims
    return Extraction(document, tuple(found), tuple(doc._.entities.values()), tuple(claims))


@cache
def default_lexicon() -> Lexicon:
    """The lexicon of the vocabulary and the known agents."""
    return Lexicon.from_graphs(load.vocabularies(), load.agents())


def has_model() -> bool:
    """Whether a Dutch model is there: the one that travels with the code, or one that the setting names."""
    return SETTING in os.environ or FOLDER.is_dir()


def _base(model: str | Path | None) -> Language:
    if model is not None or has_model():
        return _split_slashes(load_model(model))
    warnings.warn(
        f"no Dutch model in {FOLDER.name}: terms, citations, names and dates are found, "
        "measure phrases and relations by syntax are not. Train one (ingest/model/project.yml) "
        f"or let {SETTING} name an installed one.",
        NoModel,
        stacklevel=3,
    )
    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    return _split_slashes(nlp)


def _split_slashes(nlp: Language) -> Language:
    """Let “EU/NAVO” be three tokens; words such as “en/of” and “t/m” stay whole as tokenizer exceptions."""
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[A-Z])/(?=[A-Z])"]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp
