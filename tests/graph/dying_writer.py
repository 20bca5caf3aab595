"""A process that dies by SIGKILL in the middle of a publication, at a named moment.

Run as `python -m tests.graph.dying_writer FOLDER MOMENT`; with MOMENT `never` it publishes one after another
until it is killed from outside.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph import embedded, replicas, snapshots
from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri

SIZE = 2_000
"""Triples in each graph of a document."""


def graphs(number: int) -> dict[Iri, list[Triple]]:
    """A document of two graphs."""
    return {
        Iri(f"{GRAPH}{kind}/{number}"): [
            Triple(NamedNode(f"urn:{kind}:{number}"), NamedNode("urn:says"), Literal(index))
            for index in range(SIZE)
        ]
        for kind in ("document", "derived")
    }


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, method: str) -> None:
    """Die instead of calling the method."""
    setattr(owner, method, lambda *_, **__: die())


def after(owner: Any, method: str) -> None:
    """Die when the method has returned."""
    kept: Callable[..., Any] = getattr(owner, method)

    def call(*arguments: Any, **named: Any) -> None:
        kept(*arguments, **named)
        die()

    setattr(owner, method, call)


class Dying:
    """The live Oxigraph store, but that it dies before its n-th step of one kind."""

    def __init__(self, store: Any, step: str) -> None:
        self._store, self._step = store, step

    def __getattr__(self, name: str) -> Any:
        if name == self._step:
            die()
        return getattr(self._store, name)


def dying_store(step: str) -> None:
    opened = replicas._open
    replicas._open = lambda path: Dying(opened(path), step)  # type: ignore[assignment, return-value]


MOMENTS: dict[str, Callable[[], None]] = {
    "before the transaction": lambda: dying_store("update"),
    "before the flush": lambda: dying_store("flush"),
    "after the transaction": lambda: after(replicas.Replicas, "commit"),
    "before the hard links": lambda: dying_store("backup"),
    "with the snapshot half made": lambda: after(replicas.Replicas, "snapshot"),
    "before the snapshot has its name": lambda: before(Path, "rename"),
    "before the pointer moves": lambda: before(snapshots.Snapshots, "_point_to"),
    "with the new pointer beside the old": lambda: before(Path, "replace"),
    "after the pointer moved": lambda: after(snapshots.Snapshots, "_point_to"),
    "while old snapshots go": lambda: before(snapshots.shutil, "rmtree"),
    "before the mark is taken away": lambda: before(Path, "unlink"),
    "after all": lambda: after(embedded.Writer, "publish"),
}
"""Each moment with what makes the process die at it."""


def main(folder: str, moment: str) -> None:
    store = EmbeddedStore(Path(folder), keep=1)
    print("ready", flush=True)
    if moment in MOMENTS:
        MOMENTS[moment]()
    for number in itertools.count(store.version + 1):
        store.publish(graphs(number))
        print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
