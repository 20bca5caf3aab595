"""Counters of the service, for Prometheus."""

from __future__ import annotations

import math
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from api.dataset import Dataset
from api.sparql.pool import WorkerPool
from graph.errors import GraphError


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


def _published(dataset: Dataset) -> float:
    """The newest publication; not a number while the engine that holds it cannot be asked."""
    try:
        return dataset.store.version
    except GraphError:
        return math.nan
