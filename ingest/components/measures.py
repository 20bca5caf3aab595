"""`weerbaar_measures`: the phrases that name a measure.

Two forms: a noun phrase whose head is a noun of policy (“bindend toetsingskader op bepaalde vakgebieden”), and
an infinitive used as a noun that a verb of policy governs (“zet in op *het vergroten van de bewustwording*”).
Both take the maximal phrase up to its restrictive complement. Needs part-of-speech tags: without a trained
model it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.blocks import kind_of
from ingest.components.measure_heads import Head, Need, groups, head_of, verbs
from ingest.components.phrases import is_attributive, left_edge, noun_phrase_end, right_edge
from ingest.components.state import add, covered
from ingest.data import words
from ingest.document import BlockKind
from ingest.extraction import Entity, MeasureFacts, MentionType
from ingest.slugs import slug
from ontology.namespaces import ID, Iri

_NO_PROSE = (BlockKind.MASTHEAD, BlockKind.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that names a measure: token positions, end exclusive, its head and kind."""

    start: int
    end: int
    head: int
    kind: str
    rule: str


@Language.component("weerbaar_measures", assigns=["doc.spans", "doc._.entities"])
def find_measures(doc: Doc) -> Doc:
    """Add a mention for each phrase that names a measure."""
    if not doc.has_annotation("DEP"):
        return doc
    owners = frozenset(covered(doc, MentionType.ORGANISATION))
    named = covered(doc, MentionType.DOCUMENT_REF, MentionType.MOTION, MentionType.LEGAL_ACT)
    for phrase in (*_noun_phrases(doc, owners), *_nominal_verbs(doc, owners)):
        if phrase.head in named or kind_of(doc, doc[phrase.head]) in _NO_PROSE:
            continue
        label = doc[phrase.start : phrase.end].text
        add(doc, phrase.start, phrase.end, measure(label, phrase.kind), phrase.rule)
    return doc


def measure(label: str, kind: str | None) -> Entity:
    """A measure first met in this document, with an IRI made from its name."""
    iri = Iri(f"{ID}measure/{slug(label)}")
    return Entity(iri, MentionType.MEASURE, label, known=False, measure=MeasureFacts(kind))


def _noun_phrases(doc: Doc, owners: frozenset[int]) -> Iterator[Phrase]:
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        head = head_of(token.norm_)
        if head is None or _is_modifier(token):
            continue
        phrase = _phrase(token, head, owners)
        if phrase is not None:
            yield phrase


def _phrase(token: Token, head: Head, owners: frozenset[int]) -> Phrase | None:
    start, end = left_edge(token), right_edge(token, owners=owners)
    if end == token.i + 1:
        end = _clause_end(token)
    if not _counts(token, head, start, end):
        return None
    return Phrase(start, end, token.i, head.kind, f"measure-{head.need}")


def _counts(token: Token, head: Head, start: int, end: int) -> bool:
    """Whether the phrase has what its head needs to name a measure."""
    doc = token.doc
    if _refers_back(doc, start, end):
        return False
    if head.need is Need.FREE:
        return True
    if end > token.i + 1:
        return True
    if head.need is Need.COMPLEMENT:
        return False
    return head.compound or any(_tells(doc[index]) for index in range(start, token.i))


def _tells(token: Token) -> bool:
    """Whether an adjective narrows down what is meant (“civiel-militaire”), unlike “nieuwe”."""
    return (is_attributive(token) or token.text.endswith("-")) and token.norm_ not in words("plain_adjectives.txt")


def _refers_back(doc: Doc, start: int, end: int) -> bool:
    """Whether the phrase only takes up what was named before: “deze aanpak”."""
    before = doc[start - 1].lower_ if start else ""
    return before in ("deze", "dit", "dergelijke", "zo'n", "zulke", "geen") and end - start <= 2


def _is_modifier(token: Token) -> bool:
    """Whether the noun stands before another noun as its name, as in “beleid maatregelen”."""
    return token.dep_ == "compound"


def _clause_end(token: Token) -> int:
    """The end of a restrictive clause right after the noun: “om … tegen te gaan”, “die …”, “dat …”."""
    doc, after = token.doc, token.i + 1
    if after >= len(doc) or doc[after].lower_ not in ("om", "die", "dat", "waarmee", "waarin"):
        return after
    for clause in token.children:
        if clause.dep_ in ("acl", "acl:relcl", "advcl") and clause.i > token.i and clause.left_edge.i == after:
            return _trimmed(doc, after, clause.right_edge.i + 1)
    return after


def _trimmed(doc: Doc, start: int, end: int) -> int:
    """The end without closing marks, and never past a comma that opens another clause."""
    for token in doc[start:end]:
        if token.text in (";", ":", ".") or (token.text == "," and token.i > start + 1):
            return token.i
    while end > start and doc[end - 1].is_punct and doc[end - 1].text not in (")", "»"):
        end -= 1
    return end


def _nominal_verbs(doc: Doc, owners: frozenset[int]) -> Iterator[Phrase]:
    for token in doc:
        kind = verbs().get(token.norm_)
        start = _group_start(token)
        if kind is None and start == token.i:
            continue
        if not _is_nominal(doc, start, token.i) or not _is_policy(doc, start):
            continue
        end = _object_end(doc, token.i + 1, token.sent.end, owners)
        if end is not None:
            yield Phrase(start, end, token.i, _kind(doc, token.i + 1, end) or kind or "programma", "measure-verb")


def _group_start(token: Token) -> int:
    for group in groups():
        first = token.i - len(group) + 1
        if first >= 0 and [word.lower_ for word in token.doc[first : token.i + 1]] == list(group):
            return first
    return token.i


def _is_nominal(doc: Doc, start: int, verb: int) -> bool:
    """Whether the infinitive is used as a noun: “het … van”."""
    before = doc[start - 1].lower_ if start else ""
    after = doc[verb + 1].lower_ if verb + 1 < len(doc) else ""
    return after == "van" and (before in ("het", "en", ",", ":") or doc[start - 1].pos_ == "ADP")


def _is_policy(doc: Doc, start: int) -> bool:
    """Whether the sentence does it, and does not just hope for it (“om bij te dragen aan het …”)."""
    sentence = doc[start].sent
    norms = {token.norm_ for token in sentence}
    before = [token.lower_ for token in doc[max(sentence.start, start - 4) : start]]
    if "bij" in before and "aan" in before:
        return False
    return bool(norms & words("measure_governors.txt")) or "maatregel" in norms or "spoor" in norms


def _object_end(doc: Doc, start: int, last: int, owners: frozenset[int]) -> int | None:
    """The end of “van …” after the verb, with the complements of its noun."""
    first = noun_phrase_end(doc, start + 1, last)
    if first is None:
        return None
    return right_edge(doc[first - 1], beside=False, owners=owners)


def _kind(doc: Doc, start: int, end: int) -> str | None:
    """The kind that the object names: “vergroten van de *bewustwording*”."""
    for token in doc[start:end]:
        head = head_of(token.norm_) if token.pos_ == "NOUN" else None
        if head is not None:
            return head.kind
    return None
