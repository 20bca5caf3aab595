"""Writing an answer down: JSON for programs, CSV for spreadsheets, text for a terminal.

| format | things | evidence | empty answer |
|---|---|---|---|
| json | IRI, CURIE and labels | one object: quote, page, document, claim, reviewed | `emptiness` member |
| csv | label, and the IRI in a column `…_iri` | columns | the header alone |
| text | label | “quote” document, page | the explanation in words |
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.reader import Row, Term
from ontology.namespaces import PREFIXES, Iri, shorten
from queries.answering import Answer
from queries.catalogue import Evidence
from queries.emptiness import Emptiness
from queries.errors import UnknownFormat
from queries.text import called, to_text

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

_NUMBERS: Final[Mapping[str, Callable[[str], Json]]] = {
    PREFIXES["xsd"] + "integer": int,
    PREFIXES["xsd"] + "nonNegativeInteger": int,
    PREFIXES["xsd"] + "decimal": float,
    PREFIXES["xsd"] + "double": float,
    PREFIXES["xsd"] + "boolean": lambda value: value in ("true", "1"),
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the start of a formula (OWASP, CSV Injection)."""


def to_json(answer: Answer) -> str:
    """The answer as one JSON object, with everything that the other formats leave out."""
    columns: list[Json] = [
        {"name": column.name, "type": shorten(column.type), "meaning": dict(column.meaning)}
        for column in answer.query.columns
    ]
    document: dict[str, Json] = {
        "query": answer.query.name,
        "question": dict(answer.query.question),
        "arguments": {
            name: [_value(answer, term) for term in terms] for name, terms in answer.arguments.items()
        },
        "version": answer.version,
        "columns": columns,
        "rows": _objects(answer),
        "unreviewed": len(answer.unreviewed),
        "emptiness": _explained(answer, answer.emptiness) if answer.emptiness else None,
    }
    return _lines(document) + "\n"


def _lines(document: Mapping[str, Json]) -> str:
    """JSON with a line for each member and row; indented further, writing it costs more than most queries."""
    dumps = json.JSONEncoder(ensure_ascii=False).encode
    members = (
        f"{dumps(name)}: [\n    {rows}\n  ]"
        if isinstance(value, list) and (rows := ",\n    ".join(map(dumps, value)))
        else f"{dumps(name)}: {dumps(value)}"
        for name, value in document.items()
    )
    return "{\n  " + ",\n  ".join(members) + "\n}"


def to_csv(answer: Answer, language: str = "nl") -> str:
    """RFC 4180, with a header; a text that a spreadsheet could run gets an apostrophe in front."""
    out = StringIO()
    writer = csv.writer(out)
    things = {column.name for column in answer.query.columns if column.is_thing}
    writer.writerow(
        name
        for column in answer.columns
        for name in ([column, f"{column}_iri"] if column in things else [column])
    )
    for row in answer.rows:
        writer.writerow(
            cell
            for column in answer.columns
            for cell in _cells(answer, row.get(column), column in things, language)
        )
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer down."""

    media_type: str
    render: Callable[[Answer], str]


FORMATS: Final[Mapping[str, Format]] = {
    "json": Format("application/json", to_json),
    "csv": Format("text/csv; charset=utf-8; header=present", to_csv),
    "text": Format("text/plain; charset=utf-8", to_text),
}


def get(name: str) -> Format:
    """The format of that name. Raises `UnknownFormat`."""
    if name not in FORMATS:
        raise UnknownFormat(name, FORMATS)
    return FORMATS[name]


def _value(answer: Answer, term: Term | None) -> Json:
    if term is None:
        return None
    if isinstance(term, Literal):
        return _NUMBERS.get(term.datatype.value, str)(term.value)
    return {
        "iri": term.value,
        "curie": _curie(term.value),
        "label": dict(answer.labels.get(Iri(term.value), {})),
    }


_curie = lru_cache(maxsize=4096)(shorten)
"""The same things come back in row after row."""


def _objects(answer: Answer) -> list[Json]:
    cited = {name for evidence in answer.query.evidence for name in _columns(evidence)}
    plain = [column for column in answer.columns if column not in cited]
    return [
        {column: _value(answer, row.get(column)) for column in plain}
        | {evidence.name: _quoted(answer, row, evidence) for evidence in answer.query.evidence}
        for row in answer.rows
    ]


def _columns(evidence: Evidence) -> Iterable[str]:
    return filter(None, (evidence.quote, evidence.page, evidence.document, evidence.claim))


def _quoted(answer: Answer, row: Row, evidence: Evidence) -> Json:
    if evidence.quote not in row:
        return None
    quoted: dict[str, Json] = {
        part: _value(answer, row.get(getattr(evidence, part))) for part in ("quote", "page", "document")
    }
    claim = row.get(evidence.claim) if evidence.claim else None
    if claim is not None:
        quoted["claim"] = claim.value
        quoted["reviewed"] = Iri(claim.value) not in answer.unreviewed
    return quoted


def _explained(answer: Answer, emptiness: Emptiness) -> Json:
    return {
        "looked_for": dict(emptiness.looked_for),
        "missing": dict(emptiness.missing) if emptiness.missing else None,
        "nearest": [
            {"parameter": near.parameter, "rows": near.rows, "value": _value(answer, NamedNode(near.thing))}
            for near in emptiness.nearest
        ],
    }


def _cells(answer: Answer, term: Term | None, is_thing: bool, language: str) -> Iterable[str]:
    text = "" if term is None else called(answer, term, language)
    typed = isinstance(term, Literal) and term.datatype.value in _NUMBERS
    yield "'" + text if text.startswith(_FORMULA) and not typed else text
    if is_thing:
        yield term.value if isinstance(term, NamedNode) else ""
