"""The gate: SHACL over one document before anything of it is stored (SHACL, W3C 2017; engine: pyshacl).

A document is validated on its slice of the graph: its own triples, what the store says of every IRI that it
mentions, and the trees of classes and concepts. The results on nodes that the document describes are those of
the whole graph, at the cost of one document. (The validator's own `focus_nodes` gives a false "conforms" with
nested shapes and is not used.) Asserted data is validated before inference, or domain and range would supply
the types that a shape should find missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyshacl
import rdflib
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import RDF, SH, URIRef
from rdflib.term import Node

from graph.catalogue import CATALOGUE
from graph.errors import ShapesError
from graph.marking import Marking
from graph.naming import derived_graph, document_graph, name_of, validation_graph
from graph.quotes import quote_of
from graph.reader import Reader
from graph.report import Finding, Report, Severity
from graph.terms import to_rdflib
from ontology.namespaces import PREFIXES, WB

_TREE: Final = f"""
PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
CONSTRUCT {{ ?narrow ?edge ?broad }} {{
  VALUES ?edge {{ rdfs:subClassOf rdfs:subPropertyOf skos:broader skos:inScheme }} ?narrow ?edge ?broad
}}"""


@dataclass(frozen=True)
class Context:
    """What a document is held against: the shapes, and the store that it would enter."""

    shapes: rdflib.Graph
    reader: Reader

    @cached_property
    def tree(self) -> rdflib.Graph:
        """The sub-class, sub-property and broader links of the store."""
        return to_rdflib(self.reader.construct(_TREE))

    @cached_property
    def inverse_paths(self) -> tuple[str, ...]:
        """The properties that shapes follow backwards: for these, what points to a node describes it too."""
        return tuple(sorted({str(path) for path in self.shapes.objects(None, SH.inversePath)}))


def check(document: rdflib.Graph, context: Context, marking: Marking = Marking.CLEAR) -> Report:
    """What the shapes say of a document that is about to enter the store. Changes neither.

    Args:
        document: the named graph `{GRAPH}document/{id}`; its identifier is its name.
        marking: the document's. Graphs above it are left out, so that no finding tells of them.

    Raises:
        ShapesError: the validator cannot run the shapes.
    """
    described = describe(document, context, marking)
    data = rdflib.Graph(bind_namespaces="none")
    for part in (document, described, context.tree):
        data += part
    results = validate(data, context.shapes)
    own = set(document.subjects()) | (set(document.objects()) - set(described.subjects()))
    found = (result for result in results.subjects(RDF.type, SH.ValidationResult))
    findings = (
        _finding(results, result, document) for result in found if results.value(result, SH.focusNode) in own
    )
    return Report(str(document.identifier), tuple(sorted(findings, key=lambda finding: finding.order)))


def validate(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """The validation report (SHACL §3.6) of a graph as a whole. Raises `ShapesError`."""
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, advanced=False)
    except (ReportableRuntimeError, ShapeLoadError, ConstraintLoadError) as error:
        raise ShapesError(f"the shapes cannot be run: {error}") from error
    if not isinstance(results, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be run: {results!r}")
    return results


def describe(document: rdflib.Graph, context: Context, marking: Marking = Marking.CLEAR) -> rdflib.Graph:
    """What other graphs of the store say of the IRIs that a document mentions, one hop far."""
    mentioned = sorted({term for triple in document for term in triple if isinstance(term, URIRef)})
    values = " ".join(term.n3() for term in mentioned)
    described = f"{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    for path in context.inverse_paths:
        described += f" UNION {{ VALUES ?node {{ {values} }} ?s <{path}> ?node . GRAPH ?g {{ ?s ?p ?o }} }}"
    hidden = ", ".join(f'"{other.label}"' for other in Marking if other > marking)
    above = f"?g <{WB}marking> ?marking FILTER(?marking IN ({hidden}))"
    query = f"""CONSTRUCT {{ ?s ?p ?o }} {{ {described}
        FILTER(?g NOT IN (<{CATALOGUE}>, {_own_graphs(document)}))
        FILTER NOT EXISTS {{ GRAPH <{CATALOGUE}> {{ {above} }} }} }}"""
    return to_rdflib(context.reader.construct(query))


def _own_graphs(document: rdflib.Graph) -> str:
    """The graphs that an earlier edition of the document left: they go when this one comes."""
    name = name_of(str(document.identifier))
    return ", ".join(f"<{graph(name)}>" for graph in (document_graph, derived_graph, validation_graph))


def _finding(results: rdflib.Graph, result: Node, document: rdflib.Graph) -> Finding:
    messages = {
        message.language: str(message)
        for message in results.objects(result, SH.resultMessage)
        if isinstance(message, rdflib.Literal)
    }
    some = next(iter(messages.values()), "")
    focus, path, value = (results.value(result, term) for term in (SH.focusNode, SH.resultPath, SH.value))
    return Finding(
        severity=Severity(str(results.value(result, SH.resultSeverity)).rpartition("#")[2]),
        nl=messages.get("nl", some),
        en=messages.get("en", some),
        focus=str(focus),
        path=str(path) if isinstance(path, URIRef) else None,
        value=None if value is None else str(value),
        shape=_named_shape(results, result),
        constraint=str(results.value(result, SH.sourceConstraintComponent)),
        quote=quote_of(document, focus) if focus is not None else None,
    )


def _named_shape(results: rdflib.Graph, result: Node) -> str | None:
    shape = results.value(result, SH.sourceShape)
    return str(shape) if isinstance(shape, URIRef) else None
