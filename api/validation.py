"""Validating the documents that the graph holds already, as the gate would if they came anew."""

from __future__ import annotations

from collections.abc import Callable

from graph import catalogue, gate
from graph.naming import DOCUMENT, REVIEWED
from graph.reader import Reader
from graph.report import Report
from graph.terms import to_rdflib
from ontology import load


def validate(reader: Reader, say: Callable[[str], None]) -> list[Report]:
    """The report of each document, in the order of their graphs' names."""
    context = gate.Context(load.shapes(), reader)
    names = sorted(name for name in catalogue.held(reader) if name.startswith((DOCUMENT, REVIEWED)))
    reports = []
    for name in names:
        say(f"validating {name}")
        triples = reader.construct(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        reports.append(gate.check(to_rdflib(triples, name), context))
    return reports
