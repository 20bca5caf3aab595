"""A SPARQL update by a caller: under the caller's clearance, through the gate, as one publication.

The update runs on a copy in which what is above the caller's clearance does not exist, so it can neither read
nor tell of it. What has changed in the copy is then published like anything else: documents pass the gate and
are derived from anew. The writer's lock is held from copy to publication, so no update is lost to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as OxigraphStore

from graph.errors import QueryError
from graph.knowledge import Knowledge
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
        UpdateRefused: a graph that the caller may not write.
        GateRefused: a document would no longer be sound.
        StoreLocked: another process is writing.
    """
    authority = authority or Authority()
    aims = targets(text)
    with store.writing() as writer:
        authority.condition()
        permit(aims.named, writer, authority.clearance)
        edits = _try_out(writer, text, aims, authority, run)
        return publish(writer, edits, knowledge, authority)


def _try_out(
    writer: StoreWriter, text: str, aims: Targets, authority: Authority, run: Callable[[Path, str], None]
) -> Mapping[Iri, Edit]:
    """The graphs that the update changes, before and after."""
    with writer.copy(authority.clearance) as path:
        before = _contents(OxigraphStore.read_only(str(path)), aims)
        run(path, text)
        after = _contents(OxigraphStore(str(path)), aims)
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
