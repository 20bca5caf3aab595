"""`weerbaar_subject`: which parts of a document are about threats or national security.

Many words that name a target, an interest or a measure here are ordinary words elsewhere. They count only in
a part that is about the subject: where words stand that hardly occur outside it (`data/subject_terms.txt`).
A whole document is about it when it has enough of them, among words that other texts have too
(`data/subject_support.txt`); otherwise only the paragraphs that have one are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.components.blocks import block_of
from ingest.components.state import keep, mentions
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
    norms = [token.norm_ for token in doc]
    places = subject_places(norms)
    if is_about(norms, places):
        telling = [span.start for span in mentions(doc, *_TELLING)]
        keep(doc, lambda span: span.label_ != MentionType.TARGET or _counts(span, telling))
        return doc
    blocks = {block_key(block_of(doc, doc[place])) for place in places}
    keep(doc, lambda span: span.label_ not in GATED or block_key(block_of(doc, span)) in blocks)
    return doc


def _counts(span: Span, telling: Sequence[int]) -> bool:
    """Whether a target says something: an everyday one (“bedrijven”) only beside a threat or a measure.

    `telling` holds where those begin, in order.
    """
    if len(span) > 1 or span[0].norm_ not in words("everyday_targets.txt"):
        return True
    following = bisect_left(telling, span.sent.start)
    return following < len(telling) and telling[following] < span.sent.end


def subject_places(norms: list[str]) -> list[int]:
    """Where a word or pair of words of the subject begins, in normal forms."""
    terms, stems = words("subject_terms.txt"), lines("subject_stems.txt")
    return [
        index
        for index, (norm, pair) in enumerate(zip(norms, _pairs(norms), strict=True))
        if norm in terms or pair in terms or norm.startswith(stems)
    ]


def is_about(norms: list[str], places: list[int]) -> bool:
    """Whether a document as a whole is about the subject."""
    terms = words("subject_support.txt")
    support = sum(norm in terms or pair in terms for norm, pair in zip(norms, _pairs(norms), strict=True))
    return len(places) >= FEWEST and 1000 * (len(places) + support) / len(norms) >= DENSE


def _pairs(norms: list[str]) -> Iterator[str]:
    return (f"{first} {second}" for first, second in pairwise([*norms, ""]))


def block_key(block: Block | None) -> int:
    """What tells blocks apart: their start."""
    return -1 if block is None else block.start
