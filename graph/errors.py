"""What can go wrong with the graph.

GraphError
├── StoreLocked          another process is writing
├── StoreTooNew          written by a later version of Weerbaar
├── StoreCorrupt         the files on disk cannot be opened
├── StoreFailed          the disk refused a write, most often because it is full
├── BackupFailed         a backup cannot be written, read or restored
├── EndpointFailed       an engine elsewhere cannot be reached or answers with an error
├── VersionGone          a version of the graph is not kept, or may no longer be shown
├── MarkingRefused       no endpoint may hold or show what is marked so
├── UpdateRefused        an update writes to a graph that is closed to its caller
├── UnknownGraph         there is no graph of that name
├── GateRefused          SHACL found violations; nothing was stored
├── ShapesError          the SHACL shapes themselves are malformed
├── RuleError            a derivation rule is malformed or fails
└── QueryError
    └── QuerySyntaxError     with line and column
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.report import Report


class GraphError(Exception):
    """Base of this package's errors; the message says what happened and what to do."""


class StoreLocked(GraphError):
    """Another process has the store open for writing."""


class StoreTooNew(GraphError):
    """The store was written by a later version than this one can read."""


class StoreCorrupt(GraphError):
    """The store's files cannot be opened."""


class StoreFailed(GraphError):
    """A write that the disk refused; what was published before stays, and the next opening cleans up."""


class BackupFailed(GraphError):
    """A backup that cannot be written, read or restored; nothing was changed."""


class EndpointFailed(GraphError):
    """An engine elsewhere that cannot be reached, or that answers with an error."""


class VersionGone(GraphError):
    """A version of the graph that is not kept, or that may no longer be shown to who asks for it."""


class MarkingRefused(GraphError):
    """A marking for which no endpoint is configured."""


class UpdateRefused(GraphError):
    """An update that writes where its caller may not; nothing was changed."""


class UnknownGraph(GraphError):
    """No graph of that name, as far as the caller may see."""


class GateRefused(GraphError):
    """A document with violations; nothing of it was stored. `report` has them all, with quote and page."""

    def __init__(self, report: Report) -> None:
        count = len(report.violations)
        lines = "\n".join(finding.text("nl") for finding in report.violations[:5])
        more = f"\n… and {count - 5} more" if count > 5 else ""
        super().__init__(
            f"{report.graph} is refused, {count} violation(s); nothing was stored:\n{lines}{more}"
        )
        self.report = report


class ShapesError(GraphError):
    """Shapes that the validator cannot run."""


class RuleError(GraphError):
    """A derivation rule that cannot be read or run; the message names its file."""


class QueryError(GraphError):
    """A query that cannot be answered."""


class QuerySyntaxError(QueryError):
    """A malformed query. `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.reason = message
        self.line = line
        self.column = column
