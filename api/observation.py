"""What an operator sees of each request: one log line, and a place in the counters."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics

log = logging.getLogger("weerbaar.request")
PARTS: Final = (
    "sparql", "graph-store", "graph", "queries", "documents", "id", "def", "ontology", "docs", "static",
    "health", "ready", "metrics", "openapi.json", ".well-known",
)  # fmt: skip
"""First parts of addresses; any other counts as `other`, so that a caller cannot make new time series."""


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


def _part(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    if not first:
        return "start"
    return first if first in PARTS else "other"
