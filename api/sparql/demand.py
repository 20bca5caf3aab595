"""Which snapshot is asked most: worth a copy in memory."""

from __future__ import annotations

from collections import Counter
from typing import Final

PERIOD: Final = 2.0
"""Seconds over which queries are counted."""
MARGIN: Final = 2
"""Another snapshot has to be asked so many times as often as the one held."""


class Demand:
    """Counts what is asked, period by period.

    A snapshot is wanted once it was asked most in two periods that followed on each other: so one that is
    gone within seconds, because somebody publishes again and again, is not copied.
    """

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._begun: float | None = None
        self._foremost = ""
        self.held = ""
        """The snapshot of which there is a copy."""
        self.refused: set[str] = set()
        """Those of which there cannot be one."""

    def asked(self, snapshot: str, now: float) -> str | None:
        """Count one query at a time in seconds; gives the snapshot that is wanted instead of the one held.

        >>> demand = Demand()
        >>> [demand.asked("v1", now) for now in (0, 1, 2, 3, 4)]
        [None, None, None, None, 'v1']
        """
        self._asked[snapshot] += 1
        if self._begun is None:
            self._begun = now
        if now - self._begun < PERIOD:
            return None
        asked, self._asked, self._begun = self._asked, Counter(), now
        most, count = asked.most_common(1)[0]
        again, self._foremost = most == self._foremost, most
        if not again or most == self.held or most in self.refused or count <= MARGIN * asked[self.held]:
            return None
        return most
