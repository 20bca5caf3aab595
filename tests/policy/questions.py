"""Questions of every shape that SPARQL has, made by chance from one seed, that try to see hidden graphs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from graph.catalogue import CATALOGUE
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.policy.canaries import LABEL, NEXT, SHARED, START, VALUE, name

PREDICATES = (str(LABEL), str(NEXT), str(VALUE), "rdf:type", "skos:prefLabel", "dcterms:title", "wb:counters")
PATHS = (
    f"{NEXT}+", f"{NEXT}*", f"{NEXT}?", f"^{NEXT}", f"{NEXT}/{NEXT}", f"({NEXT}|{LABEL})+", f"!({VALUE})",
    f"!(^{LABEL}|rdf:type)", f"({NEXT}|^{NEXT})*", f"{NEXT}*/{LABEL}", "(!rdf:type)+",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A query with the dataset of its request, and who asks it."""

    text: str
    clearance: Marking
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    @property
    def whole(self) -> str:
        """All that the caller said."""
        return " ".join((self.text, *(self.default or ()), *(self.named or ())))


def questions(seed: int, count: int) -> list[Question]:
    """So many questions, the same for the same seed, ordered by who asks."""
    maker = Maker(random.Random(seed))
    return sorted((maker.question() for _ in range(count)), key=lambda question: question.clearance)


class Maker:
    """Makes questions by chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def question(self) -> Question:
        chance = self.chance
        clearance = chance.choice([Marking.CLEAR, Marking.CLEAR, *(m for m in Marking if m < Marking.RED)])
        text = f"{self.form()} {self.dataset()} WHERE {{ {self.group(2)} }}"
        if text.startswith("SELECT ?g (") or text.startswith("SELECT ?s ("):
            text += " GROUP BY " + text.split()[1]
            text += chance.choice(["", f" HAVING (COUNT(*) > {chance.randint(0, 3)})"])
        if chance.random() < 0.25:
            default, named = self.some(), self.some()
            return Question(text, clearance, default, named)
        return Question(text, clearance)

    def form(self) -> str:
        one = self.graph()
        return self.chance.choice(
            [
                "SELECT *", "SELECT DISTINCT ?s ?o", "SELECT ?g ?s", "SELECT REDUCED ?g", "ASK",
                "SELECT (COUNT(*) AS ?n)", "SELECT (COUNT(DISTINCT ?s) AS ?n) (MAX(STR(?o)) AS ?m)",
                "SELECT ?g (COUNT(*) AS ?n)", "SELECT ?s (MIN(STR(?o)) AS ?m) (SUM(1) AS ?k)",
                "CONSTRUCT { ?s ?p ?o . ?g <urn:has> ?s }", f"CONSTRUCT {{ <{one}> <urn:has> ?o }}",
                f"DESCRIBE ?s {SHARED}", f"DESCRIBE <{one}> ?g", "DESCRIBE ?o",
            ]
        )  # fmt: skip

    def dataset(self) -> str:
        if self.chance.random() < 0.6:
            return ""
        clauses = [f"FROM {self.chance.choice(['', 'NAMED '])}<{iri}>" for iri in self.some() or ()]
        return " ".join(clauses)

    def group(self, depth: int) -> str:
        """A pattern around a triple, so that its parts join and stay small."""
        return self.triple() + " " + " ".join(self.part(depth) for _ in range(self.chance.randint(0, 2)))

    def part(self, depth: int) -> str:
        chance, inner = self.chance, self.triple() if depth == 0 else self.group(depth - 1)
        iri = f"<{self.graph()}>"
        return chance.choice(
            [
                inner,
                f"GRAPH ?g {{ {inner} }}", f"GRAPH ?g {{ {inner} }}", f"GRAPH {iri} {{ {inner} }}",
                f"GRAPH {iri} {{ {inner} }}", "GRAPH ?g { }", f"GRAPH {iri} {{ }}",
                f"OPTIONAL {{ {inner} }}", f"{{ {inner} }} UNION {{ GRAPH {iri} {{ {self.triple()} }} }}",
                f"MINUS {{ {inner} }}", f"MINUS {{ GRAPH {iri} {{ ?s ?p ?o }} }}",
                f"FILTER EXISTS {{ {inner} }}", f"FILTER NOT EXISTS {{ {inner} }}",
                f"FILTER EXISTS {{ GRAPH {iri} {{ ?a ?b ?c }} }}",
                f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s {VALUE} ?v }} }}",
                f"{{ SELECT * {{ {inner} }} }}",
                f"{{ SELECT ?s (COUNT(*) AS ?k) {{ {inner} }} GROUP BY ?s }}",
                f"GRAPH ?g {{ {{ SELECT ?s {{ {inner} }} }} }}",
                f"VALUES ?g {{ {iri} <{self.graph()}> }} GRAPH ?g {{ {inner} }}",
                f"BIND({iri} AS ?x) GRAPH ?x {{ {inner} }}",
                f"BIND(EXISTS {{ GRAPH {iri} {{ ?a ?b ?c }} }} AS ?there)",
                f"?g <urn:no>? ?h . GRAPH ?h {{ {self.triple()} }}", f"{iri} ?gp ?go .",
                f"GRAPH <{CATALOGUE}> {{ {iri} ?gp ?go }}", f"GRAPH <{CATALOGUE}> {{ ?g wb:marking ?mark }}",
                f'GRAPH <{CATALOGUE}> {{ ?g void:triples ?count ; dcterms:title ?title }}',
                'FILTER(REGEX(STR(?o), "^z[0-9a-f]"))', f"FILTER(?s != {iri})", "FILTER(?o > 1001)",
            ]
        )  # fmt: skip

    def triple(self) -> str:
        chance = self.chance
        subject = chance.choice(["?s", "?s", "?s", "?s", str(SHARED), str(START), f"<{self.graph()}>"])
        predicate = chance.choice(["?p", "?p", "?p", *PREDICATES, *PATHS])
        objekt = chance.choice(["?o", "?o", "?o", "?o", "?o", "?o", str(SHARED), '"TLP:RED"', "1004"])
        return f"{subject} {predicate} {objekt} ."

    def graph(self) -> str:
        """The name of a graph, most often one with a canary."""
        kind = self.chance.choice(["document", "derived", "user"])
        return self.chance.choice(
            [f"{GRAPH}{kind}/{name(marking)}" for marking in Marking] + [CATALOGUE, f"{GRAPH}none"]
        )

    def some(self) -> tuple[str, ...] | None:
        return tuple(self.graph() for _ in range(self.chance.randint(0, 3))) or None


FOUND = "<urn:it> <urn:found> 1 ; <urn:s> ?s ; <urn:p> ?p ; <urn:o> ?o ; <urn:g> ?g ."
"""What is found, told of by a node of one's own: a graph of one's own may not repeat it."""


def updates(seed: int, count: int, target: str) -> Iterator[tuple[int, str]]:
    """So many updates that bring what they find into graphs of their own, `target` with a number."""
    maker = Maker(random.Random(seed))
    for number in range(count):
        yield number, f"INSERT {{ GRAPH <{target}{number}> {{ {FOUND} }} }} {found(maker)}"


def found(maker: Maker) -> str:
    """What an update looks for, and where."""
    chance = maker.chance
    if chance.random() < 0.7:  # the default graph is empty here, unless the update says USING
        return f"WHERE {{ GRAPH ?g {{ {maker.triple()} }} {maker.part(1)} }}"
    using = [f"USING {chance.choice(['', 'NAMED '])}<{iri}>" for iri in maker.some() or (CATALOGUE,)]
    return f"{' '.join(using)} WHERE {{ {maker.group(2)} }}"


def descents(seed: int, count: int, target: str) -> Iterator[tuple[int, str]]:
    """Updates of one who sees everything, which try to bring it into `target` with a number, by every way."""
    chance = random.Random(seed)
    maker = Maker(chance)
    for number in range(count):
        graph, source = f"<{target}{number}>", f"<{maker.graph()}>"
        insert = f"INSERT {{ GRAPH {graph} {{ {FOUND} }} }} {found(maker)}"
        yield number, chance.choice(
            [
                insert, insert, insert, insert,
                f"WITH {graph} DELETE {{ ?s ?p ?o }} INSERT {{ {FOUND} }} USING {graph} USING {source} "
                f"WHERE {{ {maker.triple()} }}",
                f"{chance.choice(['COPY', 'ADD', 'MOVE', 'COPY SILENT', 'MOVE SILENT'])} {source} TO {graph}",
                f"INSERT {{ GRAPH ?to {{ {FOUND} }} }} WHERE {{ BIND(IRI('{target}{number}') AS ?to) "
                f"GRAPH ?g {{ {maker.triple()} }} }}",
                f"INSERT {{ GRAPH ?to {{ <urn:it> <urn:found> 1 }} }} WHERE {{ "
                f"BIND(IF(EXISTS {{ GRAPH {source} {{ ?a ?b ?c }} }}, {graph}, <{target}other>) AS ?to) }}",
                f"INSERT DATA {{ GRAPH {graph} {{ <urn:it> <urn:is> 1 }} }} ; {insert}",
                f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {graph} {{ {FOUND} }} }} "
                f"WHERE {{ GRAPH ?g {{ {maker.triple()} }} }}",
                f"CREATE SILENT GRAPH {graph} ; {insert}",
            ]
        )  # fmt: skip


def malformed(seed: int, count: int) -> Iterator[Question]:
    """Questions with a piece cut out, that end in a message."""
    chance = random.Random(seed)
    for question in questions(seed, count):
        start = chance.randrange(len(question.text))
        cut = question.text[:start] + question.text[start + chance.randint(1, 9) :]
        yield Question(cut, question.clearance)
