"""`weerbaar_documents`: documents named by title or by kind: letters, reports, reactions, assessments.

The nouns that name a kind of document are data (`document_heads.txt`), as are the last parts of words that
open a title (`document_suffixes.txt`).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.blocks import kind_of
from ingest.components.citations import paper_label
from ingest.components.names import named
from ingest.components.phrases import Reach
from ingest.components.state import add, covered, mentions, remove
from ingest.data import words
from ingest.document import BlockKind
from ingest.extraction import Entity, MentionType
from ontology.namespaces import ID, Iri

_SUBJECT: tuple[str, ...] = ("over", "inzake", "op", "betreffende")
"""Prepositions that open the subject of a letter, report or reaction."""


@Language.component("weerbaar_documents", assigns=["doc.spans", "doc._.entities"])
def find_documents(doc: Doc) -> Doc:
    """Add a mention for each document that is named in words."""
    taken = covered(doc, MentionType.DOCUMENT_REF)
    for start, end, rule in sorted({*_titles(doc), *_letters(doc), *_assessments(doc)}):
        if not taken.intersection(range(start, end)) and kind_of(doc, doc[start]) is not BlockKind.MASTHEAD:
            add(doc, start, end, named(MentionType.DOCUMENT_REF, doc[start:end].text), rule)
            taken.update(range(start, end))
    _note_itself(doc)
    return doc


def _titles(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """“Cybersecuritybeeld Nederland 2020”, “Defensievisie 2035”: capitals and a year without preposition."""
    for token in doc:
        if not (token.text[0].isupper() and _ends(token, "document_suffixes.txt") and len(token.text) > 6):
            continue
        end = token.i + 1
        while end < len(doc) and (doc[end].text[0].isupper() or doc[end].shape_ == "dddd"):
            end += 1
        if end > token.i + 1:
            yield token.i, end, "title"


def _letters(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """“Kamerbrief over …”, “kabinetsreactie op …”, “Kamerbrief tegengaan statelijke dreigingen”."""
    for token in doc:
        if token.norm_ not in words("document_heads.txt") or token.i + 1 >= len(doc):
            continue
        following = doc[token.i + 1]
        if following.lower_ in _SUBJECT:
            end = _subject_end(doc, token.i + 2, token.sent.end)
            if end is not None:
                yield token.i, end, "letter-on-subject"
        elif token.norm_ == "kamerbrief" and following.norm_ in ("tegengaan", "aanpak", "voortgang"):
            end = Reach(doc).noun_phrase_end(token.i + 2, token.sent.end)
            if end is not None:
                yield token.i, end, "letter-by-subject"


def _subject_end(doc: Doc, start: int, last: int) -> int | None:
    """The end of a subject: noun phrases joined by prepositions, to the first verb or mark."""
    edge = Reach(doc).noun_phrase_end(start, last)
    while edge is not None and edge < last and doc[edge].lower_ in words("complement_openers.txt"):
        following = Reach(doc).noun_phrase_end(edge + 1, last)
        if following is None or doc[edge].lower_ in ("die", "dat"):
            break
        edge = following
    return edge


def _assessments(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """“dreigingsbeeld statelijke actoren”: the subject stands beside the noun."""
    things = {span.start: span.end for span in mentions(doc, MentionType.GENERIC_ACTOR, MentionType.MEANS)}
    for token in doc:
        if token.norm_.endswith("beeld") and token.norm_ != "beeld" and token.i + 1 in things:
            yield token.i, things[token.i + 1], "assessment"


def _note_itself(doc: Doc) -> None:
    """Let “deze brief” name the document that is being read."""
    document = doc._.document
    if document is None:
        return
    iri = Iri(f"{ID}document/{document.id}")
    label = paper_label(document.id) or document.metadata.title or str(document.id)
    for span in mentions(doc, MentionType.DOCUMENT_REF):
        if span.id_ == "self-reference":
            remove(doc, span)
            itself = Entity(iri, MentionType.DOCUMENT_REF, label, None, (span.text,), known=False)
            add(doc, span.start, span.end, itself, "self-reference")


def _ends(token: Token, name: str) -> bool:
    return any(token.lower_.endswith(suffix) for suffix in words(name))
