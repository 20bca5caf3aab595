"""The canned queries: each a route with its own parameters, a form, and a result table."""

from __future__ import annotations

from collections.abc import Callable

import mimeparse
from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from api.context import Composed, Graph
from api.openapi import VERSION
from api.problems import Problem, from_status
from api.timing import Timing
from api.web.forms import fields
from api.web.pages import page, wants_html
from graph.reader import Reader
from ontology.namespaces import PREFIXES, shorten
from queries import CannedQuery, Catalogue, ask, formats
from queries.answering import answered, question
from queries.errors import ArgumentError
from queries.parameters import Parameter
from queries.text import called
from queries.written import keep, written

_SCHEMAS = {
    PREFIXES["xsd"] + "date": {"type": "string", "format": "date"},
    PREFIXES["xsd"] + "integer": {"type": "integer"},
    PREFIXES["xsd"] + "boolean": {"type": "boolean"},
}
_FORMATS = ("json", "csv", "text", "html")


class ParameterEntry(BaseModel):
    """What a query can be asked with."""

    name: str
    description: dict[str, str]
    kinds: list[str]
    required: bool
    several: bool
    default: str | None
    example: str


class QueryEntry(BaseModel):
    """A question that the graph can be asked."""

    name: str
    href: str
    question: dict[str, str]
    parameters: list[ParameterEntry]
    columns: dict[str, dict[str, str]]
    tags: list[str]


def router(catalogue: Catalogue) -> APIRouter:
    """The routes of a catalogue."""
    made = APIRouter(tags=["queries"])

    @made.get("/queries", response_model=list[QueryEntry])
    def listing(request: Request, context: Composed) -> list[QueryEntry] | HTMLResponse:
        """Every canned query: its question, its parameters, its columns."""
        if wants_html(request):
            return page(request, "queries.html", queries=list(context.catalogue))
        return [_entry(query) for query in context.catalogue]

    for query in catalogue:
        made.get(
            f"/queries/{query.name}",
            name=query.name,
            summary=query.question["en"],
            description=f"{query.question['en']}\n\n{query.question['nl']}",
            response_class=Response,
            responses={200: {"content": {"application/json": {}, "text/csv": {}, "text/html": {}}}},
            openapi_extra={"parameters": [_described(p) for p in query.parameters] + [_FORMAT, VERSION]},
        )(_route(query))

    @made.get("/queries/{name}", include_in_schema=False)
    def unknown(context: Composed, name: str) -> None:
        """Raises `UnknownQuery`, which names the nearest."""
        context.catalogue[name]

    return made


def _route(query: CannedQuery) -> Callable[..., Response]:
    def canned(request: Request, reader: Graph, context: Composed) -> Response:
        values = {
            name: request.query_params.getlist(name)
            for name in request.query_params
            if name not in ("format", "version")
        }
        if wants_html(request):
            return _page(request, reader, query, values, context.settings.page_rows)
        name = _format(request)
        timing = Timing()
        body = _body(reader, query, values, name, timing)
        headers = {"dataset-version": str(reader.version), "vary": "accept", "server-timing": str(timing)}
        if name == "csv":
            headers["content-disposition"] = f'inline; filename="{query.name}.csv"'
        return Response(body, media_type=formats.get(name).media_type, headers=headers)

    return canned


def _body(
    reader: Reader, query: CannedQuery, values: dict[str, list[str]], form: str, timing: Timing
) -> bytes:
    """The answer as it was written down before, else worked out now; `timing` tells which."""
    asked = timing("resolve", lambda: question(reader, query, values))
    known = timing("recall", lambda: written(reader, asked, form))
    if known is not None:
        timing.note("cache", known.source)
        return known.body
    answer = timing("ask", lambda: answered(reader, asked))
    body = timing("render", lambda: formats.get(form).render(answer).encode())
    keep(reader, asked, form, body)
    return body


def _page(
    request: Request, reader: Reader, query: CannedQuery, values: dict[str, list[str]], most: int
) -> Response:
    """The form; below it the answer, when what was asked is complete. Of a long one the first rows are shown,
    and the page says how many there are and where: a browser takes seconds for what a program reads at once.
    """
    given = {name: value for name, value in values.items() if any(text.strip() for text in value)}
    needed = [parameter.name for parameter in query.parameters if parameter.required]
    complete = bool(given) or not needed
    answer, error, timing = None, None, Timing()
    if complete:
        try:
            answer = timing("ask", lambda: ask(reader, query, given))
        except ArgumentError as wrong:
            error = wrong
    made = timing(
        "render",
        lambda: page(
            request,
            "query.html",
            status=422 if error else 200,
            query=query,
            fields=fields(reader, query, given),
            answer=answer,
            most=most,
            error=error,
            links={name: _link(request, format=name) for name in ("csv", "json")}
            | {"version": _link(request, version=str(reader.version))},
            called=called,
        ),
    )
    made.headers["server-timing"] = str(timing)
    return made


def _link(request: Request, **parameters: str) -> str:
    return f"{request.url.path}?{request.url.include_query_params(**parameters).query}"


def _format(request: Request) -> str:
    name = request.query_params.get("format")
    if name is None:
        accept = request.headers.get("accept", "*/*")
        order = {"text/csv": "csv", "text/plain": "text", "application/json": "json"}
        best = mimeparse.best_match(list(order), accept)
        if not best:
            raise from_status(406, f"Offered: {', '.join(order)}, text/html.")
        return order[best]
    if name not in formats.FORMATS:
        raise Problem(400, "unknown-format", f"Unknown format {name!r}. Known: {', '.join(_FORMATS)}.")
    return name


def _described(parameter: Parameter) -> dict[str, object]:
    """A parameter for OpenAPI."""
    schema: dict[str, object] = dict(_SCHEMAS.get(parameter.datatype or "", {"type": "string"}))
    if parameter.default is not None:
        schema["default"] = parameter.default
    kinds = ", ".join(parameter.kinds)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.description['en']} ({kinds}: a label, a CURIE or an IRI)"
        if parameter.classes
        else parameter.description["en"],
        "schema": {"type": "array", "items": schema} if parameter.several else schema,
        "example": [parameter.example] if parameter.several else parameter.example,
    }


_FORMAT: dict[str, object] = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "Instead of an Accept header.",
    "schema": {"type": "string", "enum": list(_FORMATS)},
}


def _entry(query: CannedQuery) -> QueryEntry:
    return QueryEntry(
        name=query.name,
        href=f"/queries/{query.name}",
        question=dict(query.question),
        parameters=[
            ParameterEntry(
                name=parameter.name,
                description=dict(parameter.description),
                kinds=list(parameter.kinds),
                required=parameter.required,
                several=parameter.several,
                default=parameter.default,
                example=parameter.example,
            )
            for parameter in query.parameters
        ],
        columns={column.name: {**column.meaning, "type": shorten(column.type)} for column in query.columns},
        tags=list(query.tags),
    )
