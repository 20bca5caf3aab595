"""`weerbaar_subject`: which parts of a document are about threats or national security.

Many words that name a target, an interest or a measure here are ordinary words elsewhere. They count only in
a part that is about the subject: where words stand that hardly occur outside it (`data/subject_terms.txt`).
A whole document is about it when it has enough of them; otherwise only the paragraphs that have one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.components.blocks import block_of
from ingest.components.state import MENTIONS, keep
from ingest.data import lines, words
from ingest.document import Block
from ingest.extraction import MentionType

DENSE: Final = 4.0
"""Words of the subject per 1,000 tokens from which a document is about it as a whole."""
FEWEST: Final = 3
"""Different places that a document needs to be about the subject at all."""
_TELLING: Final = frozenset(
    {
        MentionType.MEANS,
        MentionType.GENERIC_ACTOR,
        MentionType.STATE_ACTOR,
        MentionType.MEASURE,
        MentionType.INTEREST,
    }
)
"""What beside an everyday word makes it a target."""
GATED: Final = frozenset(
    {
        MentionType.MEANS,
        MentionType.TARGET,
        MentionType.INTEREST,
        MentionType.GENERIC_ACTOR,
        MentionType.STATE_ACTOR,
        MentionType.MEASURE,
    }
)


@Language.component("weerbaar_subject", assigns=["doc.spans", "doc._.entities"])
def keep_to_subject(doc: Doc) -> Doc:
    """Drop the mentions of threats, targets and measures where the text is about something else."""
    places = subject_places(doc)
    if is_about(doc, places):
        keep(doc, lambda span: span.label_ != MentionType.TARGET or _counts(span))
        return doc
    blocks = {block_key(block_of(doc, doc[place])) for place in places}
    keep(doc, lambda span: span.label_ not in GATED or block_key(block_of(doc, span)) in blocks)
    return doc


def _counts(span: Span) -> bool:
    """Whether a target says something: an everyday one (“bedrijven”) only beside a threat or a measure."""
    if len(span) > 1 or span[0].norm_ not in words("everyday_targets.txt"):
        return True
    first, last = span.sent.start, span.sent.end
    found = span.doc.spans[MENTIONS]
    return any(other.label_ in _TELLING and first <= other.start < last for other in found)


def subject_places(doc: Doc) -> list[int]:
    """The tokens that begin a word or pair of words of the subject."""
    terms, norms = words("subject_terms.txt"), [token.norm_ for token in doc]
    pairs = (f"{first} {second}" for first, second in pairwise([*norms, ""]))
    return [
        index
        for index, (norm, pair) in enumerate(zip(norms, pairs, strict=True))
        if norm in terms or pair in terms or norm.startswith(lines("subject_stems.txt"))
    ]


def is_about(doc: Doc, places: list[int]) -> bool:
    """Whether the document as a whole is about the subject."""
    return len(places) >= FEWEST and 1000 * len(places) / max(len(doc), 1) >= DENSE


def block_key(block: Block | None) -> int:
    """What tells blocks apart: their start."""
    return -1 if block is None else block.start
