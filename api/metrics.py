"""Counters of the service, for Prometheus: of this process, or the sums of all that serve together."""

from __future__ import annotations

import asyncio
import math
from functools import cache
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from api.dataset import Dataset
from api.sparql.pool import WorkerPool
from graph.errors import GraphError

INTERVAL: Final = 1.0
"""Seconds after which other processes see how many queries wait here."""


class Metrics:
    """The counters of one application.

    Args:
        folder: where several serving processes keep theirs (`api.shared`); `None` for one alone.
    """

    def __init__(self, dataset: Dataset, pool: WorkerPool, folder: Path | None = None) -> None:
        self._dataset, self._pool, self._told = dataset, pool, 0
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "weerbaar_requests", "Requests answered.", ("part", "status"), registry=registry
        )
        self.broken = Counter(
            "weerbaar_broken_answers", "Answers broken off after they began.", ("part",), registry=registry
        )
        self.seconds = Histogram(
            "weerbaar_request_seconds", "Time to the last byte.", ("part",), registry=registry
        )
        self._waiting = Gauge(
            "weerbaar_queries_waiting",
            "Queries that wait for a worker.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._workers = Gauge(
            "weerbaar_workers",
            "Worker processes that stand ready or work.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._killed = Gauge(
            "weerbaar_workers_killed",
            "Worker processes ended for cause.",
            registry=registry,
            multiprocess_mode="sum",
        )
        self._version = Gauge(
            "weerbaar_dataset_version",
            "Newest publication.",
            registry=registry,
            multiprocess_mode="mostrecent",
        )
        self._shown = registry if folder is None else _of_all(folder)
        self._counted = cache(lambda part, status: self.requests.labels(part, str(status)))
        self._timed = cache(self.seconds.labels)
        self._timer: asyncio.TimerHandle | None = None

    def count(self, part: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._counted(part, status).inc()
        self._timed(part).observe(seconds)

    def start(self) -> None:
        """Keep what other processes see of this one fresh, as long as the service runs."""
        self._look()
        if self._shown is not self._registry:
            self._timer = asyncio.get_running_loop().call_later(INTERVAL, self.start)

    def stop(self) -> None:
        """Leave it at that."""
        if self._timer is not None:
            self._timer.cancel()

    def exposition(self) -> bytes:
        """All of it in the text format of Prometheus."""
        self._look()
        self._version.set(_published(self._dataset))
        return generate_latest(self._shown)

    def _look(self) -> None:
        self._waiting.set(self._pool.waiting)
        self._workers.set(self._pool.workers)
        self._killed.inc(self._pool.killed - self._told)
        self._told = self._pool.killed


def _of_all(folder: Path) -> CollectorRegistry:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    return registry


def _published(dataset: Dataset) -> float:
    """The newest publication; not a number while the engine that holds it cannot be asked."""
    try:
        return dataset.store.version
    except GraphError:
        return math.nan
