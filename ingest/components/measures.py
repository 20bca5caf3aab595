"""`weerbaar_measures`: the phrases that name a measure.

Two forms: a noun phrase whose head is a noun of policy (“bindend toetsingskader op bepaalde vakgebieden”), and
an infinitive used as a noun that a verb of policy governs (“zet in op *het vergroten van de bewustwording*”).
Both take the maximal phrase up to its restrictive complement. Needs part-of-speech tags: without a trained
model it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from ingest.components.blocks import kind_of
from ingest.components.measure_heads import Head, Need, groups, head_of, idioms, verbs
from ingest.components.phrase_words import is_attributive, left_edge
from ingest.components.phrases import Reach
from ingest.components.state import add, covered, mentions
from ingest.data import words
from ingest.document import BlockKind
from ingest.extraction import Entity, MeasureFacts, MentionType
from ingest.slugs import slug
from ontology.namespaces import ID, Iri

_NO_PROSE = (BlockKind.MASTHEAD, BlockKind.SIGNATURE)
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


@Language.component("weerbaar_measures", assigns=["doc.spans", "doc._.entities"])
def find_measures(doc: Doc) -> Doc:
    """Add a mention for each phrase that names a measure."""
    if not doc.has_annotation("DEP"):
        return doc
    reach = _reach(doc)
    taken = covered(doc, *_NAMES) | _heads_of_things(doc)
    found = [
        phrase
        for phrase in (*_noun_phrases(reach), *_nominal_verbs(reach))
        if phrase.head not in taken and kind_of(doc, doc[phrase.head]) not in _NO_PROSE
    ]
    for phrase in _without_doubles(found):
        label = doc[phrase.start : phrase.end].text
        add(doc, phrase.start, phrase.end, measure(label, phrase.kind), phrase.rule)
    return doc


def _reach(doc: Doc) -> Reach:
    owners, dates = covered(doc, MentionType.ORGANISATION), covered(doc, MentionType.DATE)
    terms: dict[int, int] = {}
    for span in mentions(doc, *_THINGS, MentionType.ORGANISATION):
        for index in range(span.start + 1, span.end):
            terms[index] = max(span.end, terms.get(index, 0))
    states = covered(doc, MentionType.STATE_ACTOR)
    return Reach(
        doc, frozenset(owners), frozenset(dates), frozenset(_breaks(doc)), terms, frozenset(states)
    )


def _breaks(doc: Doc) -> Iterator[int]:
    """The conjunctions and commas after which a measure of its own begins: “… en *een versterking* van …”."""
    for token in doc:
        nominal = token.lower_ in verbs() and token.i + 1 < len(doc) and token.nbor().lower_ == "van"
        if _head(token) is None and not nominal:
            continue
        first = left_edge(token)
        if first >= 2 and doc[first - 1].lower_ in ("een", "het", "de") and _joins(doc[first - 2]):
            yield first - 2


def measure(label: str, kind: str | None) -> Entity:
    """A measure first met in this document, with an IRI made from its name."""
    iri = Iri(f"{ID}measure/{slug(label)}")
    return Entity(iri, MentionType.MEASURE, label, known=False, measure=MeasureFacts(kind))


def _heads_of_things(doc: Doc) -> set[int]:
    """The tokens that are the head of a known threat, target, interest or actor: “vitale *processen*”."""
    heads: set[int] = set()
    for span in mentions(doc, *_THINGS):
        opened = (token.i for token in span[1:] if token.lower_ in words("complement_openers.txt"))
        heads.update(range(span.start, next(opened, span.end)))
    return heads


def _without_doubles(found: Sequence[Phrase]) -> Iterator[Phrase]:
    """One phrase of two, where one is the object of the other (“stelsel van investeringstoetsing”)."""
    for phrase in found:
        inner = any(_holds(outer, phrase) and not (outer.light and phrase.named) for outer in found)
        outer = phrase.light and any(_holds(phrase, other) and other.named for other in found)
        if not inner and not outer:
            yield phrase


def _holds(outer: Phrase, inner: Phrase) -> bool:
    """Whether the inner phrase stands in the complement of the outer one."""
    return outer is not inner and outer.head < inner.start and inner.end <= outer.end


def _noun_phrases(reach: Reach) -> Iterator[Phrase]:
    for token in reach.doc:
        head = _head(token)
        if head is None or _is_idiom(token) or (token.i > 0 and _joins(token.nbor(-1)) and _joined(reach.doc, token)):
            continue
        phrase = _phrase(reach, token, head)
        if phrase is not None:
            yield phrase


def _head(token: Token) -> Head | None:
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    return head_of(token.norm_, token.nbor(-1).norm_ if token.i else "")


def _is_idiom(token: Token) -> bool:
    return any(
        tuple(word.lower_ for word in token.doc[max(0, token.i + 1 - len(group)) : token.i + 1]) == group
        for group in idioms()
    )


def _joins(token: Token) -> bool:
    return token.lower_ in ("en", "of", ",")


def _joined(doc: Doc, token: Token) -> bool:
    """Whether a bare head before a conjunction takes this one along: “bewustwording en *zelfregulering* …”."""
    first = doc[token.i - 2] if token.i >= 2 else None
    return first is not None and _head(first) is not None and _next_bare(doc, first) == token


def _next_bare(doc: Doc, token: Token) -> Token | None:
    """The bare head that is coordinated with a bare head: they share what follows."""
    if token.i + 2 >= len(doc) or not _joins(doc[token.i + 1]) or left_edge(token) != token.i:
        return None
    following = doc[token.i + 2]
    listed = doc[token.i + 1].text != "," or (token.i + 3 < len(doc) and _joins(doc[token.i + 3]))
    return following if listed and _head(following) is not None else None


def _phrase(reach: Reach, token: Token, head: Head) -> Phrase | None:
    last = token
    while (following := _next_bare(reach.doc, last)) is not None:
        last = following
    start, end = left_edge(token), reach.right_edge(last, across=head.need is Need.COMPLEMENT)
    start = min(start, _split_compound(reach, token, start))
    if end == last.i + 1:
        end = _effort_end(reach, token) or _clause_end(reach, last)
    if not _counts(reach, token, head, start, end, last):
        return None
    light = token.norm_ in words("light_nouns.txt")
    named = token.norm_ not in words("abstract_nouns.txt")
    return Phrase(start, end, token.i, head.kind, f"measure-{head.need}", light, named)


def _split_compound(reach: Reach, token: Token, start: int) -> int:
    """The start with the first part of a compound that is written apart: “desinformatie *beleid*”."""
    before = token.nbor(-1) if token.i else None
    if start < token.i or before is None or "Plur" in token.morph.get("Number", []):
        return start
    things = (span for span in mentions(reach.doc, MentionType.MEANS) if span.end == token.i)
    return next((left_edge(span[0]) for span in things), start)


def _effort_end(reach: Reach, token: Token) -> int | None:
    """The end of the body whose effort it is: “extra inzet *van de AIVD en MIVD*”."""
    after = token.i + 1
    if token.norm_ not in words("deployment_nouns.txt") or after >= len(reach.doc) or reach.doc[after].lower_ != "van":
        return None
    return reach.noun_phrase_end(after + 1, reach.limit(token))


def _counts(reach: Reach, token: Token, head: Head, start: int, end: int, last: Token) -> bool:
    """Whether the phrase has what its head needs to name a measure."""
    doc = reach.doc
    hostile = words("hostile_adjectives.txt")
    if any(index in reach.states or doc[index].norm_ in hostile for index in range(start, token.i)):
        return False
    if token.norm_ in words("deployment_nouns.txt") and _deploys(reach, token):
        return False
    if head.need is Need.FREE:
        return True
    if _refers_back(doc, start, end):
        return False
    if end > last.i + 1 or _has_free_relative(doc, last.i + 1):
        return True
    if head.need is Need.COMPLEMENT:
        return False
    return (head.compound and head.need is Need.NAMED) or any(_tells(doc[index]) for index in range(start, token.i))


def _deploys(reach: Reach, token: Token) -> bool:
    """Whether “inzet van …” is the use of a thing, not the effort of a body."""
    after = token.i + 1
    if after >= len(reach.doc) or reach.doc[after].lower_ != "van":
        return False
    end = reach.noun_phrase_end(after + 1, reach.limit(token))
    return end is None or not any(index in reach.owners for index in range(after, end))


def _tells(token: Token) -> bool:
    """Whether an adjective narrows down what is meant (“civiel-militaire”), unlike “nieuwe”."""
    return (is_attributive(token) or token.text.endswith("-")) and token.norm_ not in words("plain_adjectives.txt")


def _refers_back(doc: Doc, start: int, end: int) -> bool:
    """Whether the phrase only takes up what was named before: “deze aanpak”."""
    before = doc[start - 1].lower_ if start else ""
    return before in ("deze", "dit", "die", "dergelijke", "zo'n", "zulke", "geen") and end - start <= 2


def _has_free_relative(doc: Doc, after: int) -> bool:
    """“herbeoordeling van wat …”: a complement that no phrase can hold."""
    return after + 1 < len(doc) and doc[after].lower_ in ("van", "over", "naar") and doc[after + 1].lower_ in ("wat", "hoe")


def _clause_end(reach: Reach, token: Token) -> int:
    """The end of a restrictive clause right after the noun: “om … tegen te gaan”, “die …”, “dat …”."""
    doc, after, last = reach.doc, token.i + 1, reach.limit(token)
    if after >= last:
        return after
    if doc[after].lower_ == "om":
        end = _infinitive_end(doc, after, last) or after
        goal = any(word.norm_ in words("goal_nouns.txt") for word in doc[after:end])
        return after if goal else end
    if doc[after].lower_ not in ("die", "dat", "waarmee", "waarin"):
        return after
    head = _head(token)
    if doc[after].lower_.startswith("waar") and head is not None and head.need is Need.COMPLEMENT:
        return after
    for clause in token.children:
        if clause.dep_ in ("acl", "acl:relcl") and clause.left_edge.i == after:
            end = _trimmed(doc, after, min(clause.right_edge.i + 1, last))
            purpose = end < last and doc[end].lower_ == "om"
            return (_infinitive_end(doc, end, last) or end) if purpose else end
    return after


def _infinitive_end(doc: Doc, start: int, last: int) -> int | None:
    """The end of “om … te …”: after the infinitives that follow “te”."""
    for token in doc[start + 1 : last]:
        if token.text in (",", "."):
            return None
        if token.lower_ == "te" and token.i + 1 < last:
            end = token.i + 2
            while end < last and doc[end].pos_ in ("VERB", "AUX") and doc[end].lower_.endswith("n"):
                end += 1
            return end
    return None


def _trimmed(doc: Doc, start: int, end: int) -> int:
    """The end without closing marks, and never past a comma that opens another clause."""
    for token in doc[start:end]:
        if token.text in (";", ":", ".") or (token.text == "," and token.i > start + 1):
            return token.i
    while end > start and doc[end - 1].is_punct and doc[end - 1].text not in (")", "»"):
        end -= 1
    return end


def _nominal_verbs(reach: Reach) -> Iterator[Phrase]:
    doc = reach.doc
    for token in doc:
        kind = verbs().get(token.lower_) or _pursued(token)
        start = _group_start(token)
        if (kind is None and start == token.i) or not _is_nominal(doc, start, token.i):
            continue
        end = _object_end(reach, token)
        if end is not None and (start < token.i or _is_policy(doc, start, token.i + 1, end)):
            kind = _kind(doc, token.i + 1, end) or kind or "programma"
            yield Phrase(start, end, token.i, kind, "measure-verb", light=start == token.i)


def _pursued(token: Token) -> str | None:
    """The general kind for any infinitive that is pursued: “zet in op het …”, “werkt aan het …”."""
    if token.pos_ not in ("VERB", "NOUN") or not token.lower_.endswith("en") or token.i < 2:
        return None
    if token.lower_ in words("goal_verbs.txt") or token.nbor(-1).lower_ != "het":
        return None
    preposition, norms = token.nbor(-2).lower_, {word.lower_ for word in token.sent}
    pursued = {"op": {"ingezet", "inzetten", "inzet", "zet", "zetten"}, "aan": {"werkt", "werken", "gewerkt"}}
    return "programma" if norms & pursued.get(preposition, set()) else None


def _group_start(token: Token) -> int:
    for group in groups():
        first = token.i - len(group) + 1
        if first >= 0 and tuple(word.lower_ for word in token.doc[first : token.i + 1]) == group:
            return first
    return token.i


def _is_nominal(doc: Doc, start: int, verb: int) -> bool:
    """Whether the infinitive is used as a noun: “het … van”."""
    before = doc[start - 1] if start else None
    after = doc[verb + 1].lower_ if verb + 1 < len(doc) else ""
    return after == "van" and before is not None and (before.lower_ in ("het", "en", ",", ":") or before.pos_ == "ADP")


def _is_policy(doc: Doc, start: int, begin: int, end: int) -> bool:
    """Whether the sentence does it, and does not just hope for it (“om bij te dragen aan het …”)."""
    sentence = doc[start].sent
    norms = {token.norm_ for token in sentence} | {token.lower_ for token in sentence}
    before = {token.lower_ for token in doc[max(sentence.start, start - 5) : start]}
    if {"bij", "aan"} <= before or before & words("goal_openers.txt"):
        return False
    goal = any(token.norm_ in words("goal_nouns.txt") for token in doc[begin : min(end, begin + 4)])
    if goal:
        return bool(norms & {"ingezet", "inzetten", "spoor"} and "op" in before) or "spoor" in norms
    return bool(norms & words("measure_governors.txt")) or "door" in before


def _object_end(reach: Reach, verb: Token) -> int | None:
    """The end of “van …” after the verb, with the complements of its noun."""
    last = reach.limit(verb)
    first = reach.noun_phrase_end(verb.i + 2, last)
    return None if first is None else reach.right_edge(reach.doc[first - 1], beside=False)


def _kind(doc: Doc, start: int, end: int) -> str | None:
    """The kind that the object names: “vergroten van de *bewustwording*”."""
    found = (head.kind for token in doc[start:end] if (head := _head(token)) is not None)
    return next(found, None)
