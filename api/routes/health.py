"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from api.context import Composed
from api.problems import Problem
from graph.errors import EndpointFailed

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    """That the process answers at all."""

    status: str
    version: str
    """Of the program."""
    dataset_version: int | None
    """0 while nothing was ever published; none while the engine that holds the graph cannot be asked."""


@router.get("/health")
def health(context: Composed, response: Response) -> Health:
    """The process lives."""
    response.headers["cache-control"] = "no-store"
    try:
        number = context.dataset.store.version
    except EndpointFailed:
        number = None
    return Health(status="ok", version=version("weerbaar"), dataset_version=number)


@router.get("/metrics", response_class=Response)
def metrics(context: Composed) -> Response:
    """Counters in the text format of Prometheus."""
    return Response(context.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)


@router.get(
    "/ready", responses={503: {"description": "Nothing to answer from, or no worker to answer with."}}
)
def ready(context: Composed, response: Response) -> Health:
    """A graph is loaded and workers stand ready."""
    number = context.dataset.version().number
    if number == 0:
        detail = "The graph is empty: run `weerbaar build`, or ingest a document."
        raise Problem(503, "not-ready", detail, headers={"retry-after": "5"})
    if not context.pool.sandboxes:
        raise Problem(503, "not-ready", "The workers have not started yet.", headers={"retry-after": "1"})
    response.headers["cache-control"] = "no-store"
    return Health(status="ready", version=version("weerbaar"), dataset_version=number)
