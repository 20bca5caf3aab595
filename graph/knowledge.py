"""What every document is read against: ontology, vocabulary, shapes and rules, as the code carries them.

Ontology, vocabulary and the descriptions of the rules are graphs of the store as well. When the files have
changed since they were stored, everything that was derived from documents is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from graph.catalogue import Entry
from graph.rules import Rule, Rules
from graph.rules import load as load_rules
from graph.terms import RDF_TYPE, content_hash, from_rdflib, literal_text
from ontology import load
from ontology.namespaces import GRAPH, ID, PREFIXES, Iri

ONTOLOGY: Final = Iri(f"{GRAPH}ontology")
VOCABULARY: Final = Iri(f"{GRAPH}vocabulary")
ENTAILED: Final = Iri(f"{GRAPH}derived/vocabulary")
RULES: Final = Iri(f"{GRAPH}rules")
LICENCE: Final = Iri("https://creativecommons.org/licenses/by/4.0/")
"""Of the ontology, the vocabulary and the rules."""
ENTRIES: Final[Mapping[Iri, Entry]] = {
    ONTOLOGY: Entry(title="Ontologie", licence=LICENCE),
    VOCABULARY: Entry(title="Begrippen en bekende actoren", licence=LICENCE),
    ENTAILED: Entry(title="Afgeleid uit de begrippen", source=VOCABULARY, licence=LICENCE),
    RULES: Entry(title="Afleidingsregels", licence=LICENCE),
}


@dataclass(frozen=True)
class Knowledge:
    """One edition of the knowledge files."""

    ontology: tuple[Triple, ...]
    vocabulary: tuple[Triple, ...]
    shapes: rdflib.Graph
    rules: tuple[Rule, ...]
    mappings: Mapping[Iri, tuple[Triple, ...]]
    """The links to partners, a graph for each; kept and asked, never derived from."""

    @classmethod
    def load(cls) -> Knowledge:
        """The files that travel with the code. Takes a second or two: load once, admit many."""
        vocabulary = (*from_rdflib(load.vocabularies()), *from_rdflib(load.agents()))
        mappings = {Iri(str(graph.identifier)): from_rdflib(graph) for graph in load.mappings().values()}
        return cls(from_rdflib(load.ontology()), vocabulary, load.shapes(), load_rules(), mappings)

    @property
    def graphs(self) -> Mapping[Iri, tuple[Triple, ...]]:
        """The named graphs of the store that this knowledge fills."""
        return {
            ONTOLOGY: self.ontology,
            VOCABULARY: self.vocabulary,
            ENTAILED: self.entailed,
            RULES: tuple(_describe(self.rules)),
            **self.mappings,
        }

    @property
    def entries(self) -> Mapping[Iri, Entry]:
        """What the catalogue says of each of `graphs`."""
        mappings = {name: _mapping_entry(triples) for name, triples in self.mappings.items()}
        return {**ENTRIES, **mappings}

    @cached_property
    def entailed(self) -> tuple[Triple, ...]:
        """What the ontology makes of the vocabulary: the superclasses of its concepts and agents."""
        return Rules(self.ontology, self.rules).derive(self.vocabulary)

    @cached_property
    def hashes(self) -> Mapping[Iri, str]:
        """The content hash of each of `graphs`."""
        return {name: content_hash(triples) for name, triples in self.graphs.items()}

    @cached_property
    def engine(self) -> Rules:
        """The rules, ready to derive."""
        return Rules((*self.ontology, *self.vocabulary, *self.entailed), self.rules)


def _mapping_entry(triples: Iterable[Triple]) -> Entry:
    """The entry of a mapping set, from what its own graph says of it."""
    said = {
        triple.predicate.value: triple.object
        for triple in triples
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(f"{GRAPH}mapping/")
    }
    licence = literal_text(said.get(f"{PREFIXES['dcterms']}license"))
    return Entry(
        title=literal_text(said.get(f"{PREFIXES['dcterms']}title")),
        version=literal_text(said.get(f"{PREFIXES['owl']}versionInfo")),
        licence=Iri(licence) if licence else None,
    )


def _describe(rules: Iterable[Rule]) -> Iterator[Triple]:
    """Each rule in words, and the text that ran: a `prov:Plan`."""
    for rule in rules:
        node = NamedNode(f"{ID}rule/{rule.name}")
        yield Triple(node, RDF_TYPE, NamedNode(f"{PREFIXES['prov']}Plan"))
        yield Triple(node, NamedNode(f"{PREFIXES['dcterms']}identifier"), Literal(rule.name))
        yield Triple(node, NamedNode(f"{PREFIXES['prov']}value"), Literal(rule.query))
        for language, text in (("nl", rule.nl), ("en", rule.en)):
            words = Literal(text, language=language)
            yield Triple(node, NamedNode(f"{PREFIXES['dcterms']}description"), words)
