"""`weerbaar_select`: of mentions that overlap, those that say something of their own.

Mentions of different types may nest; of one type only when the inner one names something else, that is,
when it stands in a complement of the outer (“toeleveranciers van *vitale aanbieders*”). What stands in a
quoted title or in the name of a body is no mention of the thing itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.components.blocks import block_of
from ingest.components.state import mentions, replace
from ingest.data import words
from ingest.document import BlockKind
from ingest.extraction import MentionType

_THINGS: Final = frozenset(
    {
        MentionType.MEANS,
        MentionType.TARGET,
        MentionType.INTEREST,
        MentionType.GENERIC_ACTOR,
        MentionType.STATE_ACTOR,
        MentionType.MEASURE,
        MentionType.ORGANISATION,
    }
)
_OPAQUE: Final = frozenset(
    {
        "quoted-title",
        "name-of-measure",
        "compound-name-of-measure",
        "name-of-body",
        "name-of-committee",
        "title-of-act",
    }
)
"""Rules whose mention hides every thing inside it: a name is no mention of what it is made of."""
_SHARING: Final = frozenset(
    {
        (MentionType.INTEREST, MentionType.TARGET),
        (MentionType.ORGANISATION, MentionType.TARGET),
        (MentionType.ORGANISATION, MentionType.GENERIC_ACTOR),
        (MentionType.STATE_ACTOR, MentionType.GENERIC_ACTOR),
        (MentionType.GENERIC_ACTOR, MentionType.ORGANISATION),
        (MentionType.GENERIC_ACTOR, MentionType.TARGET),
        (MentionType.TARGET, MentionType.ORGANISATION),
    }
)
"""Outer and inner types of which the inner is no mention when it shares the outer one's head."""


@Language.component("weerbaar_select", assigns=["doc.spans", "doc._.entities"])
def select(doc: Doc) -> Doc:
    """Drop the mentions that another one makes meaningless."""
    kept: list[Span] = []
    at: defaultdict[int, list[Span]] = defaultdict(list)
    for span in sorted(mentions(doc), key=lambda span: (span.start - span.end, span.start)):
        if not any(_hides(outer, span) for index in range(span.start, span.end) for outer in at[index]):
            kept.append(span)
            for index in range(span.start, span.end):
                at[index].append(span)
    chosen = (span for span in kept if not _is_addressee(doc, span))
    replace(doc, sorted(chosen, key=lambda span: (span.start, -span.end)))
    return doc


def _is_addressee(doc: Doc, span: Span) -> bool:
    """Whether the head of the document sends it to this post: “Aan de Voorzitter van …”."""
    block = block_of(doc, span)
    if block is None or block.kind is not BlockKind.MASTHEAD or span.start < 2:
        return False
    return doc[span.start - 2].idx == block.start and doc[span.start - 2 : span.start].text == "Aan de"


def _hides(outer: Span, inner: Span) -> bool:
    if inner.end <= outer.start or outer.end <= inner.start:
        return False
    if not (outer.start <= inner.start and inner.end <= outer.end):
        return outer.label_ == inner.label_
    if outer.id_ in _OPAQUE:
        return inner.label_ in _THINGS
    if outer.id_ == inner.id_ == "citation":
        return False
    if (outer.label_, inner.label_) in _SHARING:
        return len(outer) > len(inner) and not in_complement(outer, inner)
    return outer.label_ == inner.label_ and (outer.kb_id_ == inner.kb_id_ or not in_complement(outer, inner))


def in_complement(outer: Span, inner: Span) -> bool:
    """Whether a preposition or relative pronoun parts the inner span from the outer one's head."""
    between = [token.lower_ for token in outer.doc[outer.start : inner.start]]
    if outer.label_ == MentionType.ORGANISATION and between and between[-1] == "van":
        return False  # “Ministerie van Defensie” is one name, “Secretaris-Generaal van de NAVO” are two
    return any(word in words("complement_openers.txt") for word in between)
