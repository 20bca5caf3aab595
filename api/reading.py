"""Reading documents with spaCy: the one place from which `api` reaches the pipeline.

Only commands that read documents import this file; the serving process never does (a test holds it to that).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from api.console import say_error
from api.settings import Settings
from ingest.document import Document
from ingest.extraction import Extraction
from ingest.sources import Limits, read
from ingest.text import to_document

if TYPE_CHECKING:
    from rdflib import Graph
    from spacy.language import Language

    from ingest.lexicon import Lexicon


@dataclass(frozen=True)
class Reading:
    """A pipeline, loaded once for many documents."""

    nlp: Language

    @classmethod
    def prepare(cls, lexicon: Lexicon | None = None) -> Self:
        """Load the pipeline; takes a second or two. Without a lexicon it knows what the vocabularies know."""
        import warnings

        from ingest import pipeline

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", pipeline.NoModel)
            nlp = pipeline.build(lexicon)
        for warning in caught:
            if issubclass(warning.category, pipeline.NoModel):
                say_error(warning.message)
        return cls(nlp)

    @staticmethod
    def document(file: Path, settings: Settings) -> Document:
        """The document in a file, or that an identifier names, without the language model.

        Raises:
            ingest.errors.IngestError: no such document, or none that can be read.
        """
        limits = Limits(bytes=settings.file_megabytes * 1024 * 1024)
        return to_document(read(file, documents=settings.documents, limits=limits))

    def extract(self, document: Document) -> Extraction:
        """What is found in a document."""
        from ingest import pipeline

        return pipeline.extract(self.nlp, document)

    def graph(self, extraction: Extraction) -> Graph:
        """The document's named graph."""
        from ingest import rdf

        meta = self.nlp.meta
        return rdf.to_graph(extraction, model=f"{meta['lang']}_{meta['name']}-{meta['version']}")
