"""Every file of the catalogue, held against the ontology and against a second SPARQL parser."""

import re
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode
from pyparsing import ParseResults
from rdflib import URIRef
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ontology import load as knowledge
from ontology.namespaces import ID, PREFIXES, SCHEMES, WB, expand
from queries import catalogue
from queries.catalogue import CannedQuery

CATALOGUE = catalogue.load()
COMPETENCY = {f"CQ{number}" for number in range(1, 31)}

_SILENT = re.compile(r'<[^<>\s]*>|"[^"\n]*"|#[^\n]*')
_CURIE = re.compile(r"(?<![\w?$:-])([a-z][\w-]*):([A-Za-z][\w-]*)")


@pytest.fixture(params=list(CATALOGUE), ids=lambda query: query.name)
def query(request: pytest.FixtureRequest) -> CannedQuery:
    assert isinstance(request.param, CannedQuery)
    return request.param


@pytest.fixture(scope="session")
def defined() -> set[str]:
    """Everything that the ontology and the vocabularies define."""
    graph = knowledge.ontology() + knowledge.vocabularies() + knowledge.agents()
    return {str(subject) for subject in graph.subjects() if isinstance(subject, URIRef)}


def terms(query: CannedQuery) -> Iterator[str]:
    """Each IRI that the query, its steps or its front matter writes as a CURIE."""
    for text in (query.text, *(step.pattern.bind({}) for step in query.steps)):
        for prefix, local in _CURIE.findall(_SILENT.sub(" ", text)):
            yield expand(f"{prefix}:{local}")
    for parameter in query.parameters:
        yield from parameter.classes
    for column in query.columns:
        yield column.type


def test_every_term_is_defined(query: CannedQuery, defined: set[str]) -> None:
    """A misspelt property finds nothing, in silence."""
    ours = [term for term in terms(query) if term.startswith((WB, *(f"{ID}{scheme}/" for scheme in SCHEMES)))]
    assert list(terms(query))
    assert [term for term in ours if term not in defined] == []


def test_a_second_parser_reads_the_query_too(query: CannedQuery) -> None:
    """rdflib accepts what Oxigraph accepts: the file is plain SPARQL 1.1."""
    assert parseQuery(query.text)


def test_a_value_lands_in_a_data_block_and_nowhere_else(query: CannedQuery) -> None:
    """The parser, not the scanner that cuts the query, says where each value ended up."""
    canary = "https://example.org/canary"
    value = (NamedNode(canary),)
    tree = parseQuery(query.template.bind({parameter.name: value for parameter in query.parameters}))
    everywhere = list(leaves(tree)).count(URIRef(canary))
    in_blocks = sum(list(leaves(block)).count(URIRef(canary)) for block in data_blocks(tree))
    assert everywhere == in_blocks >= len(query.parameters)


def leaves(node: object) -> Iterator[object]:
    """The terms of a parse tree."""
    if isinstance(node, CompValue):
        for value in node.values():
            yield from leaves(value)
    elif isinstance(node, ParseResults | list | tuple):
        for value in node:
            yield from leaves(value)
    else:
        yield node


def data_blocks(node: object) -> Iterator[CompValue]:
    """The VALUES blocks of a parse tree."""
    if isinstance(node, CompValue):
        if node.name == "InlineData":
            yield node
            return
        for value in node.values():
            yield from data_blocks(value)
    elif isinstance(node, ParseResults | list | tuple):
        for value in node:
            yield from data_blocks(value)


def test_a_text_with_quotes_and_braces_stays_one_value(query: CannedQuery) -> None:
    attack = Literal('" } } UNION { ?s ?p ?o } #')
    bound = query.template.bind({parameter.name: (attack,) for parameter in query.parameters})
    assert parseQuery(bound)


def test_no_query_leaves_the_graph(query: CannedQuery) -> None:
    assert not re.search(r"\b(SERVICE|FROM)\b", _SILENT.sub(" ", query.text))


def test_rows_come_in_a_set_order_and_once(query: CannedQuery) -> None:
    """The union of graphs repeats triples, and an answer must not change from one time to the next."""
    outer = re.sub(r"\{.*\}", "", _SILENT.sub(" ", query.text), flags=re.DOTALL)
    assert "SELECT DISTINCT" in outer or "GROUP BY" in outer
    assert "ORDER BY" in outer


def test_a_row_can_be_cited(query: CannedQuery) -> None:
    """An answer about what documents say carries quote, page, document and claim."""
    if query.name in COUNTS:
        assert not query.evidence
    else:
        assert all(each.claim for each in query.evidence)
        assert query.evidence


COUNTS = {
    "concepts-without-partner",
    "coverage-gaps",
    "edition-changes",
    "interests-without-threat",
    "partner-concepts",
    "rule-precision",
    "why-empty",
}
"""Queries whose rows count, or speak of what no document says: there is nothing to quote."""


def test_every_query_names_its_competency_question(query: CannedQuery) -> None:
    assert set(query.tags) & COMPETENCY
    assert set(query.tags) <= COMPETENCY


def test_every_competency_question_has_a_query() -> None:
    assert {tag for query in CATALOGUE for tag in query.tags} == COMPETENCY


def test_prefixes_are_those_of_the_namespaces(query: CannedQuery) -> None:
    declared = re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", query.text, flags=re.MULTILINE)
    assert declared
    assert [(prefix, iri) for prefix, iri in declared if PREFIXES.get(prefix) != iri] == []
