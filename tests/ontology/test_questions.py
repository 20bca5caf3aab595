"""Nothing is in the ontology that no question needs (the rule of FIBO).

A term is needed when a canned query or a derivation rule names it, when it is what a claim can say, when
the world that shows what the model can hold uses it, when the vocabularies carry it, or when the program
writes it to say what was read; and so is every class that a needed property or class rests on.
"""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import RDF, RDFS, SH, Graph, URIRef

from ontology import load
from ontology.namespaces import BASE, WB
from ontology.terms import TERMS

REPOSITORY = Path(__file__).parents[2]
ASKED = ("queries/catalogue/*.rq", "graph/rules/*.rq", "tests/answers/worlds/model/*.trig")
WRITTEN = ("ingest/**/*.py", "ingest/data/*", "graph/**/*.py")
TERM = re.compile(r"(?:wb:|\bTERMS\.|_WB\.|\{WB\}|WB \+ \")([A-Za-z][A-Za-z0-9]*)")
DEFINITION = {"usedInCQ", "StateThreat", "conductedBy"}
"""What this test reads, and what says in OWL when a threat is a state threat (kst-30821-125, p. 2)."""


def named(patterns: tuple[str, ...]) -> set[str]:
    """The terms that files name, in Turtle, SPARQL or Python."""
    files = [path for pattern in patterns for path in REPOSITORY.glob(pattern) if path.is_file()]
    return {name for path in files for name in TERM.findall(path.read_text(encoding="utf-8"))}


def rests_on(needed: set[URIRef], ontology: Graph) -> set[URIRef]:
    """The terms with their domains, ranges, classes, superterms and, of a class, its named individuals."""
    edges = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, RDF.type)
    found = set(needed)
    while True:
        more = {term for start in found for edge in edges for term in ontology.objects(start, edge)}
        more |= {one for kind in found for one in ontology.subjects(RDF.type, kind)}
        ours = {term for term in more if isinstance(term, URIRef) and term.startswith(WB)} - found
        if not ours:
            return found
        found |= ours


def test_every_term_is_needed() -> None:
    ontology, shapes = load.ontology(), load.shapes()
    sayable = shapes.items(shapes.value(URIRef(f"{BASE}shape/ClaimPredicate"), SH["in"]))
    knowledge = load.vocabularies() + load.agents()
    carried = {term for triple in knowledge for term in triple if str(term).startswith(WB)}
    words = named(ASKED) | named(WRITTEN) | DEFINITION
    needed = rests_on({URIRef(WB + word) for word in words} | carried | set(sayable), ontology)
    unneeded = {name for name in TERMS.__annotations__ if name[0] != "_" and TERMS[name] not in needed}
    assert unneeded == set()


def test_every_question_of_an_analyst_needs_some_term() -> None:
    ontology = load.ontology()
    asked = {number.toPython() for number in ontology.objects(None, TERMS.usedInCQ)}
    assert set(range(1, 34)) - asked == set()


def test_terms_that_queries_name_exist() -> None:
    unknown = {name for name in named(ASKED) if name not in TERMS.__annotations__}
    assert unknown == set(), f"queries name terms that the ontology lacks: {sorted(unknown)}"
