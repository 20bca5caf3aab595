"""Asking a canned query of a graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from graph.reader import Reader, Row
from ontology.namespaces import WB, Iri
from queries.catalogue import CannedQuery
from queries.emptiness import Emptiness, explain
from queries.labels import labels
from queries.memory import recalled
from queries.parameters import Arguments, Values, resolve

_UNREVIEWED: Final = """
PREFIX wb: <{wb}>
SELECT ?claim WHERE {{
  VALUES ?claim {{ {claims} }}
  ?claim a wb:Claim .
  FILTER NOT EXISTS {{ ?claim wb:reviewState wb:Reviewed }}
}}"""


_BATCH: Final = 500
"""Claims asked about at once: with over a thousand, Oxigraph would go through all claims of the graph."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the graph answers to one question, with all that is needed to check it."""

    query: CannedQuery
    arguments: Arguments
    """As resolved: what the question was really asked with."""
    version: int
    """The version of the data that answered."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    labels: Mapping[Iri, Mapping[str, str]]
    """Each thing in arguments, rows and explanation to language to what it is called."""
    unreviewed: frozenset[Iri]
    """The claims among the rows that only a machine has read."""
    emptiness: Emptiness | None
    """Why there are no rows; None when there are."""


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query with its arguments."""

    query: CannedQuery
    arguments: Arguments
    text: str
    """As the engine is asked it; two questions with the same text have the same answer."""


def question(reader: Reader, query: CannedQuery, values: Values) -> Question:
    """What the values ask. Raises `queries.errors.ArgumentError`."""
    arguments = resolve(reader, query.name, query.parameters, values)
    return Question(query, arguments, query.template.bind(arguments))


def ask(reader: Reader, query: CannedQuery, values: Values) -> Answer:
    """The answer to a canned query. Raises `queries.errors.ArgumentError`."""
    return answered(reader, question(reader, query, values))


def answered(reader: Reader, asked: Question) -> Answer:
    """The answer to a question, as it was given before or worked out now."""
    return recalled(reader, asked.query, asked.text, lambda: answer(reader, asked.query, asked.arguments))


def answer(reader: Reader, query: CannedQuery, arguments: Arguments) -> Answer:
    """The answer to a canned query with these arguments, worked out anew."""
    table = reader.select(query.template.bind(arguments))
    emptiness = (
        None if table.rows else explain(reader, query.template, query.question, query.steps, arguments)
    )
    return Answer(
        query=query,
        arguments=arguments,
        version=reader.version,
        columns=table.columns,
        rows=table.rows,
        labels=labels(reader, _things(arguments, table.rows, emptiness)),
        unreviewed=_unreviewed(reader, query, table.rows),
        emptiness=emptiness,
    )


def _things(arguments: Arguments, rows: tuple[Row, ...], emptiness: Emptiness | None) -> set[Iri]:
    found = {term for row in rows for term in row.values()}
    found |= {term for terms in arguments.values() for term in terms}
    nearest = {near.thing for near in emptiness.nearest} if emptiness else set()
    return {Iri(term.value) for term in found if isinstance(term, NamedNode)} | nearest


def _unreviewed(reader: Reader, query: CannedQuery, rows: tuple[Row, ...]) -> frozenset[Iri]:
    columns = [evidence.claim for evidence in query.evidence if evidence.claim]
    claims = {row[column] for row in rows for column in columns if column in row}
    ordered = sorted(map(str, claims))
    batches = (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
    asked = (_UNREVIEWED.format(wb=WB, claims=" ".join(batch)) for batch in batches)
    return frozenset(Iri(row["claim"].value) for text in asked for row in reader.select(text).rows)
