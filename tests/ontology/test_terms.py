"""The constants in Python are the terms of the modules, no more and no fewer."""

from __future__ import annotations

import pytest
from rdflib import RDF, URIRef

from ontology import load
from ontology.namespaces import WB
from ontology.terms import TERMS


def test_constants_and_modules_name_the_same_terms() -> None:
    declared = {
        term
        for term in load.ontology().subjects(RDF.type, None)
        if isinstance(term, URIRef) and term.startswith(WB)
    }
    constants = {URIRef(WB + name) for name in TERMS.__annotations__ if not name.startswith("_")}
    assert constants == declared


def test_a_term_is_its_iri() -> None:
    assert TERMS.counters == URIRef(f"{WB}counters")


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="counterz"):
        _ = TERMS.counterz  # type: ignore[attr-defined]


def test_every_weerbaar_iri_in_the_data_is_a_declared_term() -> None:
    declared = set(load.ontology().subjects(RDF.type, None))
    for graph in (load.ontology(), load.vocabularies(), load.agents(), load.shapes()):
        used = {
            term
            for triple in graph
            for term in triple
            if isinstance(term, URIRef) and term.startswith(WB) and "/shape/" not in term
        }
        assert used <= declared, f"undeclared: {sorted(used - declared)}"
