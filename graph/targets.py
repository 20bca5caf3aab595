"""Which graphs a SPARQL update would write to, and what in it is refused; decided on the parsed update.

Refused are what reaches outside the store (`LOAD`, `SERVICE`) and what names no graph: the default graph is
the union of the named ones, and not a place to write to; a pattern that names no graph would find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Final

from pyparsing import ParseException, ParseResults
from rdflib import URIRef
from rdflib.plugins.sparql.algebra import translatePName, translatePrologue, traverse
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Prologue

from graph.errors import QueryError, QuerySyntaxError
from ontology.namespaces import PREFIXES, Iri

_PARSING: Final = Lock()
"""The parser's first use in several threads at once spoils it for all."""
_BY_NAME: Final = {"Create", "Clear", "Drop", "Add", "Copy", "Move"}
_FROM_TO: Final = {"Add", "Copy", "Move"}
_READING: Final = {"Modify", "DeleteWhere", *_FROM_TO}


@dataclass(frozen=True, slots=True)
class Reads:
    """Where one operation with a `WHERE` looks, by its own words."""

    using: tuple[Iri, ...] = ()
    using_named: tuple[Iri, ...] = ()
    with_graph: Iri | None = None
    short: bool = False
    """It is a `DELETE WHERE`, which can say nothing of it."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The graphs that an update names as its targets."""

    named: frozenset[Iri]
    any: bool
    """It may write to others as well: a variable stands for a graph, or all of them are meant."""
    reads: tuple[Reads, ...] = ()
    """One for each operation with a `WHERE`."""
    sources: frozenset[Iri] = frozenset()
    """The graphs that it names to read from."""
    reading: bool = False
    """What it writes depends on what is there: some operation has a `WHERE`, or copies a graph."""


def targets(update: str, *, dataset_follows: bool = False) -> Targets:
    """What an update writes to.

    Args:
        dataset_follows: the request says where patterns look that name no graph themselves.

    Raises:
        QuerySyntaxError: it does not parse.
        QueryError: it holds what is refused.
    """
    operations = _parse(update)
    for operation in operations:
        _refuse(operation, dataset_follows)
    found = [target for operation in operations for target in _targets(operation)]
    named = frozenset(Iri(str(target)) for target in found if isinstance(target, URIRef))
    sources = frozenset(Iri(str(source)) for operation in operations for source in _sources(operation))
    reading = any(operation.name in _READING for operation in operations)
    return Targets(named, len(named) < len(set(found)), tuple(_reads(operations)), sources, reading)


def _parse(update: str) -> list[CompValue]:
    """The operations, their names resolved against `BASE` and `PREFIX`."""
    try:
        with _PARSING:
            parsed = parseUpdate(update)
            return list(_resolved(list(parsed.prologue or ()), list(parsed.request or ())))
    except ParseException as error:
        raise QuerySyntaxError(
            f"unexpected “{error.line[error.col - 1 :][:40]}”", error.lineno, error.col
        ) from error
    except RecursionError as error:
        raise QueryError("the update is nested too deeply") from error


def _resolved(prologues: list[ParseResults], operations: list[CompValue]) -> Iterator[CompValue]:
    """Each operation by the prologues up to it; the last prologue may stand before nothing."""
    assert len(prologues) >= len(operations)
    prologue = Prologue()
    prologue.base = ""
    for opening, operation in zip(prologues, operations, strict=False):
        prologue = translatePrologue(opening, None, dict(PREFIXES), prologue)
        declared = {prefix for prefix, _ in prologue.namespace_manager.namespaces()}
        for value in _values(operation):
            if value.name == "pname" and (value.prefix or "") not in declared:
                raise QueryError(
                    f"the prefix “{value.prefix or ''}:” is used, but no PREFIX line declares it"
                )
        yield traverse(operation, visitPost=partial(translatePName, prologue=prologue))


def _refuse(operation: CompValue, dataset_follows: bool) -> None:
    if operation.name == "Load":
        raise QueryError("LOAD is refused: the store fetches nothing. Send the data itself.")
    if any(value.name == "ServiceGraphPattern" for value in _values(operation)):
        raise QueryError("SERVICE is refused in an update: the store calls no other.")
    if operation.name == "Modify" and not (operation.withClause or operation.using or dataset_follows):
        outside = (value for value in _outside_graphs(operation.where) if value.name == "TriplesBlock")
        if any(value.triples for value in outside):
            raise QueryError(
                "a pattern of the update names no graph and would find nothing; say where it looks with "
                "GRAPH <…> { … }, WITH <…> or USING <…>"
            )


def _targets(operation: CompValue) -> Iterator[object]:
    if operation.name in _BY_NAME:
        yield from _by_name(operation)
        return
    for quads in (value for value in _written(operation) if value.name == "Quads"):
        if quads.triples:
            yield operation.withClause or _no_graph()
        for part in quads.quadsNotTriples or ():
            yield part.term


def _by_name(operation: CompValue) -> Iterator[object]:
    """The targets of graph management: of `ADD` and `COPY` only where they end, `MOVE` empties its source."""
    names = operation.graph or [operation.graphiri]
    if operation.graph and "DEFAULT" in names:
        _no_graph()
    yield from names[-1:] if operation.name in {"Add", "Copy"} else names


def _sources(operation: CompValue) -> Iterator[object]:
    """The graphs that an operation names to read from."""
    if operation.name in _FROM_TO:
        yield operation.graph[0]
    if operation.name == "Modify":
        yield from (
            term for clause in operation.using or () for term in (clause.default, clause.named) if term
        )
        patterns = (value for value in _values(operation.where) if value.name == "GraphGraphPattern")
        yield from (pattern.term for pattern in patterns if isinstance(pattern.term, URIRef))


def _reads(operations: list[CompValue]) -> Iterator[Reads]:
    for operation in operations:
        if operation.name == "DeleteWhere":
            yield Reads(short=True)
        elif operation.name == "Modify":
            clauses = list(operation.using or ())
            yield Reads(
                tuple(Iri(str(clause.default)) for clause in clauses if clause.default),
                tuple(Iri(str(clause.named)) for clause in clauses if clause.named),
                Iri(str(operation.withClause)) if operation.withClause else None,
            )


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


def _outside_graphs(node: object) -> Iterator[CompValue]:
    """The parts of a pattern, without those within `GRAPH`."""
    if isinstance(node, CompValue):
        if node.name != "GraphGraphPattern":
            yield node
            for child in node.values():
                yield from _outside_graphs(child)
    elif isinstance(node, list | tuple | ParseResults):
        for child in node:
            yield from _outside_graphs(child)


def _no_graph() -> object:
    raise QueryError("the update writes to no named graph; name it with GRAPH <…> { … } or WITH <…>")
