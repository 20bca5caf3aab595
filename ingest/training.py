"""Decided claims as training data for spaCy.

A `DocBin` of one `Doc` for each quote: `doc.cats["accepted"]` is 1 where the claim was right as read and 0
where not, and `doc.user_data["weerbaar"]` holds what was claimed, so that rules and models can learn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import spacy
from spacy.tokens import DocBin


@dataclass(frozen=True, slots=True)
class Example:
    """A claim with the words it was read from and whether a person found it right."""

    quote: str
    claim: str
    subject: str
    predicate: str
    object: str
    modality: str
    rule: str
    accepted: bool


def docbin(examples: Iterable[Example]) -> DocBin:
    """The examples as spaCy documents, tokenised as Dutch."""
    tokenize = spacy.blank("nl")
    found = DocBin(store_user_data=True)
    for example in examples:
        doc = tokenize(example.quote)
        doc.cats = {"accepted": float(example.accepted)}
        doc.user_data["weerbaar"] = asdict(example)
        found.add(doc)
    return found
