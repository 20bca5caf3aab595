"""The worlds that the canned queries are asked of.

A world is a folder `worlds/{name}`: `claims.tsv` holds one claim a line, `things.trig` what else the
documents say. The ontology, the vocabularies and the rules are the real ones, so that a golden answer tests
the way from a claim to an answer.
"""

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple

from graph.catalogue import CATALOGUE, Entry, describe
from graph.knowledge import Knowledge
from graph.memory import MemoryReader
from graph.terms import from_rdflib
from ingest.reviewed import editions, later_events, read, to_graph
from ontology.namespaces import GRAPH, ID, PREFIXES, Iri
from ontology.resources import read_text

WORLDS = Path(__file__).parent / "worlds"
LITERALS = {"dueBy", "documentedCount"}

Graphs = dict[Iri, list[Triple]]
World = Callable[[str], MemoryReader]


@pytest.fixture(scope="session")
def world() -> World:
    """Opens a world by name."""
    return open_world


@pytest.fixture(scope="session")
def repeated() -> World:
    """Opens a world in which a second set of graphs says again what several documents may well say."""
    return open_repeated


OWN = tuple(f"{ID}{kind}/" for kind in ("claim", "evidence", "coverage", "status-event", "derivation"))
"""Things that belong to one document by their making: their triples are never repeated elsewhere."""


@cache
def open_repeated(name: str) -> MemoryReader:
    once = graphs_of(name)
    again = {
        Iri(graph + "/again"): [triple for triple in triples if not str(triple.subject)[1:].startswith(OWN)]
        for graph, triples in once.items()
    }
    return MemoryReader(once | again, version=1)


@cache
def open_world(name: str) -> MemoryReader:
    return MemoryReader(graphs_of(name), version=1)


@cache
def graphs_of(name: str) -> Graphs:
    """All graphs of a world: background, documents, and what the rules derive from each document."""
    graphs = reviewed() if name == "reviewed" else documents(name)
    for graph, triples in list(graphs.items()):
        if graph.startswith((GRAPH + "document/", GRAPH + "reviewed/")):
            derived = graph.replace("/document/", "/derived/").replace("/reviewed/", "/derived/reviewed/")
            graphs[Iri(derived)] = list(knowledge().engine.derive(triples))
    graphs = {name: list(triples) for name, triples in knowledge().graphs.items()} | graphs
    # Every graph is open to all, unless the world marks it itself.
    marked = [triple for name in graphs for triple in describe(name, Entry())]
    return graphs if CATALOGUE in graphs else {CATALOGUE: marked} | graphs


def reviewed() -> Graphs:
    """The real letter 30 821 nr. 125 as editors read it, and later events."""
    letters = [to_graph(read(folder)) for folder in editions()]
    return {Iri(str(graph.identifier)): list(from_rdflib(graph)) for graph in (*letters, later_events())}


def documents(name: str) -> Graphs:
    """The named graphs that a world's files say, without what follows from them."""
    prologue = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    store = Store()
    store.load((prologue + "\n".join(claims(WORLDS / name / "claims.tsv"))).encode(), format=RdfFormat.TRIG)
    store.load(read_text(WORLDS / name / "things.trig").encode(), format=RdfFormat.TRIG)
    graphs: Graphs = {}
    for quad in store:
        assert isinstance(quad.graph_name, NamedNode), "a world says nothing outside its named graphs"
        graphs.setdefault(Iri(quad.graph_name.value), []).append(quad.triple)
    return graphs


CLAIM = """graph:document\\/{document} {{
  claim:{id} a wb:Claim ; wb:claimSubject {subject} ; wb:claimPredicate wb:{predicate} ;
    {said} ; wb:modality modality:{modality} ; wb:confidence 0.9 ; wb:rule "hand" ; {review}
    wb:assertedIn document:{document} ; prov:wasQuotedFrom evidence:{id} ; {more} .
  evidence:{id} a wb:Evidence ; wb:inDocument document:{document} ; oa:exact "{quote}" ; wb:page {page} .
}}"""


def claims(path: Path) -> Iterator[str]:
    """Each line of the table as TriG, in the shape that extraction gives."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
            literal = row["predicate"] in LITERALS
            said = f'wb:claimValue "{row["object"]}"' if literal else f"wb:claimObject {row['object']}"
            review = "" if "wb:reviewState" in row["more"] else "wb:reviewState wb:Machine ;"
            yield CLAIM.format(**row, said=said, review=review)


@cache
def knowledge() -> Knowledge:
    """Ontology, vocabularies, mappings and rules, as the application loads them."""
    return Knowledge.load()
