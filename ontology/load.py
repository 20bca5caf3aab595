"""Reading the knowledge files into rdflib graphs.

Each function reads its files anew and gives a graph of its own, so that a caller may add to it. Files come
in the order of their names; the base IRI is the configured one (`ontology.namespaces.BASE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rdflib import Graph, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from ontology import sssom
from ontology.errors import OntologyFileError
from ontology.namespaces import GRAPH, PREFIXES
from ontology.resources import ROOT, read_text

AGENTS: Final = ROOT / "vocabularies" / "agents.ttl"


def ontology() -> Graph:
    """The OWL modules: classes and properties with their labels, definitions and axioms."""
    return _read(_files("modules"), f"{GRAPH}ontology")


def vocabularies() -> Graph:
    """The SKOS concept schemes, without the known agents."""
    return _read((path for path in _files("vocabularies") if path != AGENTS), f"{GRAPH}vocabulary")


def agents() -> Graph:
    """The known agents: states, kinds of actor, organisations and posts, with SKOS labels."""
    return _read([AGENTS], f"{GRAPH}vocabulary")


def shapes() -> Graph:
    """The SHACL shapes."""
    return _read(_files("shapes"), f"{GRAPH}shapes")


def written(what: str) -> Graph:
    """The shapes of what callers may write, over `rdf:Statement`s: in an `own-graph`, or in a `document`."""
    return _read([ROOT / "shapes" / "written" / f"{what}.ttl"], f"{GRAPH}shapes")


def mappings() -> dict[str, Graph]:
    """The mappings by partner, each the named graph `{GRAPH}mapping/{partner}`."""
    sets = (sssom.read(path) for path in sorted((ROOT / "mappings").glob("*.sssom.tsv")))
    return {each.partner: sssom.to_graph(each) for each in sets}


def read_turtle(path: Path, graph: Graph) -> Graph:
    """Add a Turtle file to a graph.

    Raises:
        OntologyFileError: the file is not valid Turtle.
    """
    try:
        return graph.parse(data=read_text(path), format="turtle")
    except (BadSyntax, ParserError) as error:
        raise OntologyFileError(path, str(error)) from error


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).glob("*.ttl"))


def _read(paths: Iterable[Path], name: str) -> Graph:
    graph = Graph(identifier=URIRef(name), bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for path in paths:
        read_turtle(path, graph)
    return graph
