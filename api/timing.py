"""Where the time of a request went."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class Timing:
    """The steps of one request, as the `server-timing` header tells them (W3C, Server Timing).

    >>> timing = Timing()
    >>> timing("ask", lambda: 7)
    7
    >>> str(timing).startswith("ask;dur=")
    True
    """

    def __init__(self) -> None:
        self._steps: list[tuple[str, float]] = []

    def __call__(self, name: str, step: Callable[[], Made]) -> Made:
        """What the step makes; how long that takes is kept under the name."""
        begun = time.perf_counter()
        made = step()
        self._steps.append((name, 1000 * (time.perf_counter() - begun)))
        return made

    def __str__(self) -> str:
        return ", ".join(f"{name};dur={milliseconds:.1f}" for name, milliseconds in self._steps)
