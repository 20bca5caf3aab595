"""Which graphs a SPARQL update would write to, and what in it is refused; decided on the parsed update.

Refused are what reaches outside the store (`LOAD`, `SERVICE`) and what names no graph: the default graph is
the union of the named ones, and not a place to write to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

from pyparsing import ParseException, ParseResults
from rdflib import URIRef
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import QueryError, QuerySyntaxError
from ontology.namespaces import Iri

_PARSING: Final = Lock()
"""The parser's first use in several threads at once spoils it for all."""
_BY_NAME: Final = {"Create", "Clear", "Drop", "Add", "Copy", "Move"}


@dataclass(frozen=True, slots=True)
class Targets:
    """The graphs that an update names as its targets."""

    named: frozenset[Iri]
    any: bool
    """It may write to others as well: a variable stands for a graph, or all of them are meant."""


def targets(update: str) -> Targets:
    """What an update writes to.

    Raises:
        QuerySyntaxError: it does not parse.
        QueryError: it holds what is refused.
    """
    try:
        with _PARSING:
            operations = parseUpdate(update).request
    except ParseException as error:
        raise QuerySyntaxError(
            f"unexpected “{error.line[error.col - 1 :][:40]}”", error.lineno, error.col
        ) from error
    except RecursionError as error:
        raise QueryError("the update is nested too deeply") from error
    found = [target for operation in operations for target in _targets(operation)]
    named = frozenset(Iri(str(target)) for target in found if isinstance(target, URIRef))
    return Targets(named, any=len(named) < len(set(found)))


def _targets(operation: CompValue) -> Iterator[object]:
    names = {value.name for value in _values(operation)}
    if operation.name == "Load":
        raise QueryError("LOAD is refused: the store fetches nothing. Send the data itself.")
    if "ServiceGraphPattern" in names:
        raise QueryError("SERVICE is refused in an update: the store calls no other.")
    if operation.name in _BY_NAME:
        yield from _by_name(operation)
        return
    for quads in (value for value in _written(operation) if value.name == "Quads"):
        if quads.triples:
            yield operation.withClause or _no_graph()
        for part in quads.quadsNotTriples or ():
            yield part.term


def _by_name(operation: CompValue) -> Iterator[object]:
    """The targets of graph management; `MOVE` and `COPY` may empty their source as well."""
    for name in operation.graph or [operation.graphiri]:
        if name == "DEFAULT" and operation.graph:
            _no_graph()
        yield name


def _written(operation: CompValue) -> Iterator[CompValue]:
    """The parts that are written, without the pattern that is read."""
    parts = (operation.quads, operation.delete, operation.insert)
    yield from (value for part in parts if part for value in _values(part))


def _values(node: object) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
        for child in node.values():
            yield from _values(child)
    elif isinstance(node, list | tuple | ParseResults):
        for child in node:
            yield from _values(child)


def _no_graph() -> object:
    raise QueryError("the update writes to no named graph; name it with GRAPH <…> { … } or WITH <…>")
