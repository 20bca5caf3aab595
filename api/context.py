"""What every route needs: made once per process, handed to each request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.dataset import Dataset, Version, pinned
from api.identity.caller import caller_of
from api.metrics import Metrics
from api.settings import Settings
from api.sparql.pool import WorkerPool
from graph.reader import Reader
from queries import Catalogue


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that the service is composed of."""

    settings: Settings
    dataset: Dataset
    catalogue: Catalogue
    pool: WorkerPool
    metrics: Metrics


def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


Composed = Annotated[Context, Depends(_context)]
"""The `Context`, as a parameter of a route."""


def _version(request: Request, context: Composed) -> Version:
    number = pinned(request.query_params.getlist("version"))
    clearance = caller_of(request).clearance
    return context.dataset.version(clearance) if number is None else context.dataset.at(number, clearance)


Seen = Annotated[Version, Depends(_version)]
"""The newest version, or the one that `?version=` names, as far as the caller may see it: for routes."""


def _reader(version: Seen) -> Reader:
    return version.reader


Graph = Annotated[Reader, Depends(_reader)]
"""A reader of that version, as a parameter of a route."""
