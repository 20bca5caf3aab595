"""Measures named by a noun of policy: “bindend toetsingskader op bepaalde vakgebieden”."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from ingest.components.measure_clauses import clause_end
from ingest.components.measure_heads import Head, Need, ends_with, idioms
from ingest.components.measure_scene import Phrase, Scene, joins
from ingest.components.phrase_words import is_attributive, left_edge
from ingest.data import words


def noun_phrases(scene: Scene) -> Iterator[Phrase]:
    """The phrases whose head is a noun of policy."""
    for index, head in scene.heads.items():
        token = scene.doc[index]
        if index in scene.taken or _is_idiom(token) or _is_joined(scene, token):
            continue
        phrase = _phrase(scene, token, head)
        if phrase is not None:
            yield phrase


def _is_idiom(token: Token) -> bool:
    return any(ends_with(token, group) for group in idioms().get(token.lower_, ()))


def _is_joined(scene: Scene, token: Token) -> bool:
    """Whether a bare head before a conjunction takes this one along: “bewustwording en *regulering*”."""
    if token.i < 2 or not joins(token.nbor(-1)) or token.i - 2 not in scene.heads:
        return False
    return _next_bare(scene, scene.doc[token.i - 2]) == token


def _next_bare(scene: Scene, token: Token) -> Token | None:
    """The bare head that is coordinated with a bare head: they share what follows."""
    doc = scene.doc
    if token.i + 2 not in scene.heads or not joins(doc[token.i + 1]) or left_edge(token) != token.i:
        return None
    listed = doc[token.i + 1].text != "," or (token.i + 3 < len(doc) and joins(doc[token.i + 3]))
    return doc[token.i + 2] if listed else None


def _phrase(scene: Scene, token: Token, head: Head) -> Phrase | None:
    last = token
    while (following := _next_bare(scene, last)) is not None:
        last = following
    start, end = left_edge(token), scene.reach.right_edge(last, across=head.need is Need.COMPLEMENT)
    start = min(start, _split_compound(scene, token, start))
    if end == last.i + 1:
        end = _effort_end(scene, token) or clause_end(scene, last)
    if not _counts(scene, token, head, start, end, last):
        return None
    light = token.norm_ in words("light_nouns.txt")
    named = token.norm_ not in words("abstract_nouns.txt")
    return Phrase(start, end, token.i, head.kind, f"measure-{head.need}", light, named)


def _split_compound(scene: Scene, token: Token, start: int) -> int:
    """The start with the first part of a compound that is written apart: “desinformatie *beleid*”."""
    before = token.nbor(-1) if token.i else None
    if start < token.i or before is None or "Plur" in token.morph.get("Number", []):
        return start
    return left_edge(scene.doc[scene.means[token.i]]) if token.i in scene.means else start


def _effort_end(scene: Scene, token: Token) -> int | None:
    """The end of the body whose effort it is: “extra inzet *van de AIVD en MIVD*”."""
    if token.norm_ not in words("deployment_nouns.txt") or not _has_van(token):
        return None
    return scene.reach.noun_phrase_end(token.i + 2, scene.reach.limit(token))


def _has_van(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == "van"


def _counts(scene: Scene, token: Token, head: Head, start: int, end: int, last: Token) -> bool:
    """Whether the phrase has what its head needs to name a measure."""
    if _is_of_others(scene, token, start) or _deploys(scene, token) or _is_with_them(scene, token, end):
        return False
    if head.need is Need.FREE:
        return True
    if _refers_back(scene.doc, start, end) or _is_done_by_them(scene, token):
        return False
    if end > last.i + 1 or _has_free_relative(scene.doc, last.i + 1):
        return True
    compound = head.compound and head.need is Need.NAMED
    return compound or (head.need is not Need.COMPLEMENT and any(map(_tells, scene.doc[start : token.i])))


def _is_of_others(scene: Scene, token: Token, start: int) -> bool:
    """Whether an adjective makes it what another state does: “Russisch veiligheidsbeleid”."""
    hostile = words("hostile_adjectives.txt")
    return any(word.i in scene.states or word.norm_ in hostile for word in scene.doc[start : token.i])


def _is_done_by_them(scene: Scene, token: Token) -> bool:
    """Whether it is what one who threatens does: “Rusland breidt zijn programma's uit”."""
    verb = next((word for word in token.ancestors if word.pos_ == "VERB"), None)
    subjects = (child for child in verb.children if child.dep_ == "nsubj") if verb is not None else ()
    return any(word.i in scene.foreign for subject in subjects for word in subject.subtree)


def _is_with_them(scene: Scene, token: Token, end: int) -> bool:
    """Whether it is a cooperation with a state that threatens: that is a risk, not a measure."""
    if not token.norm_.endswith("samenwerking"):
        return False
    return any(index in scene.states for index in range(token.i, end))


def _deploys(scene: Scene, token: Token) -> bool:
    """Whether “inzet van …” is the use of a thing, not the effort of a body."""
    if token.norm_ not in words("deployment_nouns.txt") or not _has_van(token):
        return False
    end = scene.reach.noun_phrase_end(token.i + 2, scene.reach.limit(token))
    return end is None or not any(index in scene.reach.owners for index in range(token.i + 1, end))


def _tells(token: Token) -> bool:
    """Whether an adjective narrows down what is meant (“civiel-militaire”), unlike “nieuwe”."""
    return (is_attributive(token) or token.text.endswith("-")) and token.norm_ not in words(
        "plain_adjectives.txt"
    )


def _refers_back(doc: Doc, start: int, end: int) -> bool:
    """Whether the phrase only takes up what was named before: “deze aanpak”."""
    before = doc[start - 1].lower_ if start else ""
    return before in ("deze", "dit", "die", "dergelijke", "zo'n", "zulke", "geen") and end - start <= 2


def _has_free_relative(doc: Doc, after: int) -> bool:
    """“herbeoordeling van wat …”: a complement that no phrase can hold."""
    return (
        after + 1 < len(doc)
        and doc[after].lower_ in ("van", "over", "naar")
        and doc[after + 1].lower_ in ("wat", "hoe")
    )
