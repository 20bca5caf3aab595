"""An answer for reading at a terminal: a table where the columns fit, else one paragraph for each row."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from textwrap import fill
from typing import Final

from pyoxigraph import Literal, NamedNode
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.reader import Row, Term
from ontology.namespaces import PREFIXES, Iri, shorten
from queries.answering import Answer
from queries.catalogue import Column, Evidence
from queries.emptiness import Emptiness

TABLE_COLUMNS: Final = 5
"""More columns than this, quotes among them, leave no room for words on a line."""

_YES_NO: Final = {"nl": ("nee", "ja"), "en": ("no", "yes")}


def to_text(answer: Answer, language: str = "nl", width: int = 120) -> str:
    """The answer in words; `width` in characters."""
    if answer.emptiness:
        return _wrapped(_words(answer, answer.emptiness, language), width)
    plain = _plain(answer)
    if len(plain) + len(answer.query.evidence) <= TABLE_COLUMNS:
        body = _drawn(_table(answer, plain, language), width)
    else:
        rows = enumerate(answer.rows, start=1)
        body = "\n".join(_paragraph(answer, plain, number, row, language, width) for number, row in rows)
    return f"{body}\n{_summary(answer, language)}\n"


def called(answer: Answer, term: Term, language: str) -> str:
    """What a person calls a term: its label in the language, else in another, else its CURIE."""
    if isinstance(term, Literal):
        return term.value
    names = answer.labels.get(Iri(term.value), {})
    return names.get(language) or next(iter(names.values()), shorten(term.value))


def _shown(answer: Answer, term: Term, language: str) -> str:
    if isinstance(term, Literal) and term.datatype.value == PREFIXES["xsd"] + "boolean":
        return _YES_NO[language][term.value == "true"]
    return called(answer, term, language)


def _plain(answer: Answer) -> list[Column]:
    """The columns that are not part of a quotation."""
    cited = {
        name
        for evidence in answer.query.evidence
        for name in (evidence.quote, evidence.page, evidence.document, evidence.claim)
    }
    return [column for column in answer.query.columns if column.name not in cited]


def _table(answer: Answer, plain: list[Column], language: str) -> Table:
    table = Table(box=SIMPLE_HEAD, show_lines=False, pad_edge=False)
    meaning = {column.name: column.meaning[language] for column in answer.query.columns}
    headers = [column.meaning[language] for column in plain]
    for header in (*headers, *(meaning[evidence.quote] for evidence in answer.query.evidence)):
        table.add_column(header, overflow="fold")
    for row in answer.rows:
        cells = [_shown(answer, row[column.name], language) if column.name in row else "" for column in plain]
        cells += [_citation(answer, row, evidence, language) for evidence in answer.query.evidence]
        table.add_row(*map(Text, cells))
    return table


def _drawn(table: Table, width: int) -> str:
    out = StringIO()
    Console(file=out, width=width, color_system=None, highlight=False, markup=False, emoji=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _paragraph(answer: Answer, plain: list[Column], number: int, row: Row, language: str, width: int) -> str:
    """The thing that the row is about, what is said of it, and the words that say so."""
    bound = [column for column in plain if column.name in row]
    head = next((column for column in bound if column.is_thing), bound[0])
    facts = " · ".join(
        f"{column.meaning[language]}: {_shown(answer, row[column.name], language)}"
        for column in bound
        if column is not head
    )
    indent = " " * (len(str(number)) + 2)
    lines = [f"{number}. {called(answer, row[head.name], language)}", facts]
    lines += list(_citations(answer, row, language))
    first, *others = (line for line in lines if line)
    return "\n".join(
        [
            fill(first, width, subsequent_indent=indent),
            *(fill(line, width, initial_indent=indent, subsequent_indent=indent) for line in others),
            "",
        ]
    )


def _citations(answer: Answer, row: Row, language: str) -> Iterator[str]:
    meaning = {column.name: column.meaning[language] for column in answer.query.columns}
    for evidence in answer.query.evidence:
        said = _citation(answer, row, evidence, language)
        if said:
            claim = row.get(evidence.claim) if evidence.claim else None
            number = f" ({called(answer, claim, language)})" if claim is not None else ""
            several = f"{meaning[evidence.quote]}: " if len(answer.query.evidence) > 1 else ""
            yield f"{several}{said}{number}"


def _citation(answer: Answer, row: Row, evidence: Evidence, language: str) -> str:
    if evidence.quote not in row:
        return ""
    document = called(answer, row[evidence.document], language) if evidence.document in row else "?"
    page = f", p. {row[evidence.page].value}" if evidence.page in row else ""
    return f"“{row[evidence.quote].value}” {document}{page}"


def _summary(answer: Answer, language: str) -> str:
    count, machine = len(answer.rows), len(answer.unreviewed)
    if language == "nl":
        return f"{count} rijen; {machine} beweringen nog niet door een mens nagezien; versie {answer.version}"
    return f"{count} rows; {machine} claims not yet reviewed by a person; version {answer.version}"


def _words(answer: Answer, emptiness: Emptiness, language: str) -> str:
    dutch = language == "nl"
    lines = [("Niets gevonden: " if dutch else "Nothing found: ") + emptiness.looked_for[language]]
    if emptiness.missing:
        lines.append(emptiness.missing[language])
    for near in emptiness.nearest:
        name = called(answer, NamedNode(near.thing), language)
        lines.append(
            f"Wel {near.rows} rijen voor {near.parameter}: {name}"
            if dutch
            else f"There are {near.rows} rows for {near.parameter}: {name}"
        )
    return "\n".join(lines)


def _wrapped(text: str, width: int) -> str:
    return "\n".join(fill(line, width) for line in text.splitlines()) + "\n"
