"""Measures named by what is done: “zet in op *het vergroten van de bewustwording*”.

An infinitive used as a noun counts when the sentence says that it is done, and not just hoped for.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from ingest.components.measure_heads import ends_with, groups, verbs
from ingest.components.measure_scene import Phrase, Scene
from ingest.components.phrases import Reach
from ingest.data import words


def nominal_verbs(scene: Scene) -> Iterator[Phrase]:
    """The phrases whose head is an infinitive used as a noun."""
    doc = scene.doc
    for token in doc:
        kind = verbs().get(token.lower_) or _pursued(token)
        if kind is None and token.lower_ not in groups():
            continue
        start = _group_start(token)
        if (
            token.i in scene.taken
            or (kind is None and start == token.i)
            or not _is_nominal(doc, start, token.i)
        ):
            continue
        end = _object_end(scene.reach, token)
        if end is not None and (start < token.i or _is_policy(doc, start, token.i + 1, end)):
            kind = _kind(scene, token.i + 1, end) or kind or "programma"
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
    """Where a verb of several words begins that ends here; the token itself when there is none."""
    fitting = (group for group in groups().get(token.lower_, ()) if ends_with(token, group))
    return token.i + 1 - len(next(fitting, ("",)))


def _is_nominal(doc: Doc, start: int, verb: int) -> bool:
    """Whether the infinitive is used as a noun: “het … van”."""
    before = doc[start - 1] if start else None
    after = doc[verb + 1].lower_ if verb + 1 < len(doc) else ""
    return (
        after == "van"
        and before is not None
        and (before.lower_ in ("het", "en", ",", ":") or before.pos_ == "ADP")
    )


def _is_policy(doc: Doc, start: int, begin: int, end: int) -> bool:
    """Whether the sentence does it, and does not just hope for it (“om bij te dragen aan het …”)."""
    sentence = doc[start].sent
    norms = {token.norm_ for token in sentence} | {token.lower_ for token in sentence}
    before = {token.lower_ for token in doc[max(sentence.start, start - 5) : start]}
    if {"bij", "aan"} <= before or before & words("goal_openers.txt"):
        return False
    goal = any(token.norm_ in words("goal_nouns.txt") for token in doc[begin : min(end, begin + 4)])
    if goal:
        apart = {"in", "op"} <= before and bool(norms & {"zet", "zetten"})
        return apart or ("op" in before and bool(norms & {"ingezet", "inzetten"})) or "spoor" in norms
    return bool(norms & words("measure_governors.txt")) or "door" in before


def _object_end(reach: Reach, verb: Token) -> int | None:
    """The end of “van …” after the verb, with the complements of its noun."""
    last = reach.limit(verb)
    first = reach.noun_phrase_end(verb.i + 2, last)
    return None if first is None else reach.right_edge(reach.doc[first - 1], beside=False)


def _kind(scene: Scene, start: int, end: int) -> str | None:
    """The kind that the object names: “vergroten van de *bewustwording*”."""
    return next((scene.heads[index].kind for index in range(start, end) if index in scene.heads), None)
