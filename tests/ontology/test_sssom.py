"""Mappings to partners: one SSSOM set each, with ground, confidence, licence and the release compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from ontology import load, sssom
from ontology.errors import MappingSetError
from ontology.namespaces import GRAPH, ID, SCHEMES, expand
from ontology.resources import ROOT

HEADER = """# curie_map:
#   means: https://w3id.org/weerbaar/id/means/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
#   x: https://partner.example/
# mapping_set_id: https://w3id.org/weerbaar/graph/mapping/x
# mapping_set_version: "1"
# license: https://creativecommons.org/licenses/by/4.0/
# object_source_version: "7"
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
ROW = "means:spionage\tskos:exactMatch\tx:1\tsemapv:ManualMappingCuration\t0.9\tread\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "x.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def mappings() -> dict[str, Graph]:
    return load.mappings()


def test_a_row_becomes_the_relation_and_its_ground(tmp_path: Path) -> None:
    graph = sssom.to_graph(sssom.read(write(tmp_path, HEADER + COLUMNS + ROW)))
    espionage, partner = URIRef(expand("means:spionage")), URIRef("https://partner.example/1")
    assert graph.identifier == URIRef(f"{GRAPH}mapping/x")
    assert (espionage, SKOS.exactMatch, partner) in graph
    (axiom,) = graph.subjects(RDF.type, OWL.Axiom)
    assert (axiom, OWL.annotatedTarget, partner) in graph
    assert graph.value(axiom, sssom.SSSOM.confidence).toPython() == Decimal("0.9")  # type: ignore[union-attr]
    assert str(graph.value(axiom, sssom.SSSOM.object_source_version)) == "7"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            HEADER.replace("# license: https://creativecommons.org/licenses/by/4.0/\n", ""),
            "header lacks license",
        ),
        ("# a: b: c\n" + COLUMNS, "header is not YAML"),
        (HEADER + COLUMNS.replace("\tcomment", "") + ROW, "lacks the columns comment"),
        (HEADER + COLUMNS + ROW + ROW.replace("x:1", "y:1"), "row 2: object_id 'y:1' has no prefix"),
        (HEADER + COLUMNS + ROW.replace("0.9", "high"), "row 1: confidence 'high' is no number"),
    ],
)
def test_a_set_that_is_not_valid_says_what_is_wrong_and_where(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(MappingSetError, match=complaint):
        sssom.read(write(tmp_path, text))


def test_every_set_is_read_and_keeps_the_shapes(mappings: dict[str, Graph]) -> None:
    assert set(mappings) == {path.name.partition(".")[0] for path in (ROOT / "mappings").iterdir()}
    everything = Graph()
    for graph in mappings.values():
        everything += graph
    conforms, _, text = pyshacl.validate(everything, shacl_graph=load.shapes())
    assert conforms, text


def test_every_concept_and_agent_that_is_mapped_exists(mappings: dict[str, Graph]) -> None:
    known = set((load.vocabularies() + load.agents()).subjects())
    ours = tuple(f"{ID}{kind}/" for kind in (*SCHEMES, "agent", "scheme"))
    for graph in mappings.values():
        subjects = {str(subject) for subject in graph.objects(None, OWL.annotatedSource)}
        assert {
            subject for subject in subjects if subject.startswith(ours) and URIRef(subject) not in known
        } == set()


def test_nothing_is_merged_with_a_partner(mappings: dict[str, Graph]) -> None:
    for graph in mappings.values():
        assert (None, OWL.sameAs, None) not in graph
        assert (None, OWL.equivalentClass, None) not in graph


def test_a_set_holds_identifiers_and_no_partner_texts() -> None:
    """DISARM is share-alike and EuroVoc's labels are its own: only our labels may stand in a set."""
    for path in (ROOT / "mappings").iterdir():
        assert "object_label" not in path.read_text(encoding="utf-8")


def test_weak_mappings_are_marked(mappings: dict[str, Graph]) -> None:
    sets = [sssom.read(path) for path in (ROOT / "mappings").iterdir()]
    weak = [mapping for each in sets for mapping in each.mappings if mapping.confidence < sssom.WEAK]
    assert expand("function:afschrikking") in {mapping.subject for mapping in weak}
    assert all(mapping.comment for mapping in weak)


def test_diaspora_interference_has_close_and_narrower_counterparts_only(mappings: dict[str, Graph]) -> None:
    """Competency question 28: EuroVoc has no exact term, DISARM has narrower techniques."""
    interference = URIRef(expand("means:obi"))
    assert (interference, SKOS.exactMatch, None) not in mappings["eurovoc"]
    assert len(set(mappings["disarm"].objects(interference, SKOS.narrowMatch))) == 4
