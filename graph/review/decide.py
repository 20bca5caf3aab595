"""Putting a decision on record: the review graph and what is derived change in one publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Triple

from graph import catalogue, gate
from graph.catalogue import Entry
from graph.errors import GateRefused, GraphError
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import derived_graph, document_graph, name_of
from graph.reader import Reader
from graph.review.decision import Decision
from graph.review.ledger import REVIEW, Ledger, Policy
from graph.store import Store, StoreWriter
from graph.terms import to_rdflib
from ontology.namespaces import GRAPH, WB, Iri

_HOLDERS: Final = "SELECT DISTINCT ?graph {{ {values} GRAPH ?graph {{ ?claim a <{wb}Claim> {extra} }} }}"


class UnknownClaim(GraphError):
    """A decision on a claim that no document graph holds."""


def decide(
    store: Store,
    decisions: Iterable[Decision],
    knowledge: Knowledge | None = None,
    policy: Policy = Policy(),  # noqa: B008 (frozen)
) -> int:
    """Record decisions and derive anew what they change. Returns the version that holds both.

    Raises:
        UnknownClaim: no document holds a claim of that IRI; nothing was recorded.
        GateRefused: a corrected claim breaks a shape; nothing was recorded.
        StoreLocked: another process is writing.
    """
    with store.writing() as writer:
        return _Session(writer, knowledge or Knowledge.load(), policy).record(tuple(decisions))


class _Session:
    def __init__(self, writer: StoreWriter, knowledge: Knowledge, policy: Policy) -> None:
        self._writer = writer
        self._knowledge = knowledge
        self._policy = policy
        self._before = Ledger.read(writer.reader, policy)

    def record(self, decisions: tuple[Decision, ...]) -> int:
        reader = self._writer.reader
        added: dict[Iri, list[Triple]] = {}
        touched: set[str] = set()
        for decision in decisions:
            holder = _holder(reader, decision.claim)
            touched.add(holder)
            graph = _review_graph(reader, holder)
            added.setdefault(graph, []).extend(decision.triples(_about(reader, decision.claim)))
        graphs = {graph: (*_content(reader, graph), *triples) for graph, triples in added.items()}
        after = self._ledger_with(added)
        touched |= _holders_of_rules(reader, after.quarantined ^ self._before.quarantined)
        for holder in touched:
            name = name_of(holder)
            view = after.view(_content(reader, document_graph(name)))
            graphs[derived_graph(name)] = self._knowledge.engine.derive(view)
            if any(decision.correction for decision in decisions):
                self._check(holder, view)
        entries = {graph: Entry(marking=_marking_of(graph), title="Beoordelingen") for graph in added}
        return self._writer.publish(graphs, entries=entries)

    def _check(self, holder: str, view: tuple[Triple, ...]) -> None:
        """A correction must be as sound as what is read: it passes the same gate."""
        context = gate.Context(self._knowledge.shapes, self._writer.reader)
        report = gate.check(to_rdflib(view, holder), context)
        if not report.conforms:
            raise GateRefused(report)

    def _ledger_with(self, added: dict[Iri, list[Triple]]) -> Ledger:
        there = {graph for graph in catalogue.held(self._writer.reader) if graph.startswith(REVIEW)}
        triples = [triple for graph in there for triple in _content(self._writer.reader, graph)]
        return Ledger.of([*triples, *(triple for new in added.values() for triple in new)], self._policy)


def _holder(reader: Reader, claim: Iri) -> str:
    query = _HOLDERS.format(values=f"VALUES ?claim {{ <{claim}> }}", wb=WB, extra="")
    graphs = [
        row["graph"].value
        for row in reader.select(query).rows
        if row["graph"].value.startswith((f"{GRAPH}document/", f"{GRAPH}reviewed/"))
    ]
    if not graphs:
        raise UnknownClaim(f"no document in the store makes the claim {claim}; `weerbaar review` lists them")
    return str(graphs[0])


def _holders_of_rules(reader: Reader, rules: Iterable[str]) -> set[str]:
    values = " ".join(f'"{rule}"' for rule in sorted(rules))
    if not values:
        return set()
    query = _HOLDERS.format(values=f"VALUES ?rule {{ {values} }}", wb=WB, extra=f"; <{WB}rule> ?rule")
    graphs = (row["graph"].value for row in reader.select(query).rows)
    return {graph for graph in graphs if graph.startswith((f"{GRAPH}document/", f"{GRAPH}reviewed/"))}


def _about(reader: Reader, node: Iri) -> tuple[Triple, ...]:
    return reader.construct(f"CONSTRUCT {{ <{node}> ?p ?o }} {{ <{node}> ?p ?o }}")


def _content(reader: Reader, graph: Iri) -> tuple[Triple, ...]:
    return reader.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def _review_graph(reader: Reader, holder: str) -> Iri:
    """A decision shows that the claim is there: it is marked as the document is."""
    marking = catalogue.held(reader, {Iri(holder)})[Iri(holder)].marking
    return REVIEW if marking is Marking.CLEAR else Iri(f"{REVIEW}/{marking.slug}")


def _marking_of(graph: Iri) -> Marking:
    slug = graph.removeprefix(REVIEW).strip("/")
    return Marking.parse(slug) if slug else Marking.CLEAR
