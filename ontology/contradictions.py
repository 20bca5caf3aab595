"""Naming contradictions: HermiT says that there is one, these queries say where and why.

Each query of `clashes/` finds one kind of clash and binds `?thing`, `?one` and `?other`. They cover what
OWL 2 RL can clash on in our modules; what they miss, `ontology.reasoning` narrows down by leaving things out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph
from rdflib import RDFS, SKOS, Graph, Literal, URIRef

from ontology.namespaces import Iri, shorten
from ontology.resources import ROOT, read_text

SENTENCES: Final = {
    "unsatisfiable": (
        "De klasse {thing} kan geen exemplaren hebben: zij valt onder {one} en onder {other}, die elkaar "
        "uitsluiten. Neem een van beide bovenklassen weg.",
        "The class {thing} can have no instances: it falls under {one} and under {other}, which exclude each "
        "other. Take one of the two superclasses away.",
    ),
    "unexplained-class": (
        "De klasse {thing} kan geen exemplaren hebben. Kijk naar haar bovenklassen en beperkingen.",
        "The class {thing} can have no instances. Look at its superclasses and restrictions.",
    ),
    "two-classes": (
        "{thing} hoort tot {one} en tot {other}, die elkaar uitsluiten. Herstel het type, of de eigenschap "
        "die het type meebrengt.",
        "{thing} belongs to {one} and to {other}, which exclude each other. Mend its type, or the property "
        "that brings the type along.",
    ),
    "functional-twice": (
        "{thing} heeft meer dan één waarde voor {one}, waaronder {other}; die eigenschap heeft er "
        "ten hoogste één.",
        "{thing} has more than one value for {one}, {other} among them; that property has at most one.",
    ),
    "together": (
        "De uitspraken over {thing} spreken samen met de ontologie zichzelf tegen.",
        "The statements about {thing} together with the ontology contradict themselves.",
    ),
    "ontology": (
        "De klassen en eigenschappen spreken zichzelf tegen, los van enig exemplaar.",
        "The classes and properties contradict themselves, apart from any instance.",
    ),
}
"""What each kind of contradiction says to an editor, in Dutch and English."""

_EXPLAINED: Final = ("unsatisfiable", "two-classes", "functional-twice")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction, told in two languages."""

    kind: str
    """A key of `SENTENCES`."""
    things: tuple[Iri, ...]
    """What it is about: a class, or one or more individuals."""
    nl: str
    en: str

    def __str__(self) -> str:
        return self.nl


def find(graph: Graph) -> tuple[Contradiction, ...]:
    """The contradictions in a graph of ontology and data that the queries can name."""
    store = pyoxigraph.Store()
    store.bulk_load(graph.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return tuple(found for kind in _EXPLAINED for found in _ask(store, kind, graph))


def describe(kind: str, things: tuple[Iri, ...], graph: Graph, *parts: str) -> Contradiction:
    """A contradiction of a kind, its terms named by their labels in the graph.

    Args:
        parts: the values of `{one}` and `{other}`, IRIs or literals, where the sentence has them.
    """
    texts = []
    for language, sentence in zip(("nl", "en"), SENTENCES[kind], strict=True):
        joined = ", ".join(name(thing, graph, language) for thing in things)
        values = dict(zip(("one", "other"), (name(part, graph, language) for part in parts), strict=False))
        texts.append(sentence.format(thing=joined, **values))
    return Contradiction(kind, things, *texts)


def name(term: str, graph: Graph, language: str) -> str:
    """The label of a term in a language with its CURIE behind it, or the CURIE alone.

    >>> name("https://w3id.org/weerbaar/def#Means", Graph(), "nl")
    'wb:Means'
    """
    labels = [
        label
        for predicate in (RDFS.label, SKOS.prefLabel)
        for label in graph.objects(URIRef(term), predicate)
        if isinstance(label, Literal)
    ]
    best = next((label for label in labels if label.language == language), None)
    return f"“{best}” ({shorten(term)})" if best else shorten(term)


def _ask(store: pyoxigraph.Store, kind: str, graph: Graph) -> list[Contradiction]:
    solutions = store.query(read_text(ROOT / "clashes" / f"{kind}.rq"))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    rows = [[_text(row[variable]) for variable in ("thing", "one", "other")] for row in solutions]
    return [describe(kind, (Iri(thing),), graph, *parts) for thing, *parts in rows]


def _text(term: object) -> str:
    """The characters of an IRI, blank node or literal."""
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)
