"""What can go wrong with a canned query.

QueriesError
├── CatalogueError           a `.rq` file breaks a rule of the format; names file and line
├── UnknownQuery             no canned query of that name
├── UnknownFormat            no output format of that name
└── ArgumentError            what was asked with; `parameter` names the culprit
    ├── UnknownParameter         the query has no such parameter
    ├── MissingParameter         a required parameter was not given
    ├── TooManyValues            several values for a parameter that takes one
    ├── WrongType                not a date, an integer, a boolean
    ├── UnknownValue             nothing of the allowed kinds has that label or IRI; `nearest` helps
    └── AmbiguousValue           several things have that label; `candidates` tells them apart
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class QueriesError(Exception):
    """Base of this package's errors; the message says what happened and what to do."""


class CatalogueError(QueriesError):
    """A canned query that breaks a rule of the format. `line` counts from 1."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name}, line {line}: {message}")
        self.path = path
        self.line = line
        self.reason = message


class UnknownQuery(QueriesError):
    """No canned query has this name."""

    def __init__(self, name: str, nearest: Iterable[str]) -> None:
        self.nearest = tuple(nearest)
        super().__init__(f"there is no query {name!r}; {_hint(self.nearest, 'see the list of queries')}")


class UnknownFormat(QueriesError):
    """No output format has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no format {name!r}; choose from {', '.join(known)}")


class ArgumentError(QueriesError):
    """A query asked with arguments that it cannot take."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownParameter(ArgumentError):
    """The query has no parameter of this name."""

    def __init__(self, parameter: str, query: str, known: Iterable[str]) -> None:
        takes = ", ".join(known) or "none"
        super().__init__(parameter, f"{query} has no parameter {parameter!r}; it takes: {takes}")


class MissingParameter(ArgumentError):
    """A required parameter was not given."""

    def __init__(self, parameter: str, query: str, meaning: str, example: str) -> None:
        super().__init__(parameter, f"{query} needs {parameter!r}: {meaning} (for example: {example})")


class TooManyValues(ArgumentError):
    """Several values for a parameter that takes one."""

    def __init__(self, parameter: str, count: int) -> None:
        super().__init__(parameter, f"{parameter!r} takes one value, but {count} were given")


class WrongType(ArgumentError):
    """A value that is not of the parameter's datatype."""

    def __init__(self, parameter: str, value: str, expected: str) -> None:
        super().__init__(parameter, f"{parameter!r} must be {expected}, not {value!r}")
        self.value = value


class UnknownValue(ArgumentError):
    """Nothing of the kinds that the parameter allows answers to this value."""

    def __init__(self, parameter: str, value: str, kinds: Iterable[str], nearest: Iterable[str]) -> None:
        self.value = value
        self.nearest = tuple(nearest)
        kinds_text = " or ".join(kinds)
        hint = _hint(self.nearest, "give a label, a CURIE or an IRI that the graph knows")
        super().__init__(parameter, f"{parameter!r}: no {kinds_text} is called {value!r}; {hint}")


class AmbiguousValue(ArgumentError):
    """Several things of the allowed kinds have this label."""

    def __init__(self, parameter: str, value: str, candidates: Iterable[str]) -> None:
        self.value = value
        self.candidates = tuple(candidates)
        listed = ", ".join(self.candidates)
        super().__init__(parameter, f"{parameter!r}: {value!r} can be any of {listed}; give one of these")


def _hint(nearest: tuple[str, ...], otherwise: str) -> str:
    return f"nearest: {', '.join(nearest)}" if nearest else otherwise
