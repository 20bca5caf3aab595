"""`weerbaar_aliases`: short names that the text itself defines, wherever they stand afterwards.

“… Responskader (RBRK)” makes RBRK a name of it; “onderzoeksprogramma Progress” makes Progress one; and
“HYBNET, een onderzoeksnetwerk” says what HYBNET is. A word that the vocabulary knows is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ingest.components.measures import measure
from ingest.components.state import add, covered, entity_of, mentions, replace
from ingest.extraction import Entity, MentionType

_NAMED = (MentionType.MEASURE, MentionType.ORGANISATION, MentionType.LEGAL_ACT, MentionType.DOCUMENT_REF)
SHORTEST = 3
"""Letters that a short name needs."""


@Language.component("weerbaar_aliases", assigns=["doc.spans", "doc._.entities"])
def follow_aliases(doc: Doc) -> Doc:
    """Add a mention for each further use of a short name."""
    _note_appositions(doc)
    names = dict(_defined(doc))
    if names:
        _rename(doc, names)
        taken = covered(doc)
        for token in doc:
            if token.text in names and token.i not in taken:
                add(doc, token.i, token.i + 1, names[token.text], "alias")
    return doc


def _rename(doc: Doc, names: dict[str, Entity]) -> None:
    """Let a mention that is just the short name (“CER-richtlijn”) name what the name was defined for."""
    spans = []
    for span in mentions(doc):
        target = names.get(span.text)
        if target is not None and target.type == span.label_ and not entity_of(doc, span).known:
            spans.append(Span(doc, span.start, span.end, span.label_, kb_id=target.iri, span_id=span.id_))
        else:
            spans.append(span)
    replace(doc, spans)


def _defined(doc: Doc) -> Iterator[tuple[str, Entity]]:
    for span in mentions(doc, *_NAMED):
        short = _in_parentheses(span) or _beside(span)
        if short:
            yield short, entity_of(doc, span)


def _in_parentheses(span: Span) -> str | None:
    """The acronym in parentheses inside or right after the mention."""
    doc = span.doc
    for opening in doc[span.start + 1 : min(span.end + 1, len(doc) - 2)]:
        if opening.text == "(" and doc[opening.i + 2].text == ")" and _is_acronym(doc[opening.i + 1]):
            return doc[opening.i + 1].text
    return None


def _is_acronym(token: Token) -> bool:
    stem = token.text.partition("-")[0]
    return len(stem) >= SHORTEST and sum(character.isupper() for character in stem) * 2 > len(stem)


def _beside(span: Span) -> str | None:
    """The proper name after a common noun: “onderzoeksprogramma *Progress*”."""
    last = span[-1]
    if span.label_ != MentionType.MEASURE or len(span) < 2 or len(last) <= SHORTEST + 1:
        return None
    is_name = last.pos_ == "PROPN" and last.text[0].isupper() and not last.text.isupper()
    return last.text if is_name and span[-2].text[0].islower() and span[-2].pos_ == "NOUN" else None


def _note_appositions(doc: Doc) -> None:
    """Let “HYBNET, een onderzoeksnetwerk …” name the network."""
    taken = covered(doc)
    for span in mentions(doc, MentionType.MEASURE):
        article = doc[span.start - 1] if span.start >= 3 else None
        if article is None or article.lower_ not in ("een", "het", "de") or doc[span.start - 2].text != ",":
            continue
        name = doc[span.start - 3]
        if _is_acronym(name) and len(name) > SHORTEST and name.i not in taken:
            facts = entity_of(doc, span).measure
            add(doc, name.i, name.i + 1, measure(name.text, facts.kind if facts else None), "apposition")
