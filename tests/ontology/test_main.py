"""`python -m ontology` shows the whole of what may be said."""

from __future__ import annotations

from rdflib import OWL, RDF, SKOS

from ontology import load
from ontology.__main__ import lines
from ontology.namespaces import WB, shorten


def test_every_class_and_scheme_has_a_line_with_its_dutch_name() -> None:
    shown = {line.split()[0]: line for line in lines()}
    classes = {
        str(term) for term in load.ontology().subjects(RDF.type, OWL.Class) if str(term).startswith(WB)
    }
    schemes = {str(scheme) for scheme in load.vocabularies().subjects(RDF.type, SKOS.ConceptScheme)}
    assert set(shown) == {shorten(term) for term in classes | schemes}
    assert "middel" in shown["wb:Means"]


def test_a_class_stands_below_its_superclass() -> None:
    shown = list(lines("en"))
    means = next(at for at, line in enumerate(shown) if line.strip().startswith("wb:Means "))
    assert shown[means] == "  wb:Means  means"
    assert shown[means + 1] == "    wb:CollectiveMeans  collective means"
