"""`weerbaar_tags`: part-of-speech tags mended by what is known of the words themselves.

The tagger guesses at words that it has not seen, and compounds of policy are mostly unseen. The last word of
a known noun term is a noun; so is a word with an ending that only nouns have (`data/noun_endings.txt`), and a
noun of policy after an article, adjective or preposition.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.measure_heads import Need, head_of
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
    """Whether the word can only be a noun: by its ending, or as a compound with an acronym."""
    if token.pos_ in ("ADP", "SCONJ") or len(token) < SHORTEST:
        return False
    first, hyphen, _ = token.text.partition("-")
    if hyphen and len(first) > 1 and first.isupper():
        return True
    word = token.lower_
    return word.endswith(lines("noun_endings.txt")) and not word.endswith(lines("verb_endings.txt"))


def _is_policy(token: Token) -> bool:
    """Whether a noun of policy stands where a noun is due: “extra *inzet*”, “een bindend *kader*”."""
    head = head_of(token.norm_)
    if token.i == 0 or head is None or head.need is Need.FREE:
        return head is not None and head.need is Need.FREE
    before = token.nbor(-1)
    if before.lower_ in ("te", "om", "niet"):
        return False
    if before.pos_ in ("DET", "ADJ", "NUM") or _is_attribute(before):
        return True
    return before.pos_ in _BEFORE_NOUN and "Fin" not in token.morph.get("VerbForm", [])


def _is_attribute(word: Token) -> bool:
    """Whether a word stands between an article and a noun: “de *generieke* inzet”, “een *bindend* kader”."""
    return word.i > 0 and word.nbor(-1).pos_ == "DET" and word.lower_.endswith(("e", "end"))
