"""XML that can be read: what the engine writes into it as it stands.

XML 1.0 (§2.2) has no place for most control characters, in whatever spelling, and a reader turns a bare
carriage return into a line feed (§2.11). The engine writes both as they are.
"""

from __future__ import annotations

import re
from typing import IO, Final

_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class NoXml(ValueError):
    """The answer holds a character that XML cannot."""


class XmlText:
    """Hands on what is written, readable; raises `NoXml` for what cannot be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._last = b""

    def write(self, data: bytes) -> int:
        """Hand on a part."""
        if _FORBIDDEN.search(self._last + data):
            raise NoXml("the answer holds a control character, for which XML has no place")
        self._last = data[-2:]
        self._file.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        """Part of the file protocol."""
