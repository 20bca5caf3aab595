"""The process that answers canned queries ahead, when nobody else wants the processor.

`python -m api.preparer STORE MEGABYTES PARENT`: the folder of the store, the room for the answers beside each
snapshot, and the process that it ends with. It ends at once when a newer version is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import Timeout

import queries
from graph.errors import GraphError
from graph.marking import Marking
from graph.snapshots import Snapshots
from queries.preparation import prepare
from queries.prepared import Prepared

BUSY: Final = 75
"""Exit code: another process is at it (EX_TEMPFAIL of sysexits.h)."""
FAILED: Final = 74
"""Exit code: an answer could not be written (EX_IOERR)."""
LOWEST: Final = 19
"""Of the priorities of nice(2)."""


def main() -> int:
    """Answer everything of the newest version; the exit code."""
    folder, room, parent = Path(sys.argv[1]), int(sys.argv[2]) << 20, int(sys.argv[3])
    snapshots = Snapshots(folder)
    version = snapshots.current()
    stand_back()
    try:
        _prepare(snapshots, version, room, lambda: snapshots.current() == version and os.getppid() == parent)
    except Timeout:
        return BUSY
    except OSError as error:
        sys.stderr.write(f"weerbaar: answers cannot be kept ahead: {error}\n")
        return FAILED
    return 0


def _prepare(snapshots: Snapshots, version: int, room: int, go_on: Callable[[], bool]) -> None:
    """Of each snapshot once, what everybody may see first."""
    catalogue = queries.load()
    done: set[Path] = set()
    for clearance in sorted(Marking):
        with suppress(GraphError):  # it went meanwhile: there is a newer one
            reader = snapshots.open(clearance, version)
            prepared = Prepared.beside(reader)
            if prepared is not None and prepared.folder not in done:
                done.add(prepared.folder)
                with prepared.lock():
                    prepare(reader, prepared, catalogue, room, go_on)


def stand_back() -> None:
    """Take the processor only when nobody else wants it."""
    os.nice(LOWEST)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    sys.exit(main())
