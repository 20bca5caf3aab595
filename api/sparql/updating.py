"""The process that carries out one update on a copy of the store, without sockets.

`python -m api.sparql.updating MEGABYTES SECONDS STORE`: the update on standard input; on standard output a
JSON object, empty when it was carried out. `updates.py` starts it.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

import pyoxigraph as ox

from api.sparql import sandbox
from graph.syntax import syntax_error
from ontology.namespaces import PREFIXES


def _carry_out(store: str, update: str) -> dict[str, object]:
    try:
        ox.Store(store).update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        found = syntax_error(update, error)
        return {"reason": found.reason, "line": found.line, "column": found.column}
    except (OSError, RuntimeError, ValueError) as error:
        return {"reason": f"the update failed: {str(error)[:300]}"}
    return {}


def main() -> None:
    """Carry out the one update."""
    megabytes, seconds, store = sys.argv[1:]
    sandbox.limit_memory(int(megabytes))
    sandbox.limit_time(float(seconds))
    with suppress(sandbox.SandboxUnavailable):  # what reaches out is refused before, on the parsed update
        sandbox.forbid_system_calls()
    json.dump(_carry_out(store, sys.stdin.buffer.read().decode()), sys.stdout)


if __name__ == "__main__":
    main()
