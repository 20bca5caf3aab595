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
        self._steps: list[str] = []

    def __call__(self, name: str, step: Callable[[], Made]) -> Made:
        """What the step makes; how long that takes is kept under the name."""
        begun = time.perf_counter()
        made = step()
        self._steps.append(f"{name};dur={1000 * (time.perf_counter() - begun):.1f}")
        return made

    def note(self, name: str, description: str) -> None:
        """Tell something that is no time."""
        self._steps.append(f"{name};desc={description}")

    def __str__(self) -> str:
        return ", ".join(self._steps)
