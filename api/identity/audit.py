"""The audit log: one JSON object a line, appended in one write, never read back by the service.

Fields: `time` (UTC), `caller`, `clearance`, `method`, `path`, `query` (of the address), `status`, `ms`,
`bytes`, and what the route added of its own (`graphs`, `rows`, `version`, `sparql` for a query in the body).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.types import Scope

LONGEST: Final = 2000
"""Characters of a query or an update that the log keeps."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class AuditLog:
    """Appends to one file; lines of concurrent writers do not mix, as each is one `O_APPEND` write."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, entry: Mapping[str, object]) -> None:
        """Append one entry. Raises `OSError` when it cannot: what cannot be recorded is not answered."""
        line = _ENCODER.encode(entry).encode() + b"\n"
        written = os.write(self._descriptor, line)
        if written != len(line):
            raise OSError(f"the audit log took {written} of {len(line)} bytes")

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def note(scope: Scope, **said: object) -> None:
    """Add to the line of a request; for nothing where no guard stands in front that writes one."""
    scope.get("state", {}).get("audit", {}).update(said)
