"""The gate of what a caller writes itself: SHACL over the statements, beside what a document's shapes ask.

Questions read the union of all graphs, so a graph in which anybody may say anything would answer for the
letters. A graph of a caller's own therefore uses no term of the ontology, assigns none of its classes and
describes nothing under the base IRI but what is its own; a partner's list, notes or measurements may point to
concepts, measures and documents, and be joined with them. In the graph of a document, where claims with their
quotes belong, a caller may not write what rules derive, reviewers decide or the vocabulary defines.

Shapes cannot tell a graph's own triples from what others say of the same node, so they are held against the
statements themselves (`rdf:Statement`), each of which a finding then names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, Triple

from graph.naming import USER
from graph.report import Finding, Report, Severity
from graph.results import Result, read_results
from graph.terms import RDF_TYPE
from graph.validators import Validator, validator
from ontology import load
from ontology.namespaces import BASE, PREFIXES, Iri

_STATEMENT: Final = "urn:statement:"
_RDF: Final = PREFIXES["rdf"]


def check(name: Iri, triples: Iterable[Triple]) -> Report:
    """What the shapes say of a graph's own statements; a finding's node, path and value are the triple."""
    own = name.startswith(USER)
    held = sorted((triple for triple in triples if not own or _names_ours(triple)), key=str)
    results = read_results(_validator("own-graph" if own else "document").validate(_reified(held)))
    findings = (_finding(result, held) for result in results)
    return Report(name, tuple(sorted(findings, key=lambda finding: finding.order)))


@cache
def _validator(what: str) -> Validator:
    return validator(load.written(what))


def _names_ours(triple: Triple) -> bool:
    """Whether it names anything under the base; no other statement of a graph of one's own breaks a shape."""
    terms = (triple.subject, triple.predicate, triple.object)
    return any(isinstance(term, NamedNode) and term.value.startswith(BASE) for term in terms)


def _reified(triples: Sequence[Triple]) -> Iterator[Triple]:
    for number, triple in enumerate(triples):
        node = NamedNode(f"{_STATEMENT}{number}")
        yield Triple(node, RDF_TYPE, NamedNode(f"{_RDF}Statement"))
        yield Triple(node, NamedNode(f"{_RDF}subject"), triple.subject)
        yield Triple(node, NamedNode(f"{_RDF}predicate"), triple.predicate)
        if not isinstance(triple.object, Triple):  # one that is only quoted asserts nothing
            yield Triple(node, NamedNode(f"{_RDF}object"), triple.object)


def _finding(result: Result, triples: Sequence[Triple]) -> Finding:
    triple = triples[int((result.text("focusNode") or "").removeprefix(_STATEMENT))]
    messages = result.messages()
    some = next(iter(messages.values()), "")
    return Finding(
        severity=Severity.VIOLATION,
        nl=messages.get("nl", some),
        en=messages.get("en", some),
        focus=_text(triple.subject),
        path=triple.predicate.value,
        value=_text(triple.object),
        shape=result.iri("sourceShape"),
        constraint=result.text("sourceConstraintComponent") or "",
        quote=None,
    )


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
