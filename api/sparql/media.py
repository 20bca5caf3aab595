"""The formats in which results travel: names for `?format=`, media types, file extensions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


class Own(Enum):
    """A format that the engine does not write."""

    PARQUET = "parquet"
    DOCUMENT = "document"
    """JSON that says what its own description says."""
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation. `media_types[0]` is its own; the others are accepted as alias."""

    name: str
    extension: str
    media_types: tuple[str, ...]
    engine: QueryResultsFormat | RdfFormat | Own
    """How the engine names it; `Own` for what it does not write."""


TABLES: Final[tuple[Format, ...]] = (
    Format("json", "srj", ("application/sparql-results+json", "application/json"), QueryResultsFormat.JSON),
    Format(
        "xml",
        "srx",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        QueryResultsFormat.XML,
    ),
    Format("csv", "csv", ("text/csv",), QueryResultsFormat.CSV),
    Format("tsv", "tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
    Format("parquet", "parquet", ("application/vnd.apache.parquet",), Own.PARQUET),
)
"""For SELECT and ASK, the preferred one first."""

GRAPHS: Final[tuple[Format, ...]] = (
    Format("turtle", "ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Format("ntriples", "nt", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format("jsonld", "jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format("rdfxml", "rdf", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
    Format("trig", "trig", ("application/trig",), RdfFormat.TRIG),
    Format("nquads", "nq", ("application/n-quads",), RdfFormat.N_QUADS),
)
"""For CONSTRUCT, DESCRIBE and whole graphs, the preferred one first."""

HTML: Final = "text/html"

EXPLANATIONS: Final[tuple[Format, ...]] = (
    Format("json", "json", ("application/json",), Own.DOCUMENT),
    Format("html", "html", (HTML,), Own.PAGE),
)
"""For how a query was evaluated, the preferred one first."""


def by_name(formats: tuple[Format, ...], name: str) -> Format | None:
    """The format that `?format=NAME` asks for: its name, its extension or one of its media types."""
    return next(
        (form for form in formats if name in (form.name, form.extension, *form.media_types)),
        None,
    )
