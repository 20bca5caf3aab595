"""Small worlds to ask questions of."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.memory import MemoryReader
from queries.catalogue import CannedQuery, read_query


@pytest.fixture
def little_world(tmp_path: Path) -> MemoryReader:
    """Two means, one actor and two measures: enough to look things up."""
    path = tmp_path / "little.trig"
    path.write_text(LITTLE, encoding="utf-8")
    return MemoryReader.of_files(path, version=7)


@pytest.fixture
def canned() -> Callable[[str], CannedQuery]:
    """Reads a query text as a file `sample.rq` of the catalogue."""
    return lambda text: read_query(Path("sample.rq"), text)


LITTLE = """
@prefix wb: <https://w3id.org/weerbaar/def#> .
@prefix graph: <https://w3id.org/weerbaar/graph/> .
@prefix means: <https://w3id.org/weerbaar/id/means/> .
@prefix agent: <https://w3id.org/weerbaar/id/agent/> .
@prefix measure: <https://w3id.org/weerbaar/id/measure/> .
@prefix document: <https://w3id.org/weerbaar/id/document/> .
@prefix claim: <https://w3id.org/weerbaar/id/claim/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

graph:vocabulary {
  wb:State rdfs:subClassOf wb:StateActor . wb:StateActor rdfs:subClassOf wb:Agent .
  means:beinvloeding a wb:Means ; skos:prefLabel "beïnvloeding"@nl, "influence"@en ;
    skos:hiddenLabel "beinvloedng"@nl .
  means:desinformatie a wb:Means ; skos:prefLabel "desinformatie"@nl, "disinformation"@en ;
    skos:altLabel "nepnieuws"@nl, "valse berichten"@nl ; skos:broader means:beinvloeding .
  means:propaganda a wb:Means ; skos:prefLabel "propaganda"@nl, "propaganda"@en ;
    skos:altLabel "valse berichten"@nl ; skos:broader means:beinvloeding .
  agent:ru a wb:State ; skos:prefLabel "Rusland"@nl, "Russia"@en ; skos:altLabel "Russische Federatie"@nl .
}
graph:document\\/brief-1 {
  document:brief-1 a wb:Document ; dcterms:identifier "brief-1" .
  measure:loket a wb:Measure ; skos:prefLabel "Loket, met “haken”"@nl ; wb:counters means:desinformatie ;
    wb:level 3 ; wb:started "2021-02-03"^^xsd:date ; skos:note "=HYPERLINK(1)" .
  measure:toets a wb:Measure ; skos:prefLabel "Toets"@nl ; wb:counters means:beinvloeding .
  claim:c1 a wb:Claim ; wb:reviewState wb:Machine .
  claim:c2 a wb:Claim ; wb:reviewState wb:Reviewed .
}
"""
