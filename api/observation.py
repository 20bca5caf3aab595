"""What an operator sees: one log line per request, and counters for Prometheus."""

from __future__ import annotations

import json
import logging
import math
import time
from datetime import UTC, datetime
from functools import cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dataset import Dataset
from api.sparql.pool import WorkerPool
from graph.errors import GraphError

log = logging.getLogger("weerbaar.request")
PARTS: Final = (
    "sparql", "graph-store", "graph", "queries", "documents", "id", "def", "ontology", "docs", "static",
    "health", "ready", "metrics", "openapi.json", ".well-known",
)  # fmt: skip
"""First parts of addresses; any other counts as `other`, so that a caller cannot make new time series."""


class Metrics:
    """The counters of one application."""

    def __init__(self, dataset: Dataset, pool: WorkerPool) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "weerbaar_requests", "Requests answered.", ("part", "status"), registry=self.registry
        )
        self.broken = Counter(
            "weerbaar_broken_answers",
            "Answers broken off after they began.",
            ("part",),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "weerbaar_request_seconds", "Time to the last byte.", ("part",), registry=self.registry
        )
        self._gauge("weerbaar_queries_waiting", "Queries that wait for a worker.", lambda: pool.waiting)
        self._gauge("weerbaar_workers", "Worker processes that stand ready or work.", lambda: pool.workers)
        self._gauge("weerbaar_workers_killed", "Worker processes ended for cause.", lambda: pool.killed)
        self._gauge("weerbaar_dataset_version", "Newest publication.", lambda: _published(dataset))

        self._counted = cache(lambda part, status: self.requests.labels(part, str(status)))
        self._timed = cache(self.seconds.labels)

    def count(self, part: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._counted(part, status).inc()
        self._timed(part).observe(seconds)

    def _gauge(self, name: str, meaning: str, value: object) -> None:
        Gauge(name, meaning, registry=self.registry).set_function(value)  # type: ignore[arg-type]


class Observed:
    """Counts, times and logs each request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, complete = time.perf_counter(), 0, False

        async def watch(message: Message) -> None:
            nonlocal status, complete
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                complete = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            self._observe(scope, status, time.perf_counter() - begun, complete=complete)

    def _observe(self, scope: Scope, status: int, seconds: float, *, complete: bool) -> None:
        part = _part(scope["path"])
        self._metrics.count(part, status, seconds)
        if not complete:
            self._metrics.broken.labels(part).inc()
        fields = {
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "complete": complete,
        }
        log.info("%s", " ".join(map(str, fields.values())), extra={"fields": fields})


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure(form: str) -> None:
    """Send every log line to standard error, as text or as JSON."""
    # no line names a caller, thread or process, and finding them out costs every request
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler()
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else text)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request to an engine elsewhere


def _published(dataset: Dataset) -> float:
    """The newest publication; not a number while the engine that holds it cannot be asked."""
    try:
        return dataset.store.version
    except GraphError:
        return math.nan


def _part(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    if not first:
        return "start"
    return first if first in PARTS else "other"
