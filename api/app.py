"""The HTTP service: `create_app(settings)` composes store, workers, routes and pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

import queries
from api import openapi, routes
from api.context import Context
from api.dataset import Dataset, gone
from api.edge import Edge
from api.head import HeadAsGet
from api.headers import CommonHeaders
from api.identity.audit import AuditLog
from api.identity.guard import Guard
from api.identity.limits import CallerLimits
from api.identity.oidc import Issuer, Verifier
from api.identity.tokens import TokenFile
from api.metrics import Metrics
from api.observation import Observer
from api.preparation import Preparation
from api.problems import Problem, from_status
from api.settings import Settings
from api.shared import Shared
from api.sparql.endpoint import Endpoint
from api.sparql.graphstore import GraphStore
from api.sparql.graphwrites import GraphWrites
from api.sparql.page import show_description, show_query
from api.sparql.remote import pool_for
from api.sparql.update import Update
from api.sparql.writes import Writes
from api.stores import open_store
from api.web.problems import problem_response
from graph.embedded import EmbeddedStore
from graph.errors import GraphError, MarkingRefused, VersionGone
from queries.errors import ArgumentError, UnknownQuery

DESCRIPTION = """Claims about state threats and the measures against them, each with quote, page and document.

Canned queries are under `/queries`; any SPARQL 1.1 query goes to `/sparql`. Errors are problem details
(RFC 9457).
"""


def create_app(settings: Settings, shared: Shared | None = None) -> ASGIApp:
    """The service as an ASGI application. Opens the store; starts its workers with the lifespan.

    Args:
        shared: what it has in common with others, where several processes serve.

    Raises:
        graph.errors.StoreTooNew: the data folder was written by a later version.
        graph.errors.EndpointFailed: the engine that holds the graph cannot be used.
    """
    store = open_store(settings, turn=shared.turns if shared else None)
    dataset = Dataset(settings.data, store)
    pool = pool_for(settings, store)
    metrics = Metrics(dataset, pool, shared.folder if shared else None)
    context = Context(settings, dataset, queries.load(), pool, metrics)
    app = FastAPI(
        title="Weerbaar",
        version=version("weerbaar"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.context = context
    routes.include(app, context)
    _handle_errors(app)
    openapi.describe(app)
    writes = Writes(settings, dataset)
    endpoint = Endpoint(
        settings, dataset, pool, show_query(context), show_description(context), Update(settings, writes)
    )
    front = Front(HeadAsGet(app), endpoint, GraphStore(endpoint, GraphWrites(settings, writes)))
    headers, observer = CommonHeaders(settings.cors_origins), Observer(context.metrics)
    return Edge(_guarded(front, settings, shared), headers, observer)


def _guarded(app: ASGIApp, settings: Settings, shared: Shared | None) -> ASGIApp:
    """The application behind the guard: callers, their limits, and the record of what they did."""
    issuer = Issuer(settings.oidc_issuer, settings.oidc_audience, settings.oidc_jwks)
    verifier = Verifier(issuer) if settings.oidc_issuer else None
    counts = shared.counts if shared else None
    limits = CallerLimits(settings.requests_per_minute, settings.requests_at_once, counts)
    audit = AuditLog(settings.data / "audit.log")
    return Guard(app, TokenFile(settings.data), verifier, limits, audit)


class Front:
    """Hands queries and whole graphs to applications of their own, and all else to FastAPI."""

    def __init__(self, app: ASGIApp, sparql: ASGIApp, graphs: ASGIApp) -> None:
        self._app, self._sparql, self._graphs = app, sparql, graphs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._chosen(scope)(scope, receive, send)

    def _chosen(self, scope: Scope) -> ASGIApp:
        path: str = scope["path"] if scope["type"] == "http" else ""
        if path == "/sparql":
            return self._sparql
        return self._graphs if path == "/graph-store" or path.startswith("/graph/") else self._app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    context: Context = app.state.context
    await context.pool.start()
    if isinstance(context.dataset.store, EmbeddedStore):
        with suppress(GraphError):  # whoever asks is told
            context.pool.expect(context.dataset.version().snapshot)
    context.metrics.start()
    preparation = Preparation(context.dataset, context.settings.prepared_megabytes)
    preparation.start()
    yield
    await preparation.stop()
    context.metrics.stop()
    await context.pool.stop()


def _handle_errors(app: FastAPI) -> None:
    def on(kind: type[Exception], make: Callable[[Exception], Problem]) -> None:
        async def handler(request: Request, error: Exception) -> Response:
            return problem_response(request, make(error))

        app.add_exception_handler(kind, handler)

    on(Problem, lambda error: error)  # type: ignore[arg-type, return-value]
    on(HTTPException, lambda error: from_status(error.status_code, error.detail, error.headers))  # type: ignore[attr-defined]
    on(RequestValidationError, lambda error: Problem(422, "unknown-value", _validation(error)))
    on(UnknownQuery, lambda error: Problem(404, "unknown-query", str(error)))
    on(ArgumentError, lambda error: Problem(422, "unknown-value", str(error), parameter=error.parameter))  # type: ignore[attr-defined]
    on(VersionGone, gone)  # type: ignore[arg-type]
    on(MarkingRefused, lambda error: Problem(403, "forbidden", str(error)))
    on(GraphError, lambda error: Problem(503, "not-ready", str(error)))


def _validation(error: Exception) -> str:
    assert isinstance(error, RequestValidationError)
    return "; ".join(f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in error.errors())
