"""Tables as Apache Parquet, for pandas, DuckDB, polars and R: written in row groups, as the rows come.

SPARQL types each cell, Parquet each column. So every variable of the query gets five columns. A variable has
no dot in its name, so the names below collide with nothing:

    label            string  what the cell says: the IRI, the characters of the literal, the label of the
                             blank node, the triple; null where the variable is unbound
    label.number     double  the value of a numeric literal, to sort and to calculate with
    label.kind       string  iri, literal, blank or triple
    label.datatype   string  IRI of the datatype of a literal
    label.language   string  tag of a literal with a language; `ar--rtl` where it has a direction, too

All `label` come first, in the order of the SELECT, so that the first columns are what CSV would hold. Nothing
is lost: `label`, `.kind`, `.datatype` and `.language` are the term; `.number` is rounded to a double, while
`label` keeps all digits. Columns in which nothing stands cost a few bytes.

ASK gives one row with one boolean column, `answer`. The file's key-value metadata hold `sparql.form` (select
or ask), `sparql.variables` (JSON), `sparql.rows` and `sparql.query.sha256` (of the query as UTF-8).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import IO, Final

import pyoxigraph as ox

ROWS: Final = 1 << 16
"""Rows of one group, at most."""
CELLS: Final = 1 << 18
"""Cells of one group, at most: many variables make short groups."""
CHARACTERS: Final = 16 << 20
"""Characters of the cells of one group after which it is written: so do long texts."""
PARTS: Final = ("number", "kind", "datatype", "language")
"""The columns beside each variable's own, by what follows its name and a dot."""
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
NUMERIC: Final = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "float", "double", "long", "int", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
Cell = tuple[str | None, float | None, str | None, str | None, str | None]
"""What the five columns of a variable hold in one row."""
_UNBOUND: Final[Cell] = (None, None, None, None, None)


def write(result: ox.QuerySolutions | ox.QueryBoolean, file: IO[bytes], query: str = "") -> None:
    """Write the answer to `query`. An answer that breaks off leaves a file without its end, which no reader
    takes for whole.

    Raises:
        OSError, RuntimeError, ValueError: the engine cannot go on; or whatever `file` raises.
    """
    about = {"sparql.query.sha256": hashlib.sha256(query.encode()).hexdigest()} if query else {}
    if isinstance(result, ox.QueryBoolean):
        _write_answer(bool(result), file, {**about, "sparql.form": "ask"})
    else:
        names = json.dumps([variable.value for variable in result.variables], ensure_ascii=False)
        _write_rows(result, file, {**about, "sparql.form": "select", "sparql.variables": names})


def _write_answer(answer: bool, file: IO[bytes], about: dict[str, str]) -> None:
    with _Writing(file, {"answer": "bool"}, about) as writing:
        writing.add([[answer]], 1)


def _write_rows(result: ox.QuerySolutions, file: IO[bytes], about: dict[str, str]) -> None:
    names = [variable.value for variable in result.variables]
    parts = {f"{name}.{part}": "double" if part == "number" else "string" for name in names for part in PARTS}
    with _Writing(file, {**dict.fromkeys(names, "string"), **parts}, about) as writing:
        for columns, rows in _groups(result, len(names)):
            writing.add(columns, rows)


def _groups(result: ox.QuerySolutions, width: int) -> Iterator[tuple[list[list[object]], int]]:
    """The rows as columns, so many at a time as make a group, with how many they are."""
    cells: list[list[Cell]] = [[] for _ in range(width)]
    most = min(ROWS, CELLS // max(width, 1))
    rows = characters = 0
    for solution in result:
        for column, term in zip(cells, solution, strict=True):
            cell = cell_of(term)
            column.append(cell)
            characters += len(cell[0] or "")
        rows += 1
        if rows >= most or characters >= CHARACTERS:
            yield _columns(cells), rows
            cells = [[] for _ in range(width)]
            rows = characters = 0
    yield _columns(cells), rows


def _columns(cells: Sequence[Sequence[Cell]]) -> list[list[object]]:
    """First what each variable's cells say, then the other parts, variable by variable."""
    own: list[list[object]] = [[cell[0] for cell in column] for column in cells]
    return own + [[cell[i] for cell in column] for column in cells for i in range(1, 1 + len(PARTS))]


def cell_of(term: object) -> Cell:
    """One term, or `None` for an unbound variable, as what the five columns hold.

    >>> cell_of(ox.Literal("02", datatype=ox.NamedNode(XSD + "integer")))
    ('02', 2.0, 'literal', 'http://www.w3.org/2001/XMLSchema#integer', None)
    """
    if isinstance(term, ox.Literal):
        datatype, language = term.datatype.value, term.language
        number = _number(term.value) if datatype in NUMERIC else None
        if language is not None and term.direction is not None:
            language = f"{language}--{term.direction.value}"
        return term.value, number, "literal", datatype, language
    if isinstance(term, ox.NamedNode):
        return term.value, None, "iri", None, None
    if isinstance(term, ox.BlankNode):
        return term.value, None, "blank", None, None
    return _UNBOUND if term is None else (str(term), None, "triple", None, None)


def _number(text: str) -> float | None:
    """The value of a numeric literal; `None` for one that is ill-typed."""
    try:
        return float(text) if "_" not in text else None  # Python's own digit separators are none of XSD's
    except ValueError:
        return None


class _Writing:
    """A Parquet file that is being written; complete only when the block ends well.

    `columns` gives each its type, by the library's name for it.
    """

    def __init__(self, file: IO[bytes], columns: Mapping[str, str], about: dict[str, str]) -> None:
        self._arrow, parquet = _libraries()
        self._sink, self._about, self._rows = _Sink(file), about, 0
        self._schema = self._arrow.schema(
            [(name, self._arrow.type_for_alias(kind)) for name, kind in columns.items()]
        )
        self._writer = parquet.ParquetWriter(self._sink, self._schema, compression="zstd")

    def add(self, columns: Sequence[Sequence[object]], rows: int) -> None:
        """Write a row group."""
        self._rows += rows
        if not columns or not rows:
            return  # a table without columns: only the number of its rows is known
        arrays = [
            self._arrow.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_batch(self._arrow.record_batch(arrays, schema=self._schema), row_group_size=ROWS)

    def __enter__(self) -> _Writing:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is not None:
            self._sink.abandon()  # the library would still write the end of a file
        else:
            self._writer.add_key_value_metadata({**self._about, "sparql.rows": str(self._rows)})
        self._writer.close()


class _Sink(io.RawIOBase):
    """What the library needs of a file, over one that can only be written to."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._position, self._abandoned = file, 0, False

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def write(self, data: object) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        if not self._abandoned:
            self._file.write(bytes(view))
        self._position += view.nbytes
        return view.nbytes

    def abandon(self) -> None:
        """Let nothing more through."""
        self._abandoned = True


def _libraries() -> tuple[ModuleType, ModuleType]:
    """Arrow and its Parquet, loaded when the first table is to be written.

    Its own allocator, and numpy's threads, would reserve more address space than a query may have.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return import_module("pyarrow"), import_module("pyarrow.parquet")
