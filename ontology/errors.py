"""What can go wrong with the knowledge files.

OntologyError
├── OntologyFileError    a data file cannot be read: which file, where, what to do
├── MappingSetError      a mapping set breaks SSSOM or lacks a column
└── ReasonerError        the reasoner could not be run
"""

from __future__ import annotations

from pathlib import Path


class OntologyError(Exception):
    """Anything wrong with the knowledge that travels with the code."""


class OntologyFileError(OntologyError):
    """A data file that is not valid Turtle."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path.name} is not valid Turtle: {reason}. Mend the file ({path}) and try again.")


class MappingSetError(OntologyError):
    """A mapping set that is not valid SSSOM."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path.name} is not a valid SSSOM set: {reason}. Mend the file ({path}).")


class ReasonerError(OntologyError):
    """The reasoner could not be started or ended without an answer."""
