"""Taking a document in: gate, rules, one publication. All of it enters the store or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import rdflib
from pyoxigraph import Triple
from rdflib import URIRef
from rdflib.namespace import DCTERMS

from graph import catalogue, gate
from graph.catalogue import Entry
from graph.errors import GateRefused
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import DOCUMENT, REVIEWED, derived_graph, document_graph, name_of, validation_graph
from graph.report import Report
from graph.review.ledger import Ledger, Policy
from graph.store import Store, StoreWriter
from graph.terms import from_rdflib
from ontology.namespaces import ID, WB, Iri


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of a document."""

    version: int
    """The version of the store that holds it."""
    unchanged: bool
    """The store held the same already; nothing was written."""
    report: Report
    """Its warnings; violations would have stopped it."""
    derived: int
    """The number of triples derived from it."""


def admit(
    store: Store,
    document: rdflib.Graph,
    knowledge: Knowledge | None = None,
    *,
    marking: Marking = Marking.CLEAR,
    licence: Iri | None = None,
) -> Admitted:
    """Take one document in. See `Admission.admit`; for many documents make one `Admission`."""
    with store.writing() as writer:
        return Admission(writer, knowledge or Knowledge.load()).admit(
            document, marking=marking, licence=licence
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that passed the gate, with all that enters together with it."""

    graphs: Mapping[Iri, tuple[Triple, ...]]
    entries: Mapping[Iri, Entry]
    report: Report
    derived: int


class Admission:
    """Takes documents in, within one session of the writer.

    The knowledge comes first: where the store holds another edition of it, that one goes, and what was
    derived from documents is derived anew, in one publication.
    """

    def __init__(self, writer: StoreWriter, knowledge: Knowledge, policy: Policy = Policy()) -> None:  # noqa: B008
        self._writer = writer
        self._knowledge = knowledge
        self._ledger = Ledger.read(writer.reader, policy)
        self._bring_knowledge()
        self._context = gate.Context(knowledge.shapes, writer.reader)

    def admit(
        self, document: rdflib.Graph, *, marking: Marking = Marking.CLEAR, licence: Iri | None = None
    ) -> Admitted:
        """Take one document in.

        Args:
            document: the named graph `{GRAPH}document/{id}`, or `{GRAPH}reviewed/{id}` of a reviewed edition;
                its identifier is its name.
            marking: who may see it, and what is derived from it.
            licence: of the document's text, where known.

        Raises:
            GateRefused: it has violations; nothing was stored.
            ValueError: the graph is not named as a document.
        """
        prepared = self.prepare(document, marking=marking, licence=licence)
        before = self._writer.version
        version = self._writer.publish(prepared.graphs, entries=prepared.entries)
        return Admitted(version, version == before, prepared.report, prepared.derived)

    def prepare(
        self, document: rdflib.Graph, *, marking: Marking = Marking.CLEAR, licence: Iri | None = None
    ) -> Prepared:
        """All that enters with a document, for a publication together with others. As `admit`."""
        name = name_of(str(document.identifier))
        report = gate.check(document, self._context, marking)
        if not report.conforms:
            raise GateRefused(report)
        triples = from_rdflib(document)
        derived = self._derive(triples)
        graphs = {
            document_graph(name): triples,
            derived_graph(name): derived,
            validation_graph(name): report.triples(),
        }
        return Prepared(graphs, _entries(name, document, marking, licence), report, len(derived))

    def _derive(self, triples: tuple[Triple, ...]) -> tuple[Triple, ...]:
        return self._knowledge.engine.derive(self._ledger.view(triples))

    def _bring_knowledge(self) -> None:
        reader, wanted = self._writer.reader, self._knowledge.hashes
        held = catalogue.held(reader, wanted)
        if all(name in held and held[name].content.sha256 == sha256 for name, sha256 in wanted.items()):
            return
        graphs: dict[Iri, Iterable[Triple]] = dict(self._knowledge.graphs)
        for document in catalogue.held(reader):
            if document.startswith((DOCUMENT, REVIEWED)):
                graphs[derived_graph(name_of(document))] = self._derive(reader.graph(document))
        self._writer.publish(graphs, entries=self._knowledge.entries)


def _entries(name: str, document: rdflib.Graph, marking: Marking, licence: Iri | None) -> Mapping[Iri, Entry]:
    """What the catalogue says of the document's three graphs."""
    node = URIRef(f"{ID}document/{name.removeprefix('reviewed/')}")

    def text(predicate: str) -> str | None:
        value = document.value(node, URIRef(predicate))
        return None if value is None else str(value)

    issued = text(DCTERMS.issued)
    entry = Entry(
        marking=marking,
        title=text(DCTERMS.title),
        source=Iri(node),
        sha256=text(f"{WB}sha256"),
        issued=date.fromisoformat(issued) if issued else None,
        licence=licence,
    )
    made = replace(entry, source=document_graph(name), title=None, sha256=None, issued=None)
    return {document_graph(name): entry, derived_graph(name): made, validation_graph(name): made}
