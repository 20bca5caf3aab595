"""A graph of a caller's own answers for no letter: whatever it may say, each canned answer stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.memory import MemoryReader
from graph.naming import USER
from graph.terms import RDF_TYPE
from graph.written import check
from ontology.namespaces import ID, PREFIXES, WB, Iri
from queries.answering import Answer, ask
from queries.catalogue import CannedQuery, load
from queries.errors import ArgumentError
from tests.answers.conftest import graphs_of, open_world

WORLDS = ("letter", "model", "review")
OWN = Iri(f"{USER}mallory/list")
SPOKEN = re.compile(r"\b([a-z]+):([a-z][A-Za-z]+)\b")
QUERIES = list(load())


def predicates() -> set[NamedNode]:
    """Every property of another vocabulary that some canned query follows."""
    texts = "".join(query.text + str(query.template) + str(query.steps) for query in QUERIES)
    spoken = {(prefix, name) for prefix, name in SPOKEN.findall(texts) if prefix in PREFIXES}
    foreign = {NamedNode(PREFIXES[prefix] + name) for prefix, name in spoken}
    return {
        node for node in foreign if not node.value.startswith((WB, ID, PREFIXES["xsd"])) and node != RDF_TYPE
    }


def own_triples(world: str) -> Iterator[Triple]:
    """All that points from something of a caller's own to all that the world speaks of, by each of them."""
    graphs = graphs_of(world)
    named = {str(triple.subject.value) for triples in graphs.values() for triple in triples}
    kinds: dict[str, list[NamedNode]] = {}
    for name in sorted(named):
        if name.startswith(ID):
            kinds.setdefault(name.removeprefix(ID).partition("/")[0], []).append(NamedNode(name))
    ours = [node for nodes in kinds.values() for node in nodes[:25]]
    thing = NamedNode(f"{OWN}/thing")
    for predicate in predicates():
        yield Triple(thing, predicate, Literal("spionage", language="nl"))
        yield Triple(thing, predicate, thing)
        for number, each in enumerate(ours):
            yield Triple(thing, predicate, each)
            yield Triple(NamedNode(f"{OWN}/{number}"), predicate, each)
    for number, relation in enumerate(("exactMatch", "closeMatch", "broadMatch", "narrowMatch")):
        mapping = NamedNode(f"{OWN}/mapping-{number}")
        yield Triple(
            mapping, NamedNode(PREFIXES["owl"] + "annotatedProperty"), NamedNode(PREFIXES["skos"] + relation)
        )
        yield Triple(mapping, NamedNode(PREFIXES["owl"] + "annotatedTarget"), thing)
        yield from (Triple(mapping, NamedNode(PREFIXES["owl"] + "annotatedSource"), each) for each in ours)


@cache
def beside(world: str) -> MemoryReader:
    """The world with that graph in it, as far as the gate lets it in."""
    offered = set(own_triples(world))
    refused = {(each.focus, each.path, each.value) for each in check(OWN, offered).violations}
    kept = [
        each
        for each in offered
        if (each.subject.value, each.predicate.value, each.object.value) not in refused
    ]
    assert len(kept) > 1000
    assert check(OWN, kept).conforms
    return MemoryReader({**graphs_of(world), OWN: kept}, version=1)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
@pytest.mark.parametrize("world", WORLDS)
def test_no_canned_answer_changes(world: str, query: CannedQuery) -> None:
    for example in query.examples:
        assert said(beside(world), query, example) == said(open_world(world), query, example), example


def said(reader: MemoryReader, query: CannedQuery, example: dict[str, str]) -> object:
    try:
        answer: Answer = ask(reader, query, dict(example))
    except ArgumentError as error:
        return str(error)
    return answer.rows, answer.labels, answer.unreviewed, answer.emptiness
