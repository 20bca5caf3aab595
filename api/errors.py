"""What can go wrong on the way in, and how every room's errors reach the command line.

EdgeError
├── NothingPublished     the data folder holds no graph yet
├── QueryRefused         the SPARQL service refused or ended a query
├── ServingFailed        the serving processes cannot start
├── UnreadableArgument   an option or argument that cannot be used
└── SomeRefused          of several documents, some were refused; the others are in
"""

from __future__ import annotations

from pathlib import Path

from graph.errors import GraphError
from ingest.errors import IngestError
from ontology.errors import OntologyError
from queries.errors import QueriesError


class EdgeError(Exception):
    """Base of this package's errors; the message says what happened and what to do."""


class NothingPublished(EdgeError):
    """There is no graph to answer from."""

    def __init__(self, place: Path | str) -> None:
        super().__init__(
            f"there is no graph in {place} yet; `weerbaar build` makes it, "
            "or WEERBAAR_DATA names another folder"
        )


class QueryRefused(EdgeError):
    """A SPARQL query without an answer."""


class ServingFailed(EdgeError):
    """The serving processes cannot start."""


class UnreadableArgument(EdgeError):
    """An argument that cannot be used."""


class SomeRefused(EdgeError):
    """Some documents were refused."""


EXPECTED = (EdgeError, IngestError, GraphError, QueriesError, OntologyError)
"""Errors that a user can act on: one line and exit code 2, never a traceback."""
