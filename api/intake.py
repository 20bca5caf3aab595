"""Documents into the graph: read, extract, validate, derive, publish. What `ingest` and `build` share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rdflib import Graph, URIRef

from api.reading import Reading
from api.settings import Settings
from api.stores import open_store
from graph import catalogue
from graph.admission import Admission, Admitted
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import document_graph
from graph.reader import Reader
from graph.store import Store
from graph.terms import to_rdflib
from ingest.document import Document, DocumentId
from ingest.extraction import Extraction
from ontology.namespaces import ID, PREFIXES, WB

if TYPE_CHECKING:
    from ingest.lexicon import Lexicon

Say = Callable[[str], None]
"""Told of each step."""


_KNOWN: Final = f"""PREFIX wb: <{WB}> PREFIX skos: <{PREFIXES["skos"]}>
CONSTRUCT {{
  ?measure a wb:Measure ; ?naming ?label .
  ?claim wb:claimSubject ?measure ; wb:assertedIn ?document .
}}
WHERE {{
  ?claim wb:reviewState wb:Reviewed ; wb:claimSubject ?measure ; wb:assertedIn ?document .
  VALUES ?naming {{ skos:prefLabel skos:altLabel skos:hiddenLabel }}
  ?measure a wb:Measure ; ?naming ?label .
}}"""
ASSERTED_IN: Final = URIRef(f"{WB}assertedIn")


def known_measures(reader: Reader) -> Graph:
    """The measures that people found in documents: their labels, and the claims that speak of them."""
    return to_rdflib(reader.construct(_KNOWN))


def lexicon(known: Graph, without: DocumentId | None) -> Lexicon:
    """What the pipeline knows by name: vocabularies, agents and measures, without one document's own."""
    from ingest.lexicon import Lexicon
    from ontology import load

    return Lexicon.from_graphs(load.vocabularies(), load.agents(), known=known, exclude_document=without)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one document."""

    document: str
    extraction: Extraction
    admitted: Admitted


@dataclass
class Intake:
    """Takes documents in, one after the other; the language model is loaded when the first is sound."""

    settings: Settings
    say: Say
    marking: Marking | None = None
    """Who may see the documents; `None` leaves one that is there already as it is, and marks others CLEAR."""
    store: Store = field(init=False)
    _readings: dict[tuple[DocumentId | None, Marking], Reading] = field(default_factory=dict)
    """By the document whose own edition the pipeline leaves out, and who may see what it knows."""

    def __post_init__(self) -> None:
        self.store = open_store(self.settings)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Ontology, vocabularies, shapes and rules."""
        self.say("reading the ontology")
        return Knowledge.load()

    def reading(self, document: Document, marking: Marking) -> Reading:
        """The language pipeline for a document: it knows the measures that people found in other documents.

        Only of those that all may see who may see this document; never of the document itself, or what people
        found in it would be taken for what the machine reads.
        """
        reviewed = known_measures(self.store.reader(marking))
        about = f"{ID}document/{document.id}"
        own = document.id if any(reviewed.subjects(ASSERTED_IN, URIRef(about))) else None
        if (own, marking) not in self._readings:
            self.say("loading the language model")
            self._readings[own, marking] = Reading.prepare(lexicon(reviewed, own))
        return self._readings[own, marking]

    def take(self, file: Path) -> Taken:
        """Take one document in, whole or not at all. What is wrong with the file is told before slow work.

        Raises:
            ingest.errors.IngestError: the file is no document that can be read.
            graph.errors.StoreLocked: another process is writing.
            graph.errors.GateRefused: its claims break a shape.
        """
        self.say(f"reading {file.name}")
        document = Reading.document(file, self.settings)
        with self.store.writing() as writer:  # a writer elsewhere is told now, not after the extraction
            marking = self._marking(writer.reader, document)
        return self._admit(document, marking)

    def _marking(self, reader: Reader, document: Document) -> Marking:
        """Reading a document again opens it to nobody, unless that is what was asked for."""
        if self.marking is not None:
            return self.marking
        graph = document_graph(str(document.id))
        held = catalogue.held(reader, [graph]).get(graph)
        return Marking.CLEAR if held is None else held.marking

    def _admit(self, document: Document, marking: Marking) -> Taken:
        reading = self.reading(document, marking)
        self.say(f"{document.id}: looking for claims")
        extraction = reading.extract(document)
        graph = reading.graph(extraction)
        knowledge = self.knowledge
        self.say(f"{document.id}: validating {len(extraction.claims)} claims and publishing")
        with self.store.writing() as writer:
            admitted = Admission(writer, knowledge, self.settings.review_policy).admit(graph, marking=marking)
        return Taken(document.id, extraction, admitted)
