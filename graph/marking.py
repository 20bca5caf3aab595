"""Who may see a graph: the Traffic Light Protocol 2.0 (FIRST, August 2022).

A marking stands on a graph; a clearance is the highest marking that a caller may see.
"""

from __future__ import annotations

from enum import IntEnum


class Marking(IntEnum):
    """A step of the Traffic Light Protocol, ordered from open to closed."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """As the protocol writes it.

        >>> Marking.AMBER_STRICT.label
        'TLP:AMBER+STRICT'
        """
        return "TLP:" + self.name.replace("_", "+")

    @property
    def slug(self) -> str:
        """As a folder name: `amber-strict`."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def parse(cls, text: str) -> Marking:
        """The marking that a text names, with or without the prefix `TLP:`, in any case.

        >>> Marking.parse("tlp:amber+strict")
        <Marking.AMBER_STRICT: 3>

        Raises:
            ValueError: no such marking; the message lists them.
        """
        name = text.strip().upper().removeprefix("TLP:").replace("+", "_").replace("-", "_")
        try:
            return cls[name]
        except KeyError:
            known = ", ".join(marking.label for marking in cls)
            raise ValueError(f"unknown TLP marking {text!r}; known: {known}") from None
