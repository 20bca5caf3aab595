"""`weerbaar_acts`: laws and decrees by their cited title (“Wet veiligheidstoets investeringen …”).

A title begins with a capitalised kind of act after an article and runs on over nouns, adjectives and the
prepositions that titles have, to the first word of the sentence's own. Needs part-of-speech tags.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.measure_heads import head_of
from ingest.components.names import named
from ingest.components.state import add, covered
from ingest.data import words
from ingest.extraction import MentionType

_INSIDE: Final = frozenset({"NOUN", "ADJ", "PROPN", "NUM"})
_JOINING: Final = frozenset(
    {"op", "ter", "tot", "inzake", "voor", "tegen", "door", "bij", "en", ",", "de", "het", "van"}
)
_LONGEST: Final = 16


@Language.component("weerbaar_acts", assigns=["doc.spans", "doc._.entities"])
def find_acts(doc: Doc) -> Doc:
    """Add a mention for each law or decree that is cited by its title."""
    if not doc.has_annotation("DEP"):
        return doc
    taken = covered(doc, MentionType.LEGAL_ACT)
    for token in doc:
        if token.text in words("act_kinds.txt") and token.i not in taken and not _refers_back(token):
            end = _title_end(token)
            if end > token.i + 1:
                add(doc, token.i, end, named(MentionType.LEGAL_ACT, doc[token.i : end].text), "title-of-act")
    return doc


def _fits(word: Token) -> bool:
    """Whether a word may stand in a title: a noun, an adjective, a year, a compound that goes on."""
    if word.pos_ in _INSIDE or word.shape_ == "dddd" or word.text.endswith("-"):
        return True
    return "Inf" in word.morph.get("VerbForm", []) or head_of(word.norm_) is not None


def _refers_back(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ in ("deze", "dit", "die", "geen")


def _title_end(token: Token) -> int:
    """The end of the title: after its last noun, name or year."""
    doc, end = token.doc, token.i + 1
    things = covered(doc, MentionType.MEANS, MentionType.TARGET)
    for word in doc[token.i + 1 : min(token.i + _LONGEST, token.sent.end)]:
        if word.i in things or _fits(word):
            if word.shape_ in ("d", "dd") or word.lower_ == "kracht":
                break
            end = word.i + 1 if word.pos_ != "ADJ" else end
        elif word.lower_ not in _JOINING:
            break
    return end
