"""How much one caller may ask: requests a minute, and requests at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cache
from typing import Final, Protocol

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.problems import Problem


class Full(Enum):
    """Why a caller has to wait."""

    AT_ONCE = 1
    """So many requests of it are running."""
    PER_MINUTE = 60
    """It asked so many in a minute."""


RETRY: Final = {Full.AT_ONCE: "1", Full.PER_MINUTE: "60"}
"""Seconds after which to try again."""


class Counts(Protocol):
    """What is counted of each caller, and where."""

    def enter(self, caller: str, per_minute: int, at_once: int) -> Full | None:
        """Count a request that begins; or nothing, and say why it may not. `per_minute` 0 is no limit."""

    def leave(self, caller: str) -> None:
        """A request that was counted has ended."""


class OwnCounts:
    """Counts of this process alone."""

    def __init__(self) -> None:
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._running: Counter[str] = Counter()
        self._rate = cache(RateLimitItemPerMinute)

    def enter(self, caller: str, per_minute: int, at_once: int) -> Full | None:
        """See `Counts`."""
        if self._running[caller] >= at_once:
            return Full.AT_ONCE
        if per_minute and not self._window.hit(self._rate(per_minute), caller):
            return Full.PER_MINUTE
        self._running[caller] += 1
        return None

    def leave(self, caller: str) -> None:
        """See `Counts`."""
        self._running[caller] -= 1
        if not self._running[caller]:
            del self._running[caller]


class CallerLimits:
    """The limits, over all that `counts` counts. `per_minute` 0 is no limit."""

    def __init__(self, per_minute: int, at_once: int, counts: Counts | None = None) -> None:
        self._per_minute, self._at_once = per_minute, at_once
        self._counts = OwnCounts() if counts is None else counts

    @contextmanager
    def slot(self, caller: str) -> Iterator[None]:
        """Hold one request of the caller. Raises `Problem` 429 that says when to try again."""
        full = self._counts.enter(caller, self._per_minute, self._at_once)
        if full is not None:
            detail = (
                f"{self._at_once} requests of yours are running; wait for one to end"
                if full is Full.AT_ONCE
                else f"more than {self._per_minute} requests in a minute"
            )
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": RETRY[full]})
        try:
            yield
        finally:
            self._counts.leave(caller)
