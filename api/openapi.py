"""The OpenAPI description, with what stands in front of FastAPI's routing and so is unknown to it."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.sparql.media import GRAPHS, TABLES
from api.sparql.protocol import FORM_TYPE, QUERY_TYPE

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
_IRIS: Final = {"type": "array", "items": {"type": "string", "format": "iri"}}


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
    }
    form = {"type": "object", "required": ["query"], "properties": fields}
    answers = _answers(400, 403, 406, 413, 500, 503, 504, 507)
    return {
        "get": {
            "tags": ["sparql"],
            "summary": "Ask in SPARQL",
            "description": "SPARQL 1.1 Protocol. Without a query: the service description.",
            "parameters": [query, default, named, _FORMAT],
            "responses": answers,
        },
        "post": {
            "tags": ["sparql"],
            "summary": "Ask in SPARQL, for long queries",
            "requestBody": {
                "required": True,
                "content": {FORM_TYPE: {"schema": form}, QUERY_TYPE: {"schema": {"type": "string"}}},
            },
            "responses": {**answers, **_answers(415)},
        },
    }


def _graph_store() -> dict[str, Any]:
    graph = _parameter("graph", "IRI of a graph.", {"type": "string", "format": "iri"})
    default = _parameter("default", "The union of all graphs.", {"type": "string", "maxLength": 0})
    return {
        "get": {
            "tags": ["sparql"],
            "summary": "A whole graph",
            "description": "Graph Store HTTP Protocol, read side: either `graph` or `default`.",
            "parameters": [graph, default, _FORMAT],
            "responses": _answers(400, 404, 406, 503, 504),
        }
    }
