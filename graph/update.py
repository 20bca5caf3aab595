"""A SPARQL update by a caller: under the caller's clearance, through the gate, as one publication.

The update runs on a copy in which what is above the caller's clearance does not exist, so it can neither read
nor tell of it. What has changed in the copy is then published like anything else: it passes the gate, and
documents are derived from anew. The writer's lock is held from copy to publication, so no update is lost.

Nothing flows down. An update whose outcome depends on what is there (`WHERE`, `COPY`, `MOVE`, `ADD`) runs on
a copy at the lowest marking of the graphs that it writes to; new ones count with the marking that they will
get, and so does a graph that a variable stands for, which must then turn out to be marked just so. What is
above that is not there to be read, and refused where it is named; nor to be written: such an update writes to
graphs of one marking. What a caller types itself (`INSERT DATA`) is its own responsibility, and on record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore

from graph import catalogue
from graph.catalogue import CATALOGUE
from graph.errors import QueryError, UpdateRefused
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.store import Store, StoreWriter
from graph.syntax import syntax_error
from graph.targets import Targets, targets
from graph.writing import Authority, Edit, Updated, permit, publish
from ontology.namespaces import PREFIXES, Iri

MOST: Final = 2_000_000
"""Triples in the graphs that one update may aim at, before or after it."""


def run_here(store: Path, update: str) -> None:
    """Run an update on an Oxigraph store in this process, without a deadline.

    Raises:
        QuerySyntaxError: malformed. QueryError: it failed; nothing was changed.
    """
    try:
        OxigraphStore(str(store)).update(update, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(update, error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the update failed: {error}") from error


def update(
    store: Store,
    text: str,
    knowledge: Knowledge,
    authority: Authority | None = None,
    *,
    run: Callable[[Path, str], None] = run_here,
) -> Updated:
    """Carry out a SPARQL update; all of it or nothing.

    Args:
        text: SPARQL 1.1 Update. It names the graphs that it writes to and reads from.
        authority: on whose behalf; by default of one who sees what is open to all.
        run: carries it out on the copy; a caller with a deadline gives one that runs it in a worker process.

    Raises:
        QuerySyntaxError, QueryError: malformed, failed, or refused (`LOAD`, `SERVICE`, no graph named).
        UpdateRefused: a graph that the caller may not write, or not from what it reads.
        GateRefused: a document would no longer be sound, or a graph says what it may not.
        StoreLocked: another process is writing.
    """
    authority = authority or Authority()
    aims = targets(text)
    with store.writing() as writer:
        authority.condition()
        permit(aims.named, writer, authority)
        level = _level(aims, writer, authority)
        edits = _try_out(writer, text, aims, level, run)
        if aims.reading:
            _require_marked(edits, level, writer, authority)
        return replace(publish(writer, edits, knowledge, authority), read=level)


def _level(aims: Targets, writer: StoreWriter, authority: Authority) -> Marking:
    """The highest marking that the update may read. Raises `UpdateRefused` where it asks for more."""
    if not aims.reading:
        return authority.clearance
    held = catalogue.held(writer.reader, aims.named | aims.sources or (CATALOGUE,))
    there = {name: held[name].marking for name in aims.named if name in held}
    new = [authority.new] if aims.any or there.keys() != aims.named else []
    level = min([*there.values(), *new], default=authority.clearance)
    _require_marked(there, level, writer, authority)
    for name in sorted(aims.sources & held.keys()):
        if level < held[name].marking <= authority.clearance:
            raise UpdateRefused(
                f"graph {name} is marked {held[name].marking.label} and cannot be read for what is marked "
                f"{level.label}; write to graphs that are marked as high"
            )
    return level


def _require_marked(names: Iterable[Iri], level: Marking, writer: StoreWriter, authority: Authority) -> None:
    """That the graphs, as far as the caller sees them, are marked as what was read for them."""
    held = catalogue.held(writer.reader, tuple(names) or (CATALOGUE,))
    for name in sorted(held.keys() & set(names)):
        if level is not held[name].marking <= authority.clearance:
            raise UpdateRefused(
                f"graph {name} is marked {held[name].marking.label}, and what is read is marked up to "
                f"{level.label}; an update that reads writes to graphs of one marking: send one for "
                "each, and name the marking where a variable stands for the graph"
            )


def _try_out(
    writer: StoreWriter, text: str, aims: Targets, level: Marking, run: Callable[[Path, str], None]
) -> Mapping[Iri, Edit]:
    """The graphs that the update changes, before and after."""
    with writer.copy(level) as path:
        before = _contents(OxigraphStore.read_only(str(path)), aims)
        run(path, text)
        after = _contents(OxigraphStore.read_only(str(path)), aims)
    names = before.keys() | after.keys()
    edits = {name: Edit(before.get(name, frozenset()), after.get(name, frozenset())) for name in names}
    return {name: edit for name, edit in edits.items() if edit.before != edit.after}


def _contents(store: OxigraphStore, aims: Targets) -> dict[Iri, frozenset[Triple]]:
    """What the graphs hold at which the update aims. Raises `QueryError` where that is too much."""
    names = [name.value for name in store.named_graphs() if isinstance(name, NamedNode)]
    contents, left = {}, MOST
    for name in (Iri(name) for name in names if aims.any or name in aims.named):
        contents[name] = frozenset(quad.triple for quad in islice(_quads(store, name), left + 1))
        left -= len(contents[name])
        if left < 0:
            raise QueryError(f"the update aims at graphs of more than {MOST} triples; name fewer of them")
    return contents


def _quads(store: OxigraphStore, name: Iri) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, NamedNode(name))
