"""How much one caller may ask: requests a minute, and requests at the same time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.problems import Problem


class CallerLimits:
    """Counts per caller, in this process. `per_minute` 0 is no limit."""

    def __init__(self, per_minute: int, at_once: int) -> None:
        self._rate = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._window = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._at_once = at_once
        self._running: Counter[str] = Counter()

    @contextmanager
    def slot(self, caller: str) -> Iterator[None]:
        """Hold one request of the caller. Raises `Problem` 429 that says when to try again."""
        if self._running[caller] >= self._at_once:
            detail = f"{self._at_once} requests of yours are running; wait for one to end"
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": "1"})
        if self._rate and not self._window.hit(self._rate, caller):
            detail = f"more than {self._rate.amount} requests in a minute"
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": "60"})
        self._running[caller] += 1
        try:
            yield
        finally:
            self._running[caller] -= 1
            if not self._running[caller]:
                del self._running[caller]
