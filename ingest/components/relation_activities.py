"""Claims of one sentence about one actor describe one threat activity together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ingest.claims import Claim, Predicate
from ingest.document import Document
from ontology.namespaces import ID, Iri

_OF_ACTORS: Final = frozenset({Predicate.USES, Predicate.THREATENS, Predicate.TARGETS})
_ACTOR_PREFIX: Final = f"{ID}agent/"


def with_activities(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those about threats with the activity that they describe.

    What a sentence says of a means belongs to the activity of the one actor that uses it there; when several
    do, it belongs to none of them in particular.
    """
    users: dict[tuple[int, str], set[str]] = defaultdict(set)
    for claim in claims:
        if claim.predicate is Predicate.USES:
            users[claim.evidence.start, str(claim.object)].add(claim.subject)
    return [_with_activity(document, claim, users) for claim in claims]


def _with_activity(document: Document, claim: Claim, users: dict[tuple[int, str], set[str]]) -> Claim:
    if claim.predicate not in _OF_ACTORS:
        return claim
    subject: str = claim.subject
    actors = users.get((claim.evidence.start, subject), set())
    if len(actors) > 1:
        return claim
    actor = next(iter(actors), subject)
    digest = hashlib.sha256("\x1f".join((document.id, str(claim.evidence.start), actor)).encode()).hexdigest()
    return replace(claim, activity=Iri(f"{ID}activity/{digest[:20]}"))
