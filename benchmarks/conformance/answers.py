"""Answers, as a file of the suite or an engine gives them, and whether two of them are the same."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib
from rdflib import Namespace

from benchmarks.conformance.suite import BASE, iri_of, read_quads

RS: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_FLOATS: Final = {f"{XSD}float", f"{XSD}double"}
_DERIVED: Final = (
    "integer", "decimal", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip
_EXACT: Final = {f"{XSD}{name}" for name in _DERIVED}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[tuple[str, Term], ...]
"""The bound variables of a solution, by name."""


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions. Their order counts where `ordered` says so."""

    columns: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Graph:
    """Triples, or the quads of a dataset."""

    quads: frozenset[ox.Quad]


Answer = Table | Graph | bool


def same(expected: Answer, found: Answer, *, lax: bool = False) -> bool:
    """Whether they say the same, up to the names of blank nodes; `lax`: however often they say it."""
    if isinstance(expected, Table) and isinstance(found, Table):
        ordered = expected.ordered and not lax
        one, other = (_canonical(_described(each, ordered, lax)) for each in (expected, found))
        return expected.columns == found.columns and one == other
    if isinstance(expected, Graph) and isinstance(found, Graph):
        return _canonical(expected.quads) == _canonical(found.quads)
    return isinstance(expected, bool) and expected is found


def by_value(answer: Answer) -> Answer:
    """The answer with one form for all literals of one value, to tell why two answers differ."""
    if isinstance(answer, Table):
        rows = tuple(tuple((name, _valued(term)) for name, term in row) for row in answer.rows)
        return Table(answer.columns, rows, answer.ordered)
    if isinstance(answer, Graph):
        valued = (ox.Quad(q.subject, q.predicate, _valued(q.object), q.graph_name) for q in answer.quads)
        return Graph(frozenset(valued))
    return answer


def difference(expected: Answer, found: Answer) -> str:
    """In one line: what was expected and not found, and the other way round."""
    if isinstance(expected, bool) or isinstance(found, bool) or type(expected) is not type(found):
        return f"expected {_short(expected)}, found {_short(found)}"
    wanted, got = _lines(expected), _lines(found)
    missing, surplus = list((wanted - got).elements()), list((got - wanted).elements())
    if not missing and not surplus:
        return "other order, columns or blank nodes"
    return f"expected {_some(missing)} – found {_some(surplus)}"


def table(results: ox.QuerySolutions, *, ordered: bool = False) -> Table:
    """The solutions that the engine or a parser gives."""
    names = [variable.value for variable in results.variables]
    rows = (zip(names, solution, strict=True) for solution in results)
    kept = tuple(tuple((name, term) for name, term in row if term is not None) for row in rows)
    return Table(frozenset(names), kept, ordered)


def of_csv(text: str) -> Table:
    """CSV has only strings: blank nodes are those that begin with `_:`, unbound those that are empty."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    cells = (zip(lines[0], line, strict=False) for line in lines[1:])  # a lone unbound cell is an empty line
    rows = tuple(tuple((name, _plain(cell)) for name, cell in row if cell) for row in cells)
    return Table(frozenset(lines[0]), rows)


def read(content: bytes, media_type: str) -> Answer:
    """The answer in the body of a response."""
    if media_type == "text/csv":
        return of_csv(content.decode())
    form = ox.QueryResultsFormat.from_media_type(media_type)
    if form is None:
        graph = ox.RdfFormat.from_media_type(media_type)
        return Graph(frozenset(ox.parse(content, format=graph)))
    results = ox.parse_query_results(content, format=form)
    return bool(results) if isinstance(results, ox.QueryBoolean) else table(results)


def expected(root: Path, path: Path, *, ordered: bool) -> Answer:
    """What a result file of the suite holds."""
    extension = path.suffix.removeprefix(".")
    if extension == "csv":
        return of_csv(path.read_text(encoding="utf-8"))
    form = ox.QueryResultsFormat.from_extension(extension)
    if form is not None:
        results = ox.parse_query_results(path=str(path), format=form)
        return bool(results) if isinstance(results, ox.QueryBoolean) else table(results, ordered=ordered)
    found = read_quads(root, path)
    if any(quad.object == ox.NamedNode(str(RS.ResultSet)) for quad in found):
        return _result_set(root, path)
    return Graph(frozenset(found))


def _result_set(root: Path, path: Path) -> Answer:
    """A table or boolean written as RDF (`rs:ResultSet`)."""
    graph = rdflib.Graph()
    literals, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(path, publicID=iri_of(root, path))
    finally:
        rdflib.NORMALIZE_LITERALS = literals
    truth = next(graph.objects(None, RS.boolean), None)
    if truth is not None:
        return str(truth) == "true"
    solutions = list(graph.objects(None, RS.solution))
    ordered = any(graph.value(solution, RS["index"]) is not None for solution in solutions)
    if ordered:
        solutions.sort(key=lambda solution: int(str(graph.value(solution, RS["index"]))))
    rows = tuple(
        tuple(
            (str(graph.value(binding, RS.variable)), _term(graph.value(binding, RS.value)))
            for binding in graph.objects(solution, RS.binding)
        )
        for solution in solutions
    )
    return Table(frozenset(map(str, graph.objects(None, RS.resultVariable))), rows, ordered)


def _term(node: object) -> Term:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    kind = node.datatype or rdflib.XSD.string
    return ox.Literal(str(node), datatype=ox.NamedNode(str(kind)))


def _described(answer: Table, ordered: bool, lax: bool) -> Iterator[ox.Quad]:
    """A table as a graph: a node for each solution with its terms, and its place or how often it is there."""
    counted = Counter(tuple(sorted(row, key=itemgetter(0))) for row in answer.rows)
    numbered = enumerate(answer.rows) if ordered else ((n, row) for row, n in counted.items())
    for number, row in numbered:
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("urn:number"), ox.Literal(0 if lax else number))
        for name, term in row:
            yield ox.Quad(node, ox.NamedNode(f"urn:column:{name}"), term)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _plain(cell: str) -> Term:
    return ox.BlankNode(cell[2:]) if cell.startswith("_:") else ox.Literal(cell)


def _valued(term: Term) -> Term:
    if isinstance(term, ox.Triple):
        return ox.Triple(term.subject, term.predicate, _valued(term.object))
    if not isinstance(term, ox.Literal):
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower(), direction=term.direction)
    try:
        return _one_form(term, term.datatype.value)
    except (ValueError, InvalidOperation):
        return term


def _one_form(literal: ox.Literal, kind: str) -> ox.Literal:
    if kind in _FLOATS:
        return ox.Literal(repr(float(literal.value)), datatype=literal.datatype)
    if kind == f"{XSD}boolean":
        return ox.Literal(literal.value in ("true", "1"))
    if kind in _EXACT:
        number = str(Decimal(literal.value).normalize())
        return ox.Literal(number, datatype=ox.NamedNode(f"{XSD}decimal"))
    return literal


def _lines(answer: Table | Graph) -> Counter[str]:
    if isinstance(answer, Graph):
        return Counter(_nameless(str(quad)) for quad in answer.quads)
    rows = (sorted((name, _nameless(str(term))) for name, term in row) for row in answer.rows)
    return Counter(", ".join(f"?{name} {text}" for name, text in row) or "no binding" for row in rows)


def _nameless(text: str) -> str:
    """To read and to compare in a line: without the names of blank nodes and the length of datatypes."""
    return re.sub(r"_:\w+", "_:b", text).replace(f"^^<{XSD}", "^^<xsd:").replace(BASE, "")


def _some(lines: list[str]) -> str:
    if not lines:
        return "nothing else"
    more = f" and {len(lines) - 2} more" if len(lines) > 2 else ""
    return "; ".join(line[:120] for line in lines[:2]) + more


def _short(answer: Answer) -> str:
    return str(answer).lower() if isinstance(answer, bool) else f"a {type(answer).__name__.lower()}"
