"""How far a noun phrase reaches to the right of its head.

It takes in names set beside the head, an acronym in parentheses, and complements. A preposition that nearly
always belongs to the noun before it (`data/prepositions.toml`) is followed as it stands; for another the
parser must have attached its noun.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from spacy.tokens import Doc, Span, Token

from ingest.components.phrase_words import (
    NOUNS,
    data,
    governs,
    is_attributive,
    is_elided,
    is_infinitive,
    is_name,
    is_nominal,
    is_noun,
    is_pronoun,
    qualifies,
    table,
)

LONGEST: Final = 30
"""Tokens to the right of a head that a phrase may have: more is a parse gone astray."""
_QUOTES: Final = {"«": "»", "“": "”", "‘": "’", "„": "”"}


@cache
def _groups() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """The fixed groups of words by their first, the longest first, each with whether it is strong."""
    rows = [(group, True) for group in data()["groups"]] + [(group, False) for group in data()["weak_groups"]]
    groups: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for group, strong in sorted(rows, key=lambda row: -len(row[0])):
        listed = tuple(group.split())
        groups.setdefault(listed[0], []).append((listed, strong))
    return groups


@dataclass(frozen=True, slots=True)
class Reach:
    """How far phrases reach in one document.

    `owners` are the tokens of bodies: a complement with “van” that only names the owner is left out.
    `stops` are tokens that no phrase takes in, such as those of dates; `breaks` are conjunctions and commas
    after which another phrase begins. `terms` gives for a token inside a known term where that term ends: no
    phrase cuts it in half; `wholes` gives it for the first token of a term.
    """

    doc: Doc
    owners: frozenset[int] = frozenset()
    stops: frozenset[int] = frozenset()
    breaks: frozenset[int] = frozenset()
    terms: Mapping[int, int] = field(default_factory=dict)
    wholes: Mapping[int, int] = field(default_factory=dict)

    def right_edge(self, head: Token, *, beside: bool = True, across: bool = False) -> int:
        """The index after the last token of the phrase.

        `beside` allows a name without preposition, `across` a participle before the complement (“onderzoek
        *uitgevoerd* naar …”).
        """
        last = self.limit(head)
        edge = self._beside(head.i + 1, last) if beside else head.i + 1
        edge = self.acronym(self.terms.get(edge, edge) if edge > head.i + 1 else edge, last)
        if across and edge == head.i + 1 and edge + 1 < last and self._is_parted(edge):
            edge = self.complement(head, edge + 1, last) or edge
        while edge < last:
            following = self.complement(head, edge, last)
            if following is None:
                break
            edge = self.acronym(self.terms.get(following, following), last)
        return edge

    def _is_parted(self, edge: int) -> bool:
        """Whether a participle stands between the noun and its own preposition."""
        participle = "Part" in self.doc[edge].morph.get("VerbForm", [])
        return participle and self.doc[edge + 1].lower_ in table("own")

    def limit(self, head: Token) -> int:
        """The index before which a phrase of this head must end."""
        last = min(head.sent.end, head.i + LONGEST)
        for token in self.doc[head.i + 1 : last]:
            if token.is_space or token.i in self.stops or token.text in (";", ":", "?"):
                return token.i
        return last

    def _quoted(self, start: int, last: int) -> int:
        """The end of a short name in quotation marks beside the head: “campagne *«Doe je updates»*”."""
        closing = _QUOTES.get(self.doc[start].text) if start < last else None
        ends = (token.i + 1 for token in self.doc[start + 1 : min(start + 9, last)] if token.text == closing)
        return next(ends, start)

    def _beside(self, start: int, last: int) -> int:
        """The end of nouns beside the head: “aanpak *statelijke dreigingen*”, “programma *Progress*”."""
        edge = ahead = self._quoted(start, last)
        named = self.doc[start - 1].text[0].isupper() and not self.doc[start - 1].is_sent_start
        while ahead < last:
            token = self.doc[ahead]
            if named and token.text[0].islower() and token.pos_ in NOUNS and not self._is_of_term(ahead):
                break
            if (
                (is_noun(token) and not is_infinitive(token))
                or is_elided(token)
                or is_name(token, first=ahead == start)
                or (token.pos_ == "NUM" and token.shape_ == "dddd" and edge == ahead > start)
            ):
                edge = ahead + 1
            elif token.i in self.breaks or not (
                qualifies(token)
                or token.lower_ in table("linking")
                or (token.lower_ in ("en", "of") and edge == ahead > start)
            ):
                break
            ahead += 1
        return edge

    def _is_of_term(self, index: int) -> bool:
        return index in self.wholes or index in self.terms

    def acronym(self, edge: int, last: int) -> int:
        """The end of “(RBRK)” and of a name that follows it, when it stands at `edge`."""
        doc = self.doc
        if edge + 2 >= len(doc) or edge >= last or (doc[edge].text, doc[edge + 2].text) != ("(", ")"):
            return edge
        capitals = sum(character.isupper() for character in doc[edge + 1].text)
        if capitals < 2:
            return edge
        after = edge + 3
        named = after < last and (after in self.wholes or self.doc[after].text[0].isupper())
        return self._beside(after, last) if named else after

    def complement(self, head: Token, start: int, last: int) -> int | None:
        """The end of the complement that begins at `start`, if one belongs to the phrase."""
        opened = self.opener(start, last)
        if opened is None:
            return None
        strong, inside = opened
        end = self.noun_phrase_end(inside, last)
        if end is None:
            return None
        end = self.terms.get(end, end)
        governed = governs(self.doc[start - 1].norm_, self.doc[start].lower_)
        strong = strong or governed or is_nominal(self.doc[start - 1])
        if not strong and (self.doc[inside].lower_ in ("deze", "dit") or is_nominal(self.doc[inside + 1])):
            return None
        if not strong and not _attached(head, self.doc[inside:end]) and not self._bridges(end, last):
            return None
        if self.doc[start].lower_ == "van" and self._owns(inside, end) and not self.opener(end, last):
            return None
        return end

    def _owns(self, start: int, end: int) -> bool:
        """Whether the complement only names a body: “van het kabinet”, “van de Europese Commissie”."""
        last = self.doc[end - 1]
        return last.i in self.owners and (last.text[0].isupper() or end - start <= 2)

    def _bridges(self, edge: int, last: int) -> bool:
        """Whether a complement of the head follows: “onderzoek *bij TNO* naar …”."""
        return edge < last and self.doc[edge].lower_ in ("naar", "tegen", "over")

    def opener(self, start: int, last: int) -> tuple[bool, int] | None:
        """Whether a preposition (or a fixed group of words) stands here: strong or not, and where it ends."""
        word = self.doc[start].lower_
        for group, strong in _groups().get(word, ()):
            end = start + len(group)
            if end < last and tuple(token.lower_ for token in self.doc[start:end]) == group:
                return strong, end
        if start + 1 >= last or self._stands_apart(start):
            return None
        if word in table("strong"):
            return True, start + 1
        bare = word == "aan" and self.doc[start + 1].pos_ == "NOUN"
        return (bare, start + 1) if word in table("weak") else None

    def _stands_apart(self, start: int) -> bool:
        """Whether a group of words begins here that belongs to the sentence: “in het kader van”."""
        ahead = " ".join(token.lower_ for token in self.doc[start : start + 4])
        return any((ahead + " ").startswith(group + " ") for group in table("apart"))

    def noun_phrase_end(self, start: int, last: int) -> int | None:
        """The end of the noun phrase that begins at `start`, with what is coordinated with its noun."""
        doc, edge, ahead, nouns = self.doc, start, start, False
        while ahead < last:
            token = doc[ahead]
            if ahead in self.wholes and self.wholes[ahead] <= last:
                nouns, edge = True, self.wholes[ahead]
                ahead = edge - 1
            elif is_noun(token) or is_nominal(token) or token.text in ("’s", "'s"):
                nouns, edge = True, ahead + 1
            elif self._inside(token, nouns, last):
                year = token.shape_ == "dddd" and edge == ahead
                if nouns and (year or token.text in (")", "»")):
                    edge = ahead + 1
            else:
                break
            ahead += 1
        return edge if nouns else None

    def _inside(self, token: Token, nouns: bool, last: int) -> bool:
        """Whether a word that is no noun may stand in a noun phrase here."""
        if token.i in self.stops or token.i in self.breaks or token.is_space:
            return False
        if token.text in ("(", "«", ")", "»"):
            return token.text in (")", "»") or self._closes(token, last)
        if token.lower_ in ("en", "of", "én", ","):
            return self._coordinates(token, nouns, last)
        if token.pos_ == "DET" or is_pronoun(token):
            return not nouns or self.doc[token.i - 1].lower_ in ("en", "of", ",")
        return is_attributive(token) or token.lower_ in table("degree")

    def _coordinates(self, token: Token, nouns: bool, last: int) -> bool:
        """Whether a conjunction or comma joins words of this phrase."""
        if token.text == ",":
            return nouns and self._enumerates(token.i, last)
        return self._continues(token.i + 1, last) if nouns else is_attributive(token.nbor(-1))

    def _closes(self, opening: Token, last: int) -> bool:
        """Whether what an opening mark opens is short and ends within the phrase."""
        closing = {"(": ")", "«": "»"}[opening.text]
        return any(token.text == closing for token in self.doc[opening.i + 1 : min(opening.i + 5, last)])

    def _continues(self, start: int, last: int) -> bool:
        """Whether a noun phrase, and no new clause, follows a conjunction."""
        for token in self.doc[start : min(start + 6, last)]:
            if token.pos_ in NOUNS:
                return token.i + 1 >= len(self.doc) or self.doc[token.i + 1].pos_ != "AUX"
            fits = token.pos_ == "DET" or is_pronoun(token) or is_attributive(token)
            if not (fits or token.text in ("(", ")") or token.text.endswith("-")):
                return False
        return False

    def _enumerates(self, comma: int, last: int) -> bool:
        """Whether a comma parts members of a list that ends in “en” or “of”: “fusies, overnames en …”."""
        for token in self.doc[comma + 1 : min(comma + 8, last)]:
            if token.lower_ in ("en", "of"):
                return self._continues(token.i + 1, last)
            if not (
                token.pos_ in NOUNS or is_attributive(token) or token.text == "," or token.text.endswith("-")
            ):
                return False
        return False


def _attached(head: Token, inside: Span) -> bool:
    """Whether the parser made this stretch depend on the head's own phrase, with no verb between."""
    root = inside.root
    if not head.is_ancestor(root):
        return False
    return not any(token.pos_ in ("VERB", "AUX") for token in root.ancestors if head.is_ancestor(token))
