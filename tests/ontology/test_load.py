"""The knowledge files are read whole, under the configured base, and a broken file says where."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, SKOS, Graph, URIRef

from ontology import load
from ontology.errors import OntologyFileError
from ontology.namespaces import GRAPH, ID, WB
from ontology.resources import ROOT


def test_each_kind_of_knowledge_is_a_graph_of_its_own() -> None:
    assert (URIRef(f"{WB}Claim"), RDF.type, OWL.Class) in load.ontology()
    assert (URIRef(f"{ID}means/spionage"), RDF.type, SKOS.Concept) in load.vocabularies()
    assert (URIRef(f"{ID}agent/ru"), RDF.type, URIRef(f"{WB}State")) in load.agents()
    assert (None, RDF.type, SH.NodeShape) in load.shapes()


def test_graphs_are_named_after_where_they_are_published() -> None:
    assert load.ontology().identifier == URIRef(f"{GRAPH}ontology")
    assert load.vocabularies().identifier == URIRef(f"{GRAPH}vocabulary")


def test_a_caller_may_change_its_graph_without_changing_the_next() -> None:
    first = load.agents()
    first.remove((None, None, None))
    assert len(load.agents()) > 0


def test_every_turtle_file_is_read() -> None:
    files = sum(len(list((ROOT / folder).glob("*.ttl"))) for folder in ("modules", "vocabularies", "shapes"))
    alone = [load.read_turtle(path, Graph()) for path in ROOT.glob("*/*.ttl")]
    assert len(alone) == files
    assert all(len(graph) > 0 for graph in alone)


def test_a_broken_file_names_itself_and_the_line(tmp_path: Path) -> None:
    broken = tmp_path / "means.ttl"
    broken.write_text("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<a> skos:prefLabel .\n")
    with pytest.raises(OntologyFileError, match=r"(?s)means\.ttl is not valid Turtle.*line 2"):
        load.read_turtle(broken, Graph())


def test_another_base_changes_every_iri() -> None:
    script = (
        "from ontology import load;"
        "g = load.vocabularies() + load.ontology() + load.agents() + load.shapes();"
        "print(sum('w3id.org/weerbaar' in term for triple in g for term in triple), len(g))"
    )
    environment = {**os.environ, "WEERBAAR_BASE": "https://kennis.example/"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT.parent,
        env=environment,
        text=True,
        capture_output=True,
        check=True,
    )
    left, total = map(int, done.stdout.split())
    assert left == 0
    assert total > 5000
