"""`python -m ontology`: the class tree and the concept schemes: what may be said, at a glance."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import load
from ontology.namespaces import WB, shorten


def lines(language: str = "nl") -> Iterator[str]:
    """The tree, one line per class, then one per scheme with its number of concepts.

    Args:
        language: `nl` or `en`, for the names.
    """
    ontology, vocabularies = load.ontology(), load.vocabularies()
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if str(term).startswith(WB)}
    roots = [term for term in classes if not classes & set(ontology.objects(term, RDFS.subClassOf))]
    for root in sorted(roots, key=str):
        yield from _branch(root, 0, ontology, language)
    for scheme in sorted(vocabularies.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        count = len(set(vocabularies.subjects(SKOS.inScheme, scheme)))
        yield f"{shorten(str(scheme))}  {_name(scheme, SKOS.prefLabel, vocabularies, language)}  {count}"


def _branch(term: Node, depth: int, ontology: Graph, language: str) -> Iterator[str]:
    yield f"{'  ' * depth}{shorten(str(term))}  {_name(term, RDFS.label, ontology, language)}"
    below = (lower for lower in ontology.subjects(RDFS.subClassOf, term) if isinstance(lower, URIRef))
    for lower in sorted(below):
        yield from _branch(lower, depth + 1, ontology, language)


def _name(term: Node, predicate: URIRef, graph: Graph, language: str) -> str:
    labels = (label for label in graph.objects(term, predicate) if isinstance(label, Literal))
    return next((str(label) for label in labels if label.language == language), "")


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
