"""The OpenAPI description, with what stands in front of FastAPI's routing and so is unknown to it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.sparql.graphwrites import TAKEN
from api.sparql.media import GRAPHS, TABLES
from api.sparql.protocol import FORM_TYPE, QUERY_TYPE, UPDATE_TYPE

_EXAMPLE: Final = "SELECT ?m WHERE { ?m a wb:Measure } LIMIT 10"
_NAMES: Final = [form.name for form in (*TABLES, *GRAPHS)]


def describe(app: FastAPI) -> None:
    """Let the application describe `/sparql` and `/graph-store` too."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            schema["paths"]["/sparql"] = _sparql()
            schema["paths"]["/graph-store"] = _graph_store()
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _parameter(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema, **more}


_FORMAT: Final = _parameter("format", "Instead of an Accept header.", {"type": "string", "enum": _NAMES})
VERSION: Final = _parameter(
    "version",
    "The version of the graph to ask, as an answer named it; without it the newest.",
    {"type": "integer", "minimum": 1},
)
_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}


_WRITES: Final = {
    "put": "Replace a graph",
    "post": "Add to a graph; without a name, make one",
    "delete": "Remove a graph",
}


def _answers(*statuses: int) -> dict[str, Any]:
    media_types: dict[str, Any] = {form.media_types[0]: {} for form in (*TABLES, *GRAPHS)}
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    return {
        "200": {"description": "The result, streamed.", "content": media_types},
        **{str(status): {"description": "A problem.", "content": problem} for status in statuses},
    }


def _sparql() -> dict[str, Any]:
    query = _parameter("query", "A SPARQL 1.1 query.", {"type": "string"}, example=_EXAMPLE)
    default = _parameter("default-graph-uri", "Graphs that make up the default graph.", _IRIS)
    named = _parameter("named-graph-uri", "Graphs that GRAPH may name.", _IRIS)
    fields = {
        "query": {"type": "string", "example": _EXAMPLE},
        "default-graph-uri": _IRIS,
        "named-graph-uri": _IRIS,
        "format": _FORMAT["schema"],
        "version": VERSION["schema"],
    }
    form = {"type": "object", "required": ["query"], "properties": fields}
    answers = _answers(400, 403, 406, 410, 413, 500, 503, 504, 507)
    return {
        "get": {
            "tags": ["sparql"],
            "summary": "Ask in SPARQL",
            "description": "SPARQL 1.1 Protocol. Without a query: the service description.",
            "parameters": [query, default, named, _FORMAT, VERSION],
            "responses": answers,
        },
        "post": {
            "tags": ["sparql"],
            "summary": "Ask in SPARQL, for long queries; or change graphs by SPARQL Update",
            "description": "An update is the form parameter `update` (with `using-graph-uri`, "
            "`using-named-graph-uri`, and `marking` of new graphs), or a body of its own. It needs the scope "
            "`update`; it passes the gate, and happens whole or not at all.",
            "requestBody": {
                "required": True,
                "content": {
                    FORM_TYPE: {"schema": {"anyOf": [form, _update_form()]}},
                    QUERY_TYPE: {"schema": {"type": "string"}},
                    UPDATE_TYPE: {"schema": {"type": "string"}},
                },
            },
            "responses": {**answers, **_answers(401, 412, 415, 422)},
        },
    }


def _update_form() -> dict[str, Any]:
    fields = {
        "update": {"type": "string"},
        "using-graph-uri": _IRIS,
        "using-named-graph-uri": _IRIS,
        "marking": {"type": "string", "example": "TLP:AMBER"},
    }
    return {"type": "object", "required": ["update"], "properties": fields}


def _graph_store() -> dict[str, Any]:
    graph = _parameter("graph", "IRI of a graph.", {"type": "string", "format": "iri"})
    default = _parameter("default", "The union of all graphs.", {"type": "string", "maxLength": 0})
    described = "Graph Store HTTP Protocol; needs the scope `update`, and a document passes the gate."
    marking = _parameter("marking", "Of a graph that is new.", {"type": "string"}, example="TLP:AMBER")
    body = {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in TAKEN}}
    refusals = _answers(400, 401, 403, 404, 412, 413, 415, 422, 503, 507)
    done = {"description": "It is in the graph, in the version that the header `dataset-version` names."}
    written = {**refusals, "201": done, "204": done}
    del written["200"]
    return {
        "get": {
            "tags": ["sparql"],
            "summary": "A whole graph",
            "description": "Graph Store HTTP Protocol: either `graph` or `default`.",
            "parameters": [graph, default, _FORMAT],
            "responses": _answers(400, 404, 406, 503, 504),
        },
        **{
            method: {
                "tags": ["sparql"],
                "summary": summary,
                "description": described,
                "parameters": [graph, marking],
                **({} if method == "delete" else {"requestBody": body}),
                "responses": written,
            }
            for method, summary in _WRITES.items()
        },
    }
