"""What callers may write, and how it enters: through the gate, all of it in one publication.

A caller writes documents, their reviewed editions and graphs of its own (`…/graph/user/{caller}/…`). The
other graphs are made: from the knowledge files, from documents, or by decisions that bear a name
(`graph.review`). What may stand in a graph of one's own, `graph.written` says.

Names tell nothing: whatever a caller may not write is refused in the same words, be it closed, another's,
hidden from the caller or not there at all. A caller of its own area meets only itself there. Documents go by
their official numbers, one area for all; so a new one may come only from a caller who may bring documents in,
and that caller learns of a number that it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Triple

from graph import catalogue, written
from graph.admission import Admission, Prepared
from graph.catalogue import CATALOGUE, Entry, Held
from graph.errors import GateRefused, UnknownGraph, UpdateRefused
from graph.knowledge import ENTRIES, Knowledge
from graph.likeness import require_tellable
from graph.marking import Marking
from graph.naming import DOCUMENT, REVIEWED, USER, with_made
from graph.review.ledger import Policy
from graph.store import Store, StoreWriter
from graph.terms import to_rdflib
from ontology.namespaces import PREFIXES, WB, Iri

OPEN: Final = (DOCUMENT, REVIEWED, USER)
"""The beginnings of the names of graphs that a caller may write."""
_REVIEWED: Final = NamedNode(f"{WB}Reviewed")
_LICENCE: Final = f"{PREFIXES['dcterms']}license"


def nothing() -> None:
    """No condition."""


@dataclass(frozen=True)
class Authority:
    """On whose behalf something is written."""

    clearance: Marking = Marking.CLEAR
    """The highest marking that the caller may see and write."""
    marking: Marking = Marking.CLEAR
    """Of graphs that are new; at most `clearance`."""
    home: str = USER
    """How the names of the caller's own graphs begin; by default those of all."""
    brings_documents: bool = True
    """May write a document that is not there yet."""
    reviews: bool = True
    """May say that a person has reviewed a claim."""
    condition: Callable[[], None] = nothing
    """Raises when the writing must not happen; called while nobody else can write."""
    policy: Policy = field(default_factory=Policy)

    @property
    def new(self) -> Marking:
        """What a graph is marked that was not there."""
        return min(self.marking, self.clearance)


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of an update. The counts are of what the caller wrote, not of what was derived."""

    version: int
    graphs: frozenset[Iri]
    """The graphs that it changed."""
    added: int
    """Triples that are new in their graph."""
    removed: int
    created: frozenset[Iri] = frozenset()
    """Those of `graphs` that were not there."""
    read: Marking = Marking.CLEAR
    """What was read to write it was marked no higher."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One graph before and after."""

    before: frozenset[Triple]
    after: frozenset[Triple]


def is_open(name: Iri) -> bool:
    """Whether callers may write a graph of that name at all.

    What is made from a document must not bear the name of another's, nor of what is made from the knowledge.
    """
    opening = next((opening for opening in OPEN if name.startswith(opening)), None)
    if opening is None or not name.removeprefix(opening):
        return False
    return opening == USER or (
        "/" not in name.removeprefix(opening) and ENTRIES.keys().isdisjoint(with_made([name]))
    )


def permit(names: Iterable[Iri], writer: StoreWriter, authority: Authority) -> None:
    """One answer for all that the caller may not write, so that it tells nothing of what is there.

    Raises:
        UpdateRefused: one of the graphs may not be written.
    """
    held = catalogue.held(writer.reader, tuple(names) or (CATALOGUE,))
    for name in names:
        if not (is_open(name) and _may_write(name, held.get(name), authority)):
            raise UpdateRefused(
                f"graph {name} cannot be written; documents, reviewed editions and graphs under "
                f"{authority.home} can, as far as they are open to you"
            )


def _may_write(name: Iri, there: Held | None, authority: Authority) -> bool:
    if there is not None and there.marking > authority.clearance:
        return False
    if name.startswith(USER):
        return name.startswith(authority.home) and name != authority.home
    return there is not None or authority.brings_documents


def publish(
    writer: StoreWriter, edits: Mapping[Iri, Edit], knowledge: Knowledge, authority: Authority
) -> Updated:
    """Publish what an edit changes: documents pass the gate and are derived from anew.

    Raises:
        GateRefused: a document would no longer be sound; nothing was changed.
        QueryError: too many blank nodes of a graph look alike (`graph.likeness`).
        UpdateRefused: one of the graphs may not be written.
    """
    permit(edits, writer, authority)
    held = catalogue.held(writer.reader, tuple(edits) or (CATALOGUE,))
    graphs: dict[Iri, Iterable[Triple]] = {}
    entries: dict[Iri, Entry] = {}
    admission: Admission | None = None
    for name, edit in edits.items():
        if edit.after:
            _gate(name, edit, authority)
            if name.startswith(USER):
                graphs[name] = tuple(edit.after)
                entries |= {} if name in held else {name: Entry(marking=authority.new)}
                continue
            admission = admission or Admission(writer, knowledge, authority.policy)
            prepared = _prepare(admission, name, edit.after, held.get(name), authority)
            graphs |= prepared.graphs
            entries |= prepared.entries
    emptied = [name for name, edit in edits.items() if not edit.after]
    version = writer.publish(graphs, with_made(emptied), entries)
    return Updated(
        version,
        frozenset(edits),
        sum(len(edit.after - edit.before) for edit in edits.values()),
        sum(len(edit.before - edit.after) for edit in edits.values()),
        frozenset(edits.keys() - held.keys()),
    )


def write_graph(
    store: Store,
    name: Iri,
    edit: Callable[[frozenset[Triple]], Iterable[Triple]],
    knowledge: Knowledge,
    authority: Authority,
    *,
    must_exist: bool = False,
) -> Updated:
    """Write one graph: `edit` is given its triples and gives those that it shall have; none removes it.

    Raises:
        UnknownGraph: there is no such graph that the caller may see, and there must be one.
        UpdateRefused, GateRefused, StoreLocked: as of `publish`; nothing was changed.
    """
    with store.writing() as writer:
        authority.condition()
        held = catalogue.held(writer.reader, (name,))
        if must_exist and (name not in held or held[name].marking > authority.clearance):
            raise UnknownGraph(f"there is no graph {name}")
        permit((name,), writer, authority)
        before = frozenset(writer.reader.graph(name))
        after = frozenset(edit(before))
        edits = {name: Edit(before, after)} if before != after else {}
        return publish(writer, edits, knowledge, authority)


def _gate(name: Iri, edit: Edit, authority: Authority) -> None:
    """What a caller may say itself; of a document only what is new, as the rest was read or reviewed."""
    require_tellable(name, edit.after)
    report = written.check(name, edit.after if name.startswith(USER) else edit.after - edit.before)
    if not report.conforms:
        raise GateRefused(report)
    reviewed = next((triple for triple in edit.after - edit.before if triple.object == _REVIEWED), None)
    if reviewed is not None and not authority.reviews:
        raise UpdateRefused(f"{reviewed.subject} cannot be said to be reviewed without the scope to review")


def _prepare(
    admission: Admission, name: Iri, triples: frozenset[Triple], there: Held | None, authority: Authority
) -> Prepared:
    """What enters with a document; what the catalogue said of it before stays."""
    marking = there.marking if there else authority.new
    licence = next(iter(_licences(there)), None)
    return admission.prepare(to_rdflib(triples, name), marking=marking, licence=licence)


def _licences(there: Held | None) -> Iterator[Iri]:
    for triple in there.description if there else ():
        if triple.predicate.value == _LICENCE:
            yield Iri(triple.object.value)  # type: ignore[union-attr]
