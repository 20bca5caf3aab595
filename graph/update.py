"""A SPARQL update by a caller: under the caller's clearance, through the gate, as one publication.

The update runs on a copy in which what is above the caller's clearance does not exist, so it can neither read
nor tell of it. What has changed in the copy is then published like anything else: documents pass the gate and
are derived from anew. The writer's lock is held from copy to publication, so no update is lost to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore

from graph import catalogue
from graph.admission import Admission
from graph.catalogue import CATALOGUE, Entry
from graph.errors import QueryError, UpdateRefused
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import DOCUMENT, with_made
from graph.store import Store, StoreWriter
from graph.syntax import syntax_error
from graph.targets import Targets, targets
from graph.terms import to_rdflib
from ontology.namespaces import GRAPH, Iri

OPEN: Final = (DOCUMENT, f"{GRAPH}partner/")
"""Of the graphs under our own name, those that a caller may write; others are made from them or files."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of an update."""

    version: int
    graphs: frozenset[Iri]
    """The graphs that it changed."""


def run_here(store: Path, update: str) -> None:
    """Run an update on an Oxigraph store in this process, without a deadline.

    Raises:
        QuerySyntaxError: malformed. QueryError: it failed; nothing was changed.
    """
    try:
        OxigraphStore(str(store)).update(update)
    except SyntaxError as error:
        raise syntax_error(update, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the update failed: {error}") from error


def update(
    store: Store,
    text: str,
    knowledge: Knowledge,
    *,
    clearance: Marking = Marking.CLEAR,
    marking: Marking = Marking.CLEAR,
    run: Callable[[Path, str], None] = run_here,
) -> Updated:
    """Carry out a SPARQL update; all of it or nothing.

    Args:
        text: SPARQL 1.1 Update. It names the graphs that it writes to; patterns without a graph find nothing.
        clearance: the highest marking that the caller may see and write.
        marking: of the graphs that are new; at most `clearance`.
        run: carries it out on the copy; a caller with a deadline gives one that runs it in a worker process.

    Raises:
        QuerySyntaxError, QueryError: malformed, failed, or refused (`LOAD`, `SERVICE`, no graph named).
        UpdateRefused: a graph that the caller may not write.
        GateRefused: a document would no longer be sound.
        StoreLocked: another process is writing.
    """
    aims = targets(text)
    with store.writing() as writer:
        _permit(aims.named, writer, clearance)
        changed = _try_out(writer, text, aims, clearance, run)
        _permit(changed, writer, clearance)
        version = _publish(writer, changed, knowledge, min(marking, clearance))
    return Updated(version, frozenset(changed))


def _permit(names: Iterable[Iri], writer: StoreWriter, clearance: Marking) -> None:
    """One answer for a graph that is closed to callers and for one that is hidden from this caller."""
    held = catalogue.held(writer.reader, tuple(names) or (CATALOGUE,))
    for name in names:
        ours = name.startswith(GRAPH) and not name.startswith(OPEN)
        if ours or (name in held and held[name].marking > clearance):
            raise UpdateRefused(f"graph {name} cannot be written by an update")


def _try_out(
    writer: StoreWriter, text: str, aims: Targets, clearance: Marking, run: Callable[[Path, str], None]
) -> Mapping[Iri, tuple[Triple, ...]]:
    """The new content of each graph that the update changes."""
    with writer.copy(clearance) as path:
        before = _contents(OxigraphStore.read_only(str(path)), aims)
        run(path, text)
        after = _contents(OxigraphStore(str(path)), aims)
    names = before.keys() | after.keys()
    return {
        name: tuple(after.get(name, ()))
        for name in names
        if before.get(name, frozenset()) != after.get(name, frozenset())
    }


def _contents(store: OxigraphStore, aims: Targets) -> dict[Iri, frozenset[Triple]]:
    """What the graphs hold at which the update aims."""
    names = [name.value for name in store.named_graphs() if isinstance(name, NamedNode)]
    wanted = [Iri(name) for name in names if aims.any or name in aims.named]
    return {name: frozenset(quad.triple for quad in _quads(store, name)) for name in wanted}


def _quads(store: OxigraphStore, name: Iri) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, NamedNode(name))


def _publish(
    writer: StoreWriter, changed: Mapping[Iri, tuple[Triple, ...]], knowledge: Knowledge, marking: Marking
) -> int:
    held = catalogue.held(writer.reader, tuple(changed) or (CATALOGUE,))
    admission = Admission(writer, knowledge)
    graphs: dict[Iri, Iterable[Triple]] = {}
    entries: dict[Iri, Entry] = {}
    for name, triples in changed.items():
        mark = held[name].marking if name in held else marking
        if name.startswith(DOCUMENT) and triples:
            prepared = admission.prepare(to_rdflib(triples, name), marking=mark)
            graphs |= prepared.graphs
            entries |= prepared.entries
        elif triples:
            graphs[name] = triples
            entries |= {} if name in held else {name: Entry(marking=mark)}
    emptied = [name for name, triples in changed.items() if not triples]
    return writer.publish(graphs, with_made(emptied), entries)
