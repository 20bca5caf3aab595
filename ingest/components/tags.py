"""`weerbaar_tags`: part-of-speech tags mended by what is known of the words themselves.

The tagger guesses at words that it has not seen, and compounds of policy are mostly unseen. The last word of
a known noun term is a noun; so is a word with an ending that only nouns have (`data/noun_endings.txt`), and a
noun of policy after an article, adjective or preposition.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.measure_heads import head_of
from ingest.components.state import mentions
from ingest.data import lines, words
from ingest.extraction import MentionType

_NOUN_TERMS: Final = (MentionType.MEANS, MentionType.TARGET, MentionType.INTEREST, MentionType.GENERIC_ACTOR)
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_BEFORE_NOUN: Final = frozenset({"DET", "ADJ", "ADP", "NUM", "CCONJ"})
_FITTING: Final = _NOUNS | {"ADJ", "DET", "CCONJ", "PUNCT", "NUM"}
"""Tags that a word before the last of a noun term may have."""
SHORTEST: Final = 7
"""Letters from which an ending tells a noun."""


@Language.component("weerbaar_tags", assigns=["token.pos"])
def mend_tags(doc: Doc) -> Doc:
    """Make nouns of the words that can be nothing else here."""
    if not doc.has_annotation("DEP"):
        return doc
    for span in mentions(doc, *_NOUN_TERMS):
        last = span[-1]
        if last.pos_ not in _NOUNS and not (len(span) == 1 and last.pos_ == "VERB"):
            last.pos_ = "NOUN"
        for word in span[:-1]:
            if word.pos_ not in _FITTING and word.lower_ not in words("complement_openers.txt"):
                word.pos_ = "ADJ"
    for token in doc:
        if token.pos_ not in _NOUNS and (_has_ending(token) or _is_policy(token)):
            token.pos_ = "NOUN"
    return doc


def _has_ending(token: Token) -> bool:
    return len(token) >= SHORTEST and token.lower_.endswith(_endings()) and token.pos_ not in ("ADP", "SCONJ")


def _endings() -> tuple[str, ...]:
    return lines("noun_endings.txt")


def _is_policy(token: Token) -> bool:
    """Whether a noun of policy stands where a noun is due: “extra *inzet*”, “de *toolbox*”."""
    before = token.nbor(-1) if token.i else None
    if before is None or before.pos_ not in _BEFORE_NOUN or before.lower_ in ("te", "om", "niet"):
        return False
    return head_of(token.norm_) is not None and "Fin" not in token.morph.get("VerbForm", [])
