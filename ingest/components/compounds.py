"""`weerbaar_compounds`: terms inside a compound, and terms of which a part is left out.

Heads and modifiers come from the vocabulary's own single-word labels, never from a general word list:
that would split “belangrijk” into belang and rijk.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.state import add, covered
from ingest.components.terms import term_entity
from ingest.data import words
from ingest.extraction import MentionType
from ingest.lexicon import Lexicon, Term
from ingest.normal import normal

MODIFYING: Final = (MentionType.MEANS,)
"""Types that a compound with a neutral last part still names."""
HEADING: Final = (MentionType.MEANS, MentionType.TARGET, MentionType.GENERIC_ACTOR)
"""Types whose single-word terms name a narrower thing when something is put before them."""
SHORTEST: Final = 6
"""Letters that a label needs to be sought inside a longer word."""
LINKS: Final = ("", "s", "e", "en", "-")


class CompoundMatcher:
    """Finds the term that a compound contains, and coordinations with an elided part."""

    def __init__(self) -> None:
        self._singles: dict[str, Term] = {}
        self._acronyms: dict[str, Term] = {}

    def add_lexicon(self, lexicon: Lexicon) -> None:
        """Learn the single-word labels of the lexicon."""
        for term in lexicon:
            for form in term.forms:
                if len(form) > 1 and form.isupper() and term.type is MentionType.ORGANISATION:
                    self._acronyms[form] = term
                elif (
                    form.isalpha()
                    and len(form) >= SHORTEST
                    and form[0].islower()
                    and form not in words("exact_forms.txt")
                ):
                    self._singles.setdefault(normal(form), term)

    def __call__(self, doc: Doc) -> Doc:
        taken = covered(doc)
        for token in doc:
            if token.i not in taken and len(token.text) > 4:
                self._note(doc, token)
        for first, last, term in self._elided(doc):
            add(doc, first, last, term_entity(term), "elided-compound")
        return doc

    def _note(self, doc: Doc, token: Token) -> None:
        found = self._by_acronym(token.text) or self._by_modifier(token.norm_) or self._by_head(token.norm_)
        if found:
            add(doc, token.i, token.i + 1, term_entity(found[0]), found[1])

    def _by_acronym(self, text: str) -> tuple[Term, str] | None:
        first, hyphen, rest = text.partition("-")
        if hyphen and first in self._acronyms and rest.casefold() in words("organisation_suffixes.txt"):
            return self._acronyms[first], "acronym-compound"
        return None

    def _by_modifier(self, norm: str) -> tuple[Term, str] | None:
        for cut in range(len(norm) - 3, SHORTEST - 1, -1):
            if norm[cut:].lstrip("-") not in words("compound_heads.txt"):
                continue
            term = self._linked(norm[:cut])
            if term and term.type in MODIFYING:
                return term, "compound-modifier"
        return None

    def _linked(self, first: str) -> Term | None:
        candidates = (first.removesuffix(link) for link in LINKS if first.endswith(link))
        return next((self._singles[part] for part in candidates if part in self._singles), None)

    def _by_head(self, norm: str) -> tuple[Term, str] | None:
        for cut in range(3, len(norm) - SHORTEST + 1):
            term = self._singles.get(norm[cut:])
            if (
                term
                and term.type in HEADING
                and norm[:cut].rstrip("-") not in words("compound_exclusions.txt")
            ):
                return term, "compound-head"
        return None

    def _elided(self, doc: Doc) -> Iterator[tuple[int, int, Term]]:
        """“kennis- en technologieoverdracht”, “staats-, ambts- en bedrijfsgeheimen”."""
        for token in doc:
            if token.text.endswith("-") and len(token.text) > 3:
                full = _conjunct(doc, token)
                if full is not None:
                    term = self._completed(token.text[:-1].casefold(), full.norm_)
                    if term:
                        yield token.i, full.i + 1, term

    def _completed(self, first: str, full: str) -> Term | None:
        ends = (full[cut:] for cut in range(3, len(full) - 3))
        return next((self._singles[first + end] for end in ends if first + end in self._singles), None)


def _conjunct(doc: Doc, token: Token) -> Token | None:
    """The compound from whose last part `token` borrows."""
    for following in doc[token.i + 1 : token.i + 7]:
        if following.text in (",", "en", "of") or following.text.endswith("-"):
            continue
        return following if len(following.text) > 5 else None
    return None


@Language.factory("weerbaar_compounds", assigns=["doc.spans", "doc._.entities"])
def create_compounds(nlp: Language, name: str) -> CompoundMatcher:
    """Create the matcher, empty: `pipeline.build` gives it the lexicon."""
    del nlp, name
    return CompoundMatcher()
