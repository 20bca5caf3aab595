"""What people decide about claims, over HTTP; what waits for them is the canned query `claims-to-review`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, StringConstraints, model_validator
from pyoxigraph import NamedNode
from starlette.responses import Response

from api.context import Composed
from api.identity.caller import Scope, caller_of
from api.problems import Problem
from graph.errors import GateRefused, StoreLocked
from graph.review import Correction, Decision, UnknownClaim, Verdict, decide
from ontology.namespaces import Iri, UnknownPrefix, expand

router = APIRouter(tags=["review"])

Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, pattern=r"^\S+$")]
"""An IRI or a CURIE."""


class CorrectionBody(BaseModel):
    """What the claim should have said; what is left out stays."""

    subject: Reference | None = None
    predicate: Reference | None = None
    object: Reference | None = None
    modality: Reference | None = None


class DecisionBody(BaseModel):
    """A decision on one claim. Who decides is who calls."""

    claim: Reference = Field(examples=["claim:94ccf01dc21fcbc9fcb7"])
    verdict: Verdict
    note: str | None = Field(None, max_length=2000)
    correction: CorrectionBody | None = None

    @model_validator(mode="after")
    def _corrects(self) -> Self:
        said = self.correction and self.correction.model_dump(exclude_none=True)
        if (self.verdict is Verdict.CORRECTED) != bool(said):
            raise ValueError("a verdict Corrected says what the claim should be, and no other verdict does")
        return self


class OnRecord(BaseModel):
    """Where a decision now stands."""

    decision: str
    version: int
    """The version of the graph in which it counts."""


@router.post("/review/decisions", status_code=201)
def record(body: DecisionBody, request: Request, response: Response, context: Composed) -> OnRecord:
    """Accept, reject or correct a claim. Needs a token with the scope `review` and sight of the claim."""
    caller = caller_of(request)
    caller.require(Scope.REVIEW)
    claim = _iri(body.claim)
    if not context.dataset.version(caller.clearance).reader.ask(f"ASK {{ <{claim}> ?p ?o }}"):
        raise Problem(404, "not-found", f"there is no claim {body.claim} that {caller.name} may see")
    correction = _correction(body.correction)
    decision = Decision(claim, body.verdict, caller.name, datetime.now(UTC), body.note, correction)
    try:
        version = decide(context.dataset.store, [decision], policy=context.settings.review_policy)
    except UnknownClaim as error:
        raise Problem(404, "not-found", str(error)) from error
    except GateRefused as error:
        raise Problem(422, "gate-refused", str(error)) from error
    except StoreLocked as error:
        raise Problem(503, "not-ready", str(error), headers={"Retry-After": "1"}) from error
    response.headers["dataset-version"] = str(version)
    return OnRecord(decision=decision.iri, version=version)


def _correction(body: CorrectionBody | None) -> Correction | None:
    if body is None:
        return None
    given = body.model_dump(exclude_none=True)
    return Correction(**{name: _iri(value) for name, value in given.items()})


def _iri(text: str) -> Iri:
    """The IRI that a reference names, well formed (RFC 3987), so fit to stand between `<` and `>`."""
    try:
        iri = Iri(text) if text.startswith(("http://", "https://")) else expand(text)
    except UnknownPrefix as error:
        raise Problem(422, "unknown-value", str(error)) from error
    try:
        NamedNode(iri)
    except ValueError as error:
        raise Problem(422, "unknown-value", f"{text!r} is no IRI: {error}") from error
    return iri
