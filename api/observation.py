"""What an operator sees of each request: one log line, and a place in the counters."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from starlette.types import Scope

from api.metrics import Metrics
from api.sent import Sent

log = logging.getLogger("weerbaar.request")
PARTS: Final = (
    "sparql", "graph-store", "graph", "queries", "documents", "id", "def", "ontology", "docs", "static",
    "health", "ready", "metrics", "openapi.json", ".well-known",
)  # fmt: skip
"""First parts of addresses; any other counts as `other`, so that a caller cannot make new time series."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is logged of one request."""

    method: str
    path: str
    status: int
    ms: float
    complete: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status} {self.ms} {self.complete}"


class Observer:
    """Counts and logs each request."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def observe(self, scope: Scope, sent: Sent, seconds: float) -> None:
        """Take note of a request that is over."""
        part = _part(scope["path"])
        self._metrics.count(part, sent.status, seconds)
        if not sent.complete:
            self._metrics.broken.labels(part).inc()
        log.info(Line(scope["method"], scope["path"], sent.status, round(seconds * 1000, 1), sent.complete))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **(asdict(record.msg) if isinstance(record.msg, Line) else {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class TextLines(logging.Formatter):
    """Time, level, logger and message, in one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._second, self._shown = 0, ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        """The local time; what requests of one second have in common is made once."""
        if (second := int(record.created)) != self._second:
            self._second, self._shown = second, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        return f"{self._shown},{record.msecs:03.0f}"


def configure(form: str) -> None:
    """Send every log line to standard error, as text or as JSON."""
    # no line names a caller, thread or process, and finding them out costs every request
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request to an engine elsewhere


def _part(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    if not first:
        return "start"
    return first if first in PARTS else "other"
