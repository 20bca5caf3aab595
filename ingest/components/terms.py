"""`weerbaar_terms`: the terms of the lexicon, wherever their normal form stands in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from ingest.components.state import add
from ingest.data import words
from ingest.extraction import Entity, MentionType
from ingest.lexicon import Lexicon, Term
from ingest.normal import normal

_WHERE: Final = frozenset({"in", "uit", "vanuit", "binnen", "buiten"})


class TermMatcher:
    """Matches labels by normal form; capitals in a label are demanded in the text as well."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self._labels: dict[str, tuple[Term, tuple[str, ...]]] = {}

    def add_lexicon(self, lexicon: Lexicon) -> None:
        """Learn every label of the lexicon."""
        for term in lexicon:
            for form in term.forms:
                pattern = self._nlp.make_doc(form)
                for token in pattern:
                    token.norm_ = normal(token.text)
                key = f"{term.iri}\t{form}"
                self._labels[key] = (term, tuple(token.text for token in pattern))
                self._matcher.add(key, [pattern])

    def __call__(self, doc: Doc) -> Doc:
        for term, start, end in self._matches(doc):
            if _is_place(doc, start, term):
                continue
            add(doc, _start(doc, start, term), _to_year(doc, end, term), term_entity(term), "term")
        return doc

    def _matches(self, doc: Doc) -> Iterator[tuple[Term, int, int]]:
        """The terms at each stretch; a label as it stands there wins from one that differs in inflection."""
        found: defaultdict[tuple[int, int], list[tuple[Term, bool]]] = defaultdict(list)
        for key, start, end in self._matcher(doc):
            term, label = self._labels[self._nlp.vocab.strings[key]]
            if capitals_fit(label, doc[start:end]) and _form_fits(label, doc[start:end]):
                exact = " ".join(label).casefold() == " ".join(token.lower_ for token in doc[start:end])
                found[start, end].append((term, exact))
        for (start, end), candidates in found.items():
            best = [term for term, exact in candidates if exact] or [term for term, _ in candidates]
            yield from ((term, start, end) for term in {term.iri: term for term in best}.values())


def _is_place(doc: Doc, start: int, term: Term) -> bool:
    """Whether a partner's name only says where: “in Montenegro”."""
    return (
        term.country
        and term.type is MentionType.ORGANISATION
        and start > 0
        and doc[start - 1].lower_ in _WHERE
    )


def _start(doc: Doc, start: int, term: Term) -> int:
    """The start with the attribute of a means: “*ongewenste* belangenbehartiging”."""
    if term.type is MentionType.MEANS:
        while start > 0 and doc[start - 1].norm_ in words("means_attributes.txt"):
            start -= 1
    return _from_prefix(doc, start)


def _from_prefix(doc: Doc, start: int) -> int:
    """The start with an optional first part of its first word: “(inter)nationale veiligheid”."""
    if (
        start >= 3
        and doc[start - 1].text == ")"
        and doc[start - 3].text == "("
        and not doc[start - 1].whitespace_
    ):
        return start - 3
    return start


def _to_year(doc: Doc, end: int, term: Term) -> int:
    """The end with the year of an event: “Tweede Kamerverkiezingen 2021”."""
    if (
        term.type is MentionType.TARGET
        and end < len(doc)
        and doc[end].shape_ == "dddd"
        and doc[end].text[:2] in ("19", "20")
    ):
        return end + 1
    return end


def term_entity(term: Term) -> Entity:
    """The entity that a term names."""
    return Entity(term.iri, term.type, term.label_nl, term.label_en, term.forms[1:])


def capitals_fit(label: Sequence[str], span: Span) -> bool:
    """Whether the text has a capital where the label has one, and an acronym is written as such.

    So “OM” is no “om”, and the ministry “Defensie” is no “defensie”; “Spionage” is still “spionage”.
    """
    return all(_fits(word, token.text) for word, token in zip(label, span, strict=True))


def _form_fits(label: Sequence[str], span: Span) -> bool:
    exact = words("exact_forms.txt")
    return all(
        word.casefold() not in exact or word.casefold() == token.lower_
        for word, token in zip(label, span, strict=True)
    )


def _fits(wanted: str, found: str) -> bool:
    if len(wanted) > 1 and wanted.isupper():
        return found.isupper()
    return not wanted[0].isupper() or found[0].isupper()


@Language.factory("weerbaar_terms", assigns=["doc.spans", "doc._.entities"])
def create_terms(nlp: Language, name: str) -> TermMatcher:
    """Create the matcher, empty: `pipeline.build` gives it the lexicon."""
    del name
    return TermMatcher(nlp)
