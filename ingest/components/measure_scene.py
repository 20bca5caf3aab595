"""What the search for measures needs to know of a document, worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from ingest.components.measure_heads import Head, head_of, verbs
from ingest.components.phrase_words import left_edge, table
from ingest.components.phrases import Reach
from ingest.components.state import covered, mentions
from ingest.data import words
from ingest.extraction import MentionType

_NAMES = (MentionType.DOCUMENT_REF, MentionType.MOTION, MentionType.LEGAL_ACT, MentionType.ORGANISATION)
_THINGS = (MentionType.MEANS, MentionType.TARGET, MentionType.INTEREST, MentionType.GENERIC_ACTOR)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that names a measure: token positions, end exclusive, its head and kind."""

    start: int
    end: int
    head: int
    kind: str
    rule: str
    light: bool = False
    """Whether the head only says that something is done with a measure: “ontwikkeling van een aanpak”."""
    named: bool = False
    """Whether the head is a thing that can be set up, and no state of affairs such as awareness."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A document as the search for measures sees it."""

    reach: Reach
    heads: dict[int, Head]
    """The nouns of policy, by position."""
    taken: frozenset[int]
    """The tokens that head the name of something else."""
    states: frozenset[int]
    """The tokens of threatening states."""
    foreign: frozenset[int]
    """The tokens of those who threaten, states and others."""
    means: dict[int, int]
    """Where a means ends, and where it began."""

    @property
    def doc(self) -> Doc:
        return self.reach.doc


def scene_of(doc: Doc) -> Scene:
    """What there is in a document whose terms and names are known."""
    heads = {token.i: head for token in doc if (head := _head(token)) is not None}
    terms: dict[int, int] = {}
    for span in mentions(doc, *_THINGS, MentionType.ORGANISATION):
        for index in range(span.start + 1, span.end):
            terms[index] = max(span.end, terms.get(index, 0))
    reach = Reach(
        doc,
        owners=frozenset(covered(doc, MentionType.ORGANISATION)),
        stops=frozenset(covered(doc, MentionType.DATE)),
        breaks=frozenset(_breaks(doc, heads)),
        terms=terms,
        wholes={span.start: span.end for span in mentions(doc, *_THINGS, MentionType.ORGANISATION)},
    )
    taken = covered(doc, *_NAMES) | _heads_of_things(doc)
    states = covered(doc, MentionType.STATE_ACTOR)
    means = {span.end: span.start for span in mentions(doc, MentionType.MEANS)}
    foreign = states | covered(doc, MentionType.GENERIC_ACTOR)
    return Scene(reach, heads, frozenset(taken), frozenset(states), frozenset(foreign), means)


def joins(token: Token) -> bool:
    """A comma or conjunction between members of a list."""
    return token.lower_ in ("en", "of", ",")


def _head(token: Token) -> Head | None:
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    return head_of(token.norm_, token.nbor(-1).norm_ if token.i else "")


def _heads_of_things(doc: Doc) -> set[int]:
    """The tokens that are the head of a known threat, target, interest or actor: “vitale *processen*”."""
    heads: set[int] = set()
    for span in mentions(doc, *_THINGS):
        opened = (token.i for token in span[1:] if token.lower_ in words("complement_openers.txt"))
        heads.update(range(span.start, next(opened, span.end)))
    return heads


def _breaks(doc: Doc, heads: dict[int, Head]) -> Iterator[int]:
    """The conjunctions and commas after which a measure of its own begins: “… en *een versterking* van …”."""
    for token in doc:
        nominal = token.lower_ in verbs() and token.i + 1 < len(doc) and token.nbor().lower_ == "van"
        if token.i not in heads and not nominal:
            continue
        first = left_edge(token)
        while first and doc[first - 1].lower_ in table("evaluative"):
            first -= 1
        if first >= 2 and doc[first - 1].lower_ in ("een", "het", "de") and joins(doc[first - 2]):
            yield first - 2
