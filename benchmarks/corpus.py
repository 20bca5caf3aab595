"""Generated documents in the shape of a document graph, for the benchmarks: as many as asked."""

from __future__ import annotations

import random
from collections.abc import Iterator

import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from graph.knowledge import Knowledge
from graph.naming import document_graph
from graph.terms import RDF_TYPE, to_rdflib
from ontology.namespaces import ID, PREFIXES, WB

SAID = (
    ("counters", "Means"),
    ("protects", "Interest"),
    ("protectsTarget", "Target"),
    ("hasStatus", "Status"),
)
"""What a claim about a measure says, and the class of its object."""


class Corpus:
    """Documents of ten claims each, some 180 triples."""

    def __init__(self, knowledge: Knowledge, claims: int = 10) -> None:
        self._claims = claims
        self._concepts = {
            name: sorted(
                str(triple.subject.value)
                for triple in knowledge.vocabulary
                if triple.predicate == RDF_TYPE and triple.object == NamedNode(WB + name)
            )
            for _, name in SAID
        }

    def triples(self, number: int) -> list[Triple]:
        """The document with this number; always the same."""
        return list(self._document(number, random.Random(number)))

    def graph(self, number: int) -> rdflib.Graph:
        """The same as an rdflib graph with its name."""
        return to_rdflib(self.triples(number), document_graph(f"kst-99999-{number}"))

    def _document(self, number: int, chance: random.Random) -> Iterator[Triple]:
        document = f"document/kst-99999-{number}"
        yield from _node(document, "Document", pageCount=13, sha256=f"{number:064x}")
        yield _dcterms(document, "identifier", Literal(f"kst-99999-{number}"))
        day = f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield _dcterms(document, "issued", Literal(day, datatype=NamedNode(f"{PREFIXES['xsd']}date")))
        yield from _node(f"run/{number}", "ExtractionRun", extractorVersion="0.1.0")
        for index in range(self._claims):
            predicate, kind = chance.choice(SAID)
            measure = f"measure/b{chance.randrange(number + 20)}"
            yield from _measure(measure)
            yield from self._claim((number, index), measure, (predicate, chance.choice(self._concepts[kind])))

    def _claim(self, key: tuple[int, int], measure: str, said: tuple[str, str]) -> Iterator[Triple]:
        number, index = key
        claim, evidence = f"claim/{number}-{index}", f"evidence/{number}-{index}"
        document = NamedNode(f"{ID}document/kst-99999-{number}")
        yield from _node(
            claim,
            "Claim",
            claimSubject=NamedNode(ID + measure),
            claimPredicate=NamedNode(WB + said[0]),
            claimObject=NamedNode(said[1]),
            modality=NamedNode(f"{ID}modality/{'ontkend' if index == 0 else 'beweerd'}"),
            confidence=Literal("0.9", datatype=NamedNode(f"{PREFIXES['xsd']}decimal")),
            rule="generated",
            reviewState=NamedNode(f"{WB}Machine"),
            assertedIn=document,
        )
        yield Triple(NamedNode(ID + claim), _prov("wasQuotedFrom"), NamedNode(ID + evidence))
        yield Triple(NamedNode(ID + claim), _prov("wasGeneratedBy"), NamedNode(f"{ID}run/{number}"))
        yield from _node(evidence, "Evidence", inDocument=document, page=3)
        for name, value in (
            ("exact", f"woorden {number} {index}"),
            ("start", index * 90),
            ("end", index * 90 + 40),
        ):
            whole = NamedNode(f"{PREFIXES['xsd']}integer")
            term = Literal(str(value), datatype=whole) if isinstance(value, int) else Literal(value)
            yield Triple(NamedNode(ID + evidence), NamedNode(PREFIXES["oa"] + name), term)


def _measure(name: str) -> Iterator[Triple]:
    yield from _node(name, "Measure")
    label = Literal(f"maatregel {name.rpartition('/')[2]}", language="nl")
    yield Triple(NamedNode(ID + name), NamedNode(f"{PREFIXES['skos']}prefLabel"), label)


def _node(name: str, kind: str, **said: NamedNode | Literal | str | int) -> Iterator[Triple]:
    node = NamedNode(ID + name)
    yield Triple(node, RDF_TYPE, NamedNode(WB + kind))
    for predicate, value in said.items():
        yield Triple(
            node, NamedNode(WB + predicate), Literal(value) if isinstance(value, str | int) else value
        )


def _dcterms(name: str, predicate: str, value: Literal) -> Triple:
    return Triple(NamedNode(ID + name), NamedNode(PREFIXES["dcterms"] + predicate), value)


def _prov(name: str) -> NamedNode:
    return NamedNode(PREFIXES["prov"] + name)
