"""Restrictive clauses after the noun that names a measure: “maatregelen *om … tegen te gaan*”."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from ingest.components.measure_heads import Need
from ingest.components.measure_scene import Scene
from ingest.components.phrase_words import left_edge
from ingest.data import words


def clause_end(scene: Scene, token: Token) -> int:
    """The end of a restrictive clause right after the noun: “om … tegen te gaan”, “die …”, “dat …”."""
    doc, after, last = scene.doc, token.i + 1, scene.reach.limit(token)
    if after >= last:
        return after
    if doc[after].lower_ == "om":
        end = _infinitive_end(doc, after, last) or after
        goal = any(word.norm_ in words("goal_nouns.txt") for word in doc[after:end])
        return after if goal else end
    if doc[after].lower_ not in ("die", "dat", "waarmee", "waarin"):
        return after
    head = scene.heads.get(token.i)
    bare = left_edge(token) == token.i or (head is not None and head.need is Need.COMPLEMENT)
    if bare and (doc[after].lower_.startswith("waar") or token.norm_ not in words("clause_nouns.txt")):
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
