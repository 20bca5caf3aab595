"""The catalogue in RDF, for the graph `…/graph/queries` and for tools that read examples from an endpoint.

Each canned query is a `sh:SPARQLSelectExecutable` (SHACL-AF and the examples vocabulary of SIB,
https://github.com/sib-swiss/sparql-examples): its question in two languages, its text as it runs without
arguments, its parameters as `sh:parameter` (SHACL-AF §6) and its competency questions as `schema:keywords`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.namespaces import GRAPH, ID, PREFIXES, Iri
from queries.catalogue import CannedQuery, Catalogue
from queries.frontmatter import Texts
from queries.parameters import Parameter

QUERIES: Final = Iri(f"{GRAPH}queries")
"""The named graph of the catalogue."""
_RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
_SH: Final = PREFIXES["sh"]
_RDFS: Final = PREFIXES["rdfs"]
_KEYWORDS: Final = NamedNode("https://schema.org/keywords")


def to_triples(catalogue: Catalogue) -> tuple[Triple, ...]:
    """The whole catalogue, with the prefixes that its queries use."""
    prefixes = NamedNode(QUERIES)
    return (
        *_declare(prefixes),
        *(triple for query in catalogue for triple in _describe(query, prefixes)),
    )


def iri(query: CannedQuery) -> NamedNode:
    """The IRI of a canned query."""
    return NamedNode(f"{ID}query/{query.name}")


def _declare(node: NamedNode) -> Iterator[Triple]:
    """The prefixes as `sh:declare` (SHACL §5.2.1)."""
    for prefix, namespace in PREFIXES.items():
        declaration = BlankNode()
        yield Triple(node, NamedNode(_SH + "declare"), declaration)
        yield Triple(declaration, NamedNode(_SH + "prefix"), Literal(prefix))
        any_uri = Literal(namespace, datatype=NamedNode(PREFIXES["xsd"] + "anyURI"))
        yield Triple(declaration, NamedNode(_SH + "namespace"), any_uri)


def _describe(query: CannedQuery, prefixes: NamedNode) -> Iterator[Triple]:
    node = iri(query)
    yield Triple(node, _RDF_TYPE, NamedNode(_SH + "SPARQLExecutable"))
    yield Triple(node, _RDF_TYPE, NamedNode(_SH + "SPARQLSelectExecutable"))
    yield Triple(node, NamedNode(_SH + "select"), Literal(query.text))
    yield Triple(node, NamedNode(_SH + "prefixes"), prefixes)
    yield Triple(node, NamedNode(PREFIXES["dcterms"] + "identifier"), Literal(query.name))
    yield from _texts(node, _RDFS + "comment", query.question)
    for tag in query.tags:
        yield Triple(node, _KEYWORDS, Literal(tag))
    for order, parameter in enumerate(query.parameters):
        yield from _parameter(node, order, parameter)


def _parameter(query: NamedNode, order: int, parameter: Parameter) -> Iterator[Triple]:
    node = NamedNode(f"{query.value}/{parameter.name}")
    yield Triple(query, NamedNode(_SH + "parameter"), node)
    yield Triple(node, _RDF_TYPE, NamedNode(_SH + "Parameter"))
    yield Triple(node, NamedNode(_SH + "path"), node)
    yield Triple(node, NamedNode(_SH + "name"), Literal(parameter.name))
    yield Triple(node, NamedNode(_SH + "order"), Literal(order))
    yield Triple(node, NamedNode(_SH + "optional"), Literal(not parameter.required))
    yield from _texts(node, _SH + "description", parameter.description)
    if parameter.datatype:
        yield Triple(node, NamedNode(_SH + "datatype"), NamedNode(parameter.datatype))
    yield from _classes(node, parameter.classes)


def _classes(node: NamedNode, classes: Iterable[Iri]) -> Iterator[Triple]:
    """One class as `sh:class`; of several, each may be the one, which only `sh:or` can say."""
    several = tuple(classes)
    if len(several) == 1:
        yield Triple(node, NamedNode(_SH + "class"), NamedNode(several[0]))
        return
    rest: NamedNode | BlankNode = NamedNode(PREFIXES["rdf"] + "nil")
    for each in reversed(several):
        shape, cell = BlankNode(), BlankNode()
        yield Triple(shape, NamedNode(_SH + "class"), NamedNode(each))
        yield Triple(cell, NamedNode(PREFIXES["rdf"] + "first"), shape)
        yield Triple(cell, NamedNode(PREFIXES["rdf"] + "rest"), rest)
        rest = cell
    if several:
        yield Triple(node, NamedNode(_SH + "or"), rest)


def _texts(node: NamedNode, predicate: str, texts: Texts) -> Iterator[Triple]:
    for language, text in texts.items():
        yield Triple(node, NamedNode(predicate), Literal(text, language=language))
