"""Every shape has an example that passes it and one that does not, with the report that an editor then reads.

`shapes/NAME_PASS.ttl` and `shapes/NAME_XFAIL.ttl` are read beside the sound document of `shapes/_base.ttl`;
`shapes/NAME_XFAIL.report.tsv` is the whole report on the failing one. To write the reports anew, run this
file as a script, and read them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import load
from ontology.namespaces import shorten

FOLDER = Path(__file__).parent / "shapes"
NAMES = sorted(path.name.removesuffix("_PASS.ttl") for path in FOLDER.glob("*_PASS.ttl"))
SHAPES = load.shapes()
KNOWLEDGE = load.ontology() + load.vocabularies() + load.agents()
DUTCH = {
    str(message)
    for message in SHAPES.objects(None, SH.message)
    if isinstance(message, Literal) and message.language == "nl"
}
SHAPE = "https://w3id.org/weerbaar/shape/"

Row = tuple[str, str, str, str, str]
"""Severity, focus node, path, constraint component, and what it says in Dutch."""


def read(name: str) -> Graph:
    return load.read_turtle(FOLDER / name, Graph())


@cache
def report(name: str) -> list[Row]:
    """What the shapes say of the nodes that an example describes, according to the reference engine."""
    _, results, _ = pyshacl.validate(beside_knowledge(name), shacl_graph=SHAPES, inplace=True)
    assert isinstance(results, Graph)
    return rows_of(name, results)


def beside_knowledge(name: str) -> Graph:
    """The example, the sound document, and the knowledge that they touch."""
    data = read("_base.ttl") + read(name)
    mentioned = {term for triple in data for term in triple}
    trees = {RDFS.subClassOf, SKOS.broader, SKOS.inScheme}
    for triple in KNOWLEDGE:
        if triple[0] in mentioned or triple[1] in trees:
            data.add(triple)
    return data


def rows_of(name: str, results: Graph) -> list[Row]:
    own = set(read(name).subjects())
    found = [row(results, result) for result in results.subjects(RDF.type, SH.ValidationResult)]
    return sorted(line for focus, line in found if focus in own)


def row(results: Graph, result: Node) -> tuple[Node | None, Row]:
    """The focus node, and the line of the report. pyshacl drops the language of SPARQL constraints."""
    focus, path, severity, component = (
        results.value(result, term)
        for term in (SH.focusNode, SH.resultPath, SH.resultSeverity, SH.sourceConstraintComponent)
    )
    (dutch,) = {str(message) for message in results.objects(result, SH.resultMessage)} & DUTCH
    place = shorten(str(path)) if isinstance(path, URIRef) else ""
    return focus, (shorten(str(severity)), shorten(str(focus)), place, shorten(str(component)), dutch)


@pytest.mark.parametrize("name", NAMES)
def test_the_passing_example_breaks_no_shape(name: str) -> None:
    wrong = [found for found in report(f"{name}_PASS.ttl") if found[0] == "sh:Violation"]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_the_failing_example_gets_its_report(name: str) -> None:
    lines = (FOLDER / f"{name}_XFAIL.report.tsv").read_text(encoding="utf-8").splitlines()
    assert report(f"{name}_XFAIL.ttl") == [tuple(line.split("\t")) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_the_failing_example_fails_its_own_shape_and_the_passing_one_does_not(name: str) -> None:
    own = {str(message) for message in messages(URIRef(SHAPE + name)) if message.language == "nl"}
    failed = {found[4] for found in report(f"{name}_XFAIL.ttl")}
    passed = {found[4] for found in report(f"{name}_PASS.ttl")}
    assert own & failed
    assert own & passed == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_second_engine_gives_the_same_reports(name: str) -> None:
    """The shapes mean what SHACL says, not what one engine makes of them."""
    shacl = pytest.importorskip("shacl")
    shapes = shacl.Shapes.from_text(
        SHAPES.serialize(format="nt", encoding="utf-8").decode(), format="ntriples"
    )
    for example in (f"{name}_PASS.ttl", f"{name}_XFAIL.ttl"):
        data = beside_knowledge(example).serialize(format="nt", encoding="utf-8").decode()
        found = shapes.validate_text(data, format="ntriples").serialize("ntriples")
        assert rows_of(example, Graph().parse(data=found, format="nt")) == report(example)


def test_every_shape_has_examples() -> None:
    shapes = {str(shape).removeprefix(SHAPE) for shape in SHAPES.subjects(RDF.type, SH.NodeShape)}
    assert shapes == set(NAMES)


def test_every_message_is_shown_by_some_example() -> None:
    """A message that no example can bring about guards nothing."""
    said = {
        line.split("\t")[4] for path in FOLDER.glob("*.report.tsv") for line in path.read_text().splitlines()
    }
    assert DUTCH - said == set()


def test_every_message_speaks_dutch_and_english() -> None:
    for subject in set(SHAPES.subjects(SH.message, None)):
        languages = sorted(str(message.language) for message in SHAPES.objects(subject, SH.message))
        assert languages == ["en", "nl"], subject


def messages(shape: URIRef) -> set[Literal]:
    """The messages of a shape and of the shapes within it."""
    reached = {shape} | set(SHAPES.objects(shape, SH.property)) | set(SHAPES.objects(shape, SH.sparql))
    found = {message for node in reached for message in SHAPES.objects(node, SH.message)}
    return {message for message in found if isinstance(message, Literal)}


if __name__ == "__main__":
    for each in NAMES:
        rows = report(f"{each}_XFAIL.ttl")
        text = "".join("\t".join(found) + "\n" for found in rows)
        (FOLDER / f"{each}_XFAIL.report.tsv").write_text(text, encoding="utf-8")
