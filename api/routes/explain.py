"""`/sparql/explain`: how the engine goes about a query, and where its time goes."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from api.context import Composed, Context
from api.dataset import Version, look
from api.identity.audit import LONGEST, note
from api.identity.caller import caller_of
from api.openapi import VERSION
from api.problems import Problem
from api.settings import Settings
from api.sparql.explainer import Explainer
from api.sparql.explanation import Explanation
from api.sparql.frames import Job
from api.sparql.media import EXPLANATIONS, Own, by_name
from api.sparql.negotiation import choose, not_acceptable
from api.sparql.protocol import FORM_TYPE, QUERY_TYPE, QueryRequest, read_request
from api.web.pages import page


class Milliseconds(BaseModel):
    """Times by the clock of the engine; measuring makes a query somewhat slower."""

    parse: float
    plan: float
    evaluate: float | None = Field(description="None where nothing was measured.")


class Explained(BaseModel):
    """How a query was evaluated."""

    engine: str = Field(examples=["oxigraph 0.5.13"])
    dataset_version: int
    complete: bool = Field(description="Whether evaluation came to its end; else its figures are of a part.")
    ended_by: str | None = Field(description="What ended it before its end: deadline or memory.")
    rows: int | None = Field(
        description="Solutions, of which a graph is made; none where nothing was measured."
    )
    milliseconds: Milliseconds
    plan: dict[str, object] = Field(
        description="As the engine tells it: a step has a name and the steps under it, and where it was "
        "measured its number of results and its seconds, with those of the steps under it."
    )


_QUERY: Final = {"type": "string", "example": "SELECT ?m WHERE { ?m a wb:Measure } LIMIT 10"}
_FORMAT: Final = {"type": "string", "enum": [form.name for form in EXPLANATIONS]}
_GET: Final[dict[str, Any]] = {
    "parameters": [
        {"name": "query", "in": "query", "required": True, "schema": _QUERY},
        {"name": "format", "in": "query", "description": "Instead of an Accept header.", "schema": _FORMAT},
        VERSION,
    ]
}
_FIELDS: Final = {"query": _QUERY, "format": _FORMAT, "version": VERSION["schema"]}
_FORM: Final = {"type": "object", "required": ["query"], "properties": _FIELDS}
_POST: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {FORM_TYPE: {"schema": _FORM}, QUERY_TYPE: {"schema": {"type": "string"}}},
    }
}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": Explained},
    **{
        status: {"description": "A problem."}
        for status in (400, 403, 406, 410, 413, 415, 500, 501, 503, 504, 507)
    },
}


def router(settings: Settings) -> APIRouter:
    """The route, which explains so many queries at a time as the settings allow."""
    explainer = Explainer(settings.query_megabytes, settings.explanations)

    async def explain(request: Request, context: Composed) -> Response:
        """How the engine evaluates a query: its plan, with the rows and the time of each step.

        The query is evaluated over the graph as the caller sees it, and its rows are thrown away. One that
        passes its deadline gets its plan all the same, with what was measured until then. A dataset stands in
        the query itself, as FROM and FROM NAMED.
        """
        asked = await read_request(request, settings.query_characters)
        if not isinstance(asked, QueryRequest):
            raise Problem(400, "bad-request", "Only queries are explained, not updates.")
        if request.method == "POST" and asked.query is not None:
            note(request.scope, sparql=asked.query[:LONGEST])
        as_page = _as_page(request, asked)
        version = await look(context.dataset, caller_of(request).clearance, asked.version)
        try:
            found = await explainer.explain(_job(context, asked, version))
        except Problem as problem:
            if as_page:
                return _page(request, asked, None, problem)
            raise
        response = _page(request, asked, found, None) if as_page else _document(found, version)
        response.headers["dataset-version"] = str(version.number)
        return response

    made = APIRouter(tags=["sparql"])
    shown: dict[str, Any] = {"responses": _RESPONSES, "summary": "Explain a query"}
    made.get("/sparql/explain", openapi_extra=_GET, **shown)(explain)
    made.post("/sparql/explain", openapi_extra=_POST, **shown)(explain)
    return made


def _as_page(request: Request, asked: QueryRequest) -> bool:
    if asked.format is None:
        choice = choose(EXPLANATIONS, request.headers.get("accept"))
        if choice is None:
            raise not_acceptable(EXPLANATIONS)
        return choice.format.engine is Own.PAGE
    named = by_name(EXPLANATIONS, asked.format)
    if named is None:
        known = ", ".join(form.name for form in EXPLANATIONS)
        raise Problem(400, "unknown-format", f"Unknown format {asked.format!r}. Known: {known}.")
    return named.engine is Own.PAGE


def _job(context: Context, asked: QueryRequest, version: Version) -> Job:
    if asked.query is None:
        raise Problem(400, "missing-parameter", "The parameter query is missing.")
    if asked.default_graphs is not None or asked.named_graphs is not None:
        detail = "An explanation takes its dataset from the query: write FROM and FROM NAMED in it."
        raise Problem(400, "bad-request", detail)
    settings = context.settings
    return Job(
        snapshot=version.snapshot,
        query=asked.query,
        seconds=settings.query_seconds,
        nesting=settings.query_nesting,
    )


def document(found: Explanation, dataset_version: int) -> Explained:
    """An explanation as it is told to programs."""
    whole = found.ended == "whole"
    return Explained(
        engine=found.engine,
        dataset_version=dataset_version,
        complete=whole,
        ended_by=None if whole else found.ended,
        rows=found.rows,
        milliseconds=Milliseconds(parse=found.parse, plan=found.plan, evaluate=found.evaluate),
        plan=dict(found.tree),
    )


def _document(found: Explanation, version: Version) -> Response:
    headers = {"vary": "accept", "cache-control": "no-store"}
    return JSONResponse(document(found, version.number).model_dump(), headers=headers)


def _page(
    request: Request, asked: QueryRequest, found: Explanation | None, problem: Problem | None
) -> Response:
    status = problem.status if problem else 200
    response = page(
        request, "explain.html", status=status, query=asked.query or "", explanation=found, problem=problem
    )
    response.headers["cache-control"] = "no-store"
    return response
