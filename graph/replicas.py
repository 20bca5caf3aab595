"""The writer's stores: everything, and one copy per clearance in which hidden graphs do not exist.

Visibility is not a filter on queries: a reader of a copy cannot ask for what is not in it. (Lists of visible
graphs per query do not scale: a GROUP BY of 20 ms took 8.7 s with 1,000 graphs in the list.) Clearances that
see the same graphs share one copy, so a store of open documents keeps one store.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Store

from graph import catalogue
from graph.change import Change
from graph.errors import StoreCorrupt
from graph.marking import Marking
from graph.oxigraph import OxigraphReader
from ontology.namespaces import Iri

TOP = max(Marking)
"""The clearance that sees everything."""


def representative(clearance: Marking, used: Iterable[Marking]) -> Marking:
    """The highest clearance that sees the same graphs, when `used` are the markings that graphs have.

    >>> representative(Marking.CLEAR, [Marking.CLEAR, Marking.RED])
    <Marking.AMBER_STRICT: 3>
    """
    above = [marking for marking in used if marking > clearance]
    return Marking(min(above) - 1) if above else TOP


class Replicas:
    """The stores under one folder, open for writing. The folder is the writer's alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stores = {TOP: _open(folder / TOP.slug)}
        self._everything = OxigraphReader(self._stores[TOP], 0)

    @property
    def reader(self) -> OxigraphReader:
        """Everything, as last committed; until `close`."""
        return self._everything

    def close(self) -> None:
        """Close the stores, whoever still refers to the reader: Oxigraph closes one when it is let go."""
        self._everything.close()
        self._stores.clear()

    @property
    def publication(self) -> int:
        """The number of the last committed publication."""
        return catalogue.publication(self.reader)

    def commit(self, change: Change) -> int:
        """Carry out a change in one transaction, and give its number. The copies follow in `snapshot`."""
        number = self.publication + 1
        self._stores[TOP].update(change.update(number, TOP))
        self._stores[TOP].flush()
        return number

    def snapshot(self, target: Path, change: Change | None = None) -> None:
        """Fill `target` with one store per clearance, by hard links.

        `change` is what the last commit changed; without it, copies that are behind are made anew.
        """
        used = self._used()
        for clearance in sorted(Marking, reverse=True):
            same = representative(clearance, used)
            if same is clearance:
                self._bring_up(clearance, change)
                self._stores[clearance].backup(str(target / clearance.slug))
            else:
                (target / clearance.slug).symlink_to(same.slug)

    def copy(self, clearance: Marking, target: Path) -> Path:
        """A store of its own with what a clearance may see, by hard links."""
        same = representative(clearance, self._used())
        self._bring_up(same, None)
        self._stores[same].backup(str(target))
        return target

    def _used(self) -> set[Marking]:
        """The markings that graphs have."""
        return catalogue.markings(self.reader)

    def _reader(self, clearance: Marking) -> OxigraphReader:
        return OxigraphReader(self._stores[clearance], 0)

    def _bring_up(self, clearance: Marking, change: Change | None) -> None:
        path, number = self._folder / clearance.slug, self.publication
        if clearance not in self._stores and path.is_dir():
            self._stores[clearance] = _open(path)
        there = catalogue.publication(self._reader(clearance)) if clearance in self._stores else None
        if there == number:
            return
        if there == number - 1 and change is not None:
            self._stores[clearance].update(change.update(number, clearance))
        else:
            self._copy(clearance, path)
        self._stores[clearance].flush()

    def _copy(self, clearance: Marking, path: Path) -> None:
        """Make a clearance's copy from the whole, without what it may not see."""
        self._stores.pop(clearance, None)
        shutil.rmtree(path, ignore_errors=True)
        making = path.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        self._stores[TOP].backup(str(making))
        store = _open(making)
        held = catalogue.held(self.reader)
        hidden: list[Iri] = [graph for graph, found in held.items() if found.marking > clearance]
        for graph in hidden:
            store.remove_graph(NamedNode(graph))
            for operation in catalogue.forget([graph]):
                store.update(operation)
        store.flush()
        del store
        making.rename(path)
        self._stores[clearance] = _open(path)


def _open(path: Path) -> Store:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return Store(str(path))
    except (OSError, RuntimeError) as error:
        raise StoreCorrupt(f"{path} cannot be opened: {error}. Restore a backup.") from error
