"""Two SHACL engines, one report."""

from __future__ import annotations

import random
from collections import Counter

import pyshacl
import pytest
import rdflib
from pyoxigraph import Triple
from rdflib import RDF, SH

from graph.errors import ShapesError
from graph.knowledge import Knowledge
from graph.terms import from_rdflib, to_rdflib
from graph.validators import PyShacl, RustShacl, validator
from tests.graph.claims import PREFIX_LINES, claim, document, spoilt

pytest.importorskip("shacl", reason="the fast engine has no wheel for this platform")
RESULT = (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultPath, SH.value)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """The project's own."""
    return Knowledge.load().shapes


def results(triples: tuple[Triple, ...]) -> Counter[tuple[str, ...]]:
    """What SHACL §3.6 asks of a result; paths and values that are blank nodes are left unnamed."""

    report = to_rdflib(triples)

    def said(result: rdflib.term.Node, predicate: rdflib.URIRef) -> str:
        term = report.value(result, predicate)
        return term.n3() if isinstance(term, rdflib.URIRef | rdflib.Literal) else ""

    found = report.subjects(RDF.type, SH.ValidationResult)
    counted = (result for result in found if not incomparable(report, result))
    return Counter(tuple(said(result, predicate) for predicate in RESULT) for result in counted)


ORDER = {
    SH.LessThanConstraintComponent,
    SH.LessThanOrEqualsConstraintComponent,
    SH.MinInclusiveConstraintComponent,
    SH.MaxInclusiveConstraintComponent,
}
NUMBERS = {rdflib.XSD.integer, rdflib.XSD.decimal, rdflib.XSD.double}


def incomparable(report: rdflib.Graph, result: rdflib.term.Node) -> bool:
    """Whether a result says that one is not less than the other of what has no order.

    Only one engine reports that of an offset that is no number, or of a confidence that is true; both report
    the datatype.
    """
    value = report.value(result, SH.value)
    number = isinstance(value, rdflib.Literal) and value.datatype in NUMBERS
    return report.value(result, SH.sourceConstraintComponent) in ORDER and not number


def sample() -> list[Triple]:
    """A document that says a bit of everything, in the same order every time."""
    joined = "wb:describesActivity activity:v ; wb:horizon horizon:kort ; wb:openEnumeration true"
    said = [
        claim("measure:m", "counters", "means:spionage"),
        claim("measure:m", "protectsTarget", "target:diaspora"),
        claim("measure:m", "hasStatus", "status:in-werking", also='wb:statedDate "2020-03-01"'),
        claim("measure:m", "dueBy", '"2021-07/2021-09"', also='wb:verbatim "komende zomer"'),
        claim("measure:n", "directedAtActor", "agent:tr"),
        claim("agent:ru", "uses", "means:sabotage", "ontkend", also=joined),
    ]
    things = "measure:m a wb:Measure ; skos:prefLabel 'maatregel'@nl . activity:v a wb:ThreatActivity ."
    return sorted(from_rdflib(document(*said, extra=things)), key=str)


@pytest.mark.parametrize("seed", range(8))
def test_the_engines_agree_on_spoilt_documents(shapes: rdflib.Graph, knowledge: Knowledge, seed: int) -> None:
    data = [*spoilt(sample(), random.Random(seed)), *sorted(knowledge.vocabulary, key=str)[::7]]
    reference = results(PyShacl(shapes).validate(data))
    assert results(RustShacl(shapes).validate(data)) == reference
    assert len({key[2] for key in reference}) > 3, "several kinds of constraint were broken"


@pytest.mark.slow
def test_the_engines_agree_on_what_is_sound(shapes: rdflib.Graph, knowledge: Knowledge) -> None:
    data = [*knowledge.vocabulary, *knowledge.ontology, *knowledge.engine.derive(sample()), *sample()]
    assert results(RustShacl(shapes).validate(data)) == results(PyShacl(shapes).validate(data))


@pytest.mark.slow
def test_the_shapes_are_well_formed(shapes: rdflib.Graph) -> None:
    """Against SHACL-SHACL (SHACL, appendix C): an engine may pass over a malformed shape in silence."""
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_shapes_that_cannot_be_run_are_an_error() -> None:
    malformed = "[] a sh:NodeShape ; sh:targetClass wb:Claim ; sh:property 'x' ."
    graph = rdflib.Graph().parse(data=PREFIX_LINES + malformed, format="turtle")
    with pytest.raises(ShapesError, match="cannot be run: 'x'"):
        PyShacl(graph).validate(sample())


def test_the_fast_engine_is_used_where_it_is_installed(shapes: rdflib.Graph) -> None:
    assert isinstance(validator(shapes), RustShacl)
