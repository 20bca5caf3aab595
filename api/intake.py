"""Documents into the graph: read, extract, validate, derive, publish. What `ingest` and `build` share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from api.dataset import STORE
from api.reading import Reading
from api.settings import Settings
from graph.admission import Admission, Admitted
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.marking import Marking
from ingest.document import Document
from ingest.extraction import Extraction

Say = Callable[[str], None]
"""Told of each step."""


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
    marking: Marking = Marking.CLEAR
    store: EmbeddedStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = EmbeddedStore(self.settings.data / STORE)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Ontology, vocabularies, shapes and rules."""
        self.say("reading the ontology")
        return Knowledge.load()

    @cached_property
    def reading(self) -> Reading:
        """The language pipeline."""
        self.say("loading the language model")
        return Reading.prepare()

    def take(self, file: Path) -> Taken:
        """Take one document in, whole or not at all. What is wrong with the file is told before slow work.

        Raises:
            ingest.errors.IngestError: the file is no document that can be read.
            graph.errors.StoreLocked: another process is writing.
            graph.errors.GateRefused: its claims break a shape.
        """
        self.say(f"reading {file.name}")
        document = Reading.document(file, self.settings)
        with self.store.writing():
            pass  # a writer elsewhere is told now, not after the extraction
        return self._admit(document)

    def _admit(self, document: Document) -> Taken:
        reading = self.reading
        self.say(f"{document.id}: looking for claims")
        extraction = reading.extract(document)
        graph = reading.graph(extraction)
        knowledge = self.knowledge
        self.say(f"{document.id}: validating {len(extraction.claims)} claims and publishing")
        with self.store.writing() as writer:
            admitted = Admission(writer, knowledge, self.settings.review_policy).admit(
                graph, marking=self.marking
            )
        return Taken(document.id, extraction, admitted)
