"""The process that carries out updates on copies of the store, one after another, without sockets.

`python -m api.sparql.updating MEGABYTES`: on standard input one JSON object a line, with `seconds`, `store`
and `update`; on standard output one for each, without `reason` when it was carried out. `updates.py` starts
it. It ends with its input, and says `last` and ends when an update has left too much memory taken.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from api.sparql import sandbox
from graph.syntax import syntax_error
from ontology.namespaces import PREFIXES

BARE: Final = 512 << 20
"""Bytes of address space that the engine's own threads and buffers take, once a store was opened."""
GROWN: Final = 128 << 20
"""Bytes that earlier updates may leave taken besides."""


def _carry_out(store: str, update: str) -> dict[str, object]:
    try:
        ox.Store(store).update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        found = syntax_error(update, error)
        return {"reason": found.reason, "line": found.line, "column": found.column}
    except (OSError, RuntimeError, ValueError) as error:
        return {"reason": f"the update failed: {str(error)[:300]}"}
    return {}


def _taken() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def main() -> None:
    """Carry out one update after another."""
    sandbox.limit_memory(int(sys.argv[1]))
    with suppress(sandbox.SandboxUnavailable):  # what reaches out is refused before, on the parsed update
        sandbox.forbid_system_calls()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        sandbox.limit_time(float(asked["seconds"]))
        said = _carry_out(asked["store"], asked["update"])
        last = _taken() > BARE + GROWN
        sys.stdout.write(json.dumps({**said, "last": last}) + "\n")
        sys.stdout.flush()
        if last:
            return


if __name__ == "__main__":
    main()
