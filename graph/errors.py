"""What can go wrong with the graph.

GraphError
├── StoreLocked          another process is writing
├── StoreTooNew          written by a later version of Weerbaar
├── StoreCorrupt         the files on disk cannot be opened
├── GateRefused          SHACL found violations; nothing was stored
└── QueryError
    └── QuerySyntaxError     with line and column
"""

from __future__ import annotations


class GraphError(Exception):
    """Base of this package's errors; the message says what happened and what to do."""


class StoreLocked(GraphError):
    """Another process has the store open for writing."""


class StoreTooNew(GraphError):
    """The store was written by a later version than this one can read."""


class StoreCorrupt(GraphError):
    """The store's files cannot be opened."""


class QueryError(GraphError):
    """A query that cannot be answered."""


class QuerySyntaxError(QueryError):
    """A malformed query. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.reason = message
        self.line = line
        self.column = column
