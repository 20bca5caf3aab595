"""The gate: SHACL over one document before anything of it is stored (SHACL, W3C 2017).

A document is validated on its slice of the graph: its own triples, what the store says of every IRI that it
mentions, and the trees of classes and concepts. The results on nodes that the document describes are those of
the whole graph, at the cost of one document. (The validator's own `focus_nodes` gives a false "conforms" with
nested shapes and is not used.) Asserted data is validated before inference, or domain and range would supply
the types that a shape should find missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import rdflib
from pyoxigraph import Triple
from rdflib import SH, URIRef

from graph.catalogue import CATALOGUE
from graph.marking import Marking
from graph.naming import USER, derived_graph, document_graph, name_of, validation_graph
from graph.quotes import quote_of
from graph.reader import Reader
from graph.report import Finding, Report, Severity
from graph.results import Result, read_results
from graph.terms import from_rdflib
from graph.validators import Validator, validator
from ontology.namespaces import PREFIXES, WB

_TREE: Final = f"""
PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
CONSTRUCT {{ ?narrow ?edge ?broad }} {{
  VALUES ?edge {{ rdfs:subClassOf rdfs:subPropertyOf skos:broader skos:inScheme }}
  GRAPH ?graph {{ ?narrow ?edge ?broad }} FILTER(!STRSTARTS(STR(?graph), "{USER}"))
}}"""


@dataclass(frozen=True)
class Context:
    """What a document is held against: the shapes, and the store that it would enter."""

    shapes: rdflib.Graph
    reader: Reader

    @cached_property
    def validator(self) -> Validator:
        """The shapes, compiled."""
        return validator(self.shapes)

    @cached_property
    def tree(self) -> tuple[Triple, ...]:
        """The sub-class, sub-property and broader links of the store."""
        return self.reader.construct(_TREE)

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
    report = context.validator.validate((*from_rdflib(document), *described, *context.tree))
    own = _own_nodes(document, described)
    findings = (
        _finding(result, document) for result in read_results(report) if str(result.one("focusNode")) in own
    )
    return Report(str(document.identifier), tuple(sorted(findings, key=lambda finding: finding.order)))


def describe(
    document: rdflib.Graph, context: Context, marking: Marking = Marking.CLEAR
) -> tuple[Triple, ...]:
    """What other graphs of the store say of the IRIs that a document mentions, one hop far.

    Graphs of users stay out: they pass no gate, so they must neither make a document sound nor spoil it.
    """
    mentioned = {term for triple in document for term in triple if isinstance(term, URIRef)}
    described = f"{{ VALUES ?s {{ {_values(mentioned)} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    subjects = _values(term for term in document.subjects() if isinstance(term, URIRef))
    for path in context.inverse_paths:  # one by one: a variable for the path would scan the store
        described += f" UNION {{ VALUES ?node {{ {subjects} }} ?s <{path}> ?node . GRAPH ?g {{ ?s ?p ?o }} }}"
    return context.reader.construct(
        f"""CONSTRUCT {{ ?s ?p ?o }} {{ {described}
        FILTER(?g NOT IN (<{CATALOGUE}>, {_own_graphs(document)}) && !STRSTARTS(STR(?g), "{USER}"))
        {_not_above(marking, context)} }}"""
    )


def _not_above(marking: Marking, context: Context) -> str:
    """A filter on ?g; nothing when no graph is marked higher."""
    hidden = ", ".join(f'"{other.label}"' for other in Marking if other > marking)
    above = f"GRAPH <{CATALOGUE}> {{ ?g <{WB}marking> ?marking FILTER(?marking IN ({hidden})) }}"
    return f"FILTER NOT EXISTS {{ {above} }}" if context.reader.ask(f"ASK {{ {above} }}") else ""


def _values(terms: Iterable[URIRef]) -> str:
    return " ".join(sorted({term.n3() for term in terms}))


def _own_graphs(document: rdflib.Graph) -> str:
    """The graphs of the document's editions.

    What an earlier one left goes when this one comes. A reviewed edition and the document as it was read
    stand beside each other, each sound by itself: they may rest on different files of the same letter.
    """
    bare = name_of(str(document.identifier)).removeprefix("reviewed/")
    made = (document_graph, derived_graph, validation_graph)
    return ", ".join(f"<{graph(name)}>" for name in (bare, f"reviewed/{bare}") for graph in made)


def _own_nodes(document: rdflib.Graph, described: Iterable[Triple]) -> set[str]:
    """The nodes that a document describes, and those that it alone mentions, as in N-Triples."""
    known = {str(triple.subject) for triple in described}
    mentioned = {term.n3() for term in document.objects()} - known
    return mentioned | {term.n3() for term in document.subjects()}


def _finding(result: Result, document: rdflib.Graph) -> Finding:
    messages, focus = result.messages(), result.text("focusNode") or ""
    some = next(iter(messages.values()), "")
    return Finding(
        severity=Severity((result.text("resultSeverity") or "").rpartition("#")[2]),
        nl=messages.get("nl", some),
        en=messages.get("en", some),
        focus=focus,
        path=result.iri("resultPath"),
        value=result.text("value"),
        shape=result.iri("sourceShape"),
        constraint=result.text("sourceConstraintComponent") or "",
        quote=quote_of(document, URIRef(focus)),
    )
