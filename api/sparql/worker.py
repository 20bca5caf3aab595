"""The process that evaluates users' queries, one after the other, until it is killed.

`python -m api.sparql.worker MEGABYTES`: jobs on standard input, answers on standard output (`frames.py`).
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import IO, BinaryIO, Final, cast

import pyoxigraph as ox

from api.sparql import sandbox
from api.sparql.copying import Copy
from api.sparql.frames import HEADER, Head, Job, Kind, Refusal, frame
from api.sparql.media import GRAPHS, TABLES, Format, by_name
from api.sparql.scan import (
    UPDATE_FORMS,
    Scan,
    depth_at_most,
    hints,
    place,
    require_query_form,
    scan,
    undeclared_prefix,
)
from api.sparql.tables import write_table
from api.sparql.xmltext import NoXml, XmlText
from graph.errors import QuerySyntaxError
from graph.syntax import syntax_error
from ontology.namespaces import PREFIXES

CHUNK: Final = 1 << 16
FIRST: Final = 1 << 13
"""Bytes after which an answer begins: soon, as its first rows can be read while others are found."""
Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Refused(Exception):
    """The job ends with a refusal instead of an answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


class Answer:
    """The growing answer to one job: a binary file to write to, sent on in frames of about 64 KiB."""

    def __init__(self, output: BinaryIO, head: Head, limit: int, begun: float) -> None:
        self._output, self._head, self._left = output, head, limit
        self._buffer = bytearray()
        self._begun: float | None = begun

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise Refused(Refusal(413, "result-too-large", "The result is larger than this service gives."))
        self._buffer += data
        if len(self._buffer) >= (CHUNK if self._begun is None else FIRST):
            self._send()
        return len(data)

    def flush(self) -> None:
        """Part of the file protocol; frames are sent when they are full."""

    def rest(self) -> None:
        """Send what is left of a long answer; a short one travels in one piece with its end."""
        if self._begun is None:
            self._send()

    def close(self) -> None:
        """Send what is left, and the end."""
        self._send(frame(Kind.END))

    def _send(self, end: bytes = b"") -> None:
        head = b""
        if self._begun is not None:
            known = replace(self._head, milliseconds=round((time.perf_counter() - self._begun) * 1000, 2))
            head, self._begun = frame(Kind.HEAD, known.encode()), None
        self._output.write(b"".join((head, frame(Kind.DATA, self._buffer), end)))
        self._output.flush()
        self._buffer.clear()


def evaluate(store: ox.Store, job: Job, output: BinaryIO, source: str = "") -> None:
    """Answer one job from a store in `memory` or on `disk`. Raises `Refused`."""
    begun = time.perf_counter()
    result = _query(store, job)
    try:
        if job.rows is not None:
            answer = Answer(output, Head("page", 0, source), job.result_bytes, begun)
            answer.write(json.dumps(page(result, job.rows)).encode())
        elif isinstance(result, ox.QueryTriples):
            answer = Answer(output, Head("graph", 0, source), job.result_bytes, begun)
            _write_graph(result, chosen(GRAPHS, job.graph), cast(IO[bytes], answer))
        else:
            answer = Answer(output, Head("table", 0, source), job.result_bytes, begun)
            write_table(result, chosen(TABLES, job.table), cast(IO[bytes], answer), job.query)
        answer.rest()
        del result  # which can take longer than finding it: whoever is given this worker next should not wait
        answer.close()
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(_failure(error)) from error


def _query(store: ox.Store, job: Job) -> Result:
    if hints(job.query) or depth_at_most(job.query) > job.nesting:
        return _careful(store, job)
    try:
        return _run(store, job, {}, of_union=True)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return _careful(store, job)  # which refuses it, and says why


def _careful(store: ox.Store, job: Job) -> Result:
    """For a query with a word in it that may decide how to run it, or one that the engine does not take.

    Here it may use the prefixes of this service without declaring them: handing all of them to the engine
    costs more than a small query.
    """
    scanned = scan(job.query)
    if scanned.nesting > job.nesting:
        detail = f"Brackets nest {scanned.nesting} deep; at most {job.nesting} are taken."
        raise Refused(Refusal(400, "query-too-deep", detail))
    service = scanned.find("SERVICE")
    if service is not None:
        raise Refused(_service_refused(*place(job.query, service.position)))
    if scanned.form is not None and scanned.form.text in UPDATE_FORMS:
        raise Refused(Refusal(400, "bad-request", "This is an update; send it as update, not as query."))
    try:
        require_query_form(job.query, scanned)
        return _run(store, job, PREFIXES, of_union=scanned.find("FROM") is None)
    except QuerySyntaxError as error:
        raise Refused(_syntax(error)) from error
    except SyntaxError as error:
        raise Refused(_syntax(_explain(error, job.query, scanned))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(_failure(error)) from error


def _explain(error: SyntaxError, query: str, scanned: Scan) -> QuerySyntaxError:
    """For an undeclared prefix the engine may point at some later place; the name itself helps more."""
    undeclared = undeclared_prefix(scanned, PREFIXES)
    if undeclared is None:
        return syntax_error(query, error)
    reason = f"the prefix of “{undeclared.text}” is used, but no PREFIX line declares it"
    return QuerySyntaxError(reason, *place(query, undeclared.position))


def _run(store: ox.Store, job: Job, prefixes: Mapping[str, str], *, of_union: bool) -> Result:
    """Evaluate over the dataset of the request (SPARQL 1.1 Protocol §2.1.4), the query, or the union.

    The engine's union mode passes over `FROM`, so it is used only for a query without that word.
    """
    known = dict(prefixes)
    if job.default_graphs is not None or job.named_graphs is not None:
        return store.query(
            job.query,
            prefixes=known,
            default_graph=[ox.NamedNode(iri) for iri in job.default_graphs or ()],
            named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs or ()],
        )
    return store.query(job.query, prefixes=known, use_default_graph_as_union=of_union)


@cache
def chosen(formats: tuple[Format, ...], name: str | None) -> Format:
    chosen = by_name(formats, name) if name else None
    if chosen is None:
        offered = ", ".join(form.media_types[0] for form in formats)
        raise Refused(Refusal(406, "not-acceptable", f"This query can be answered as {offered}."))
    return chosen


def _write_graph(result: ox.QueryTriples, form: Format, file: IO[bytes]) -> None:
    assert isinstance(form.engine, ox.RdfFormat)
    readable = cast(IO[bytes], XmlText(file)) if form.engine is ox.RdfFormat.RDF_XML else file
    try:
        ox.serialize(result, readable, format=form.engine, prefixes=PREFIXES)
    except OSError as error:
        if error.errno is not None:
            raise
        detail = f"This answer cannot be written as {form.media_types[0]}: {error}. Ask for another format."
        raise Refused(Refusal(406, "not-acceptable", detail)) from error


def page(result: Result | Iterator[ox.Triple], rows: int) -> dict[str, object]:
    """The first rows of an answer, for a page; a cell is `[kind, value, language or datatype]`."""
    if isinstance(result, ox.QueryBoolean):
        return {
            "form": "ask",
            "columns": ["answer"],
            "rows": [[["literal", str(bool(result)).lower(), None]]],
        }
    if isinstance(result, ox.QuerySolutions):
        columns = [variable.value for variable in result.variables]
        cells: Iterator[list[object]] = ([_cell(term) for term in solution] for solution in result)
        form = "table"
    else:
        columns = ["subject", "predicate", "object"]
        cells = ([_cell(part) for part in triple] for triple in result)
        form = "graph"
    shown = [row for _, row in zip(range(rows + 1), cells, strict=False)]
    return {"form": form, "columns": columns, "rows": shown[:rows], "more": len(shown) > rows}


def _cell(term: object) -> list[str | None] | None:
    if isinstance(term, ox.NamedNode):
        return ["iri", term.value, None]
    if isinstance(term, ox.BlankNode):
        return ["blank", term.value, None]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.language or term.datatype.value]
    return None if term is None else ["triple", str(term), None]


def _syntax(error: QuerySyntaxError) -> Refusal:
    return Refusal(400, "syntax-error", str(error), error.line, error.column)


def _service_refused(line: int, column: int) -> Refusal:
    detail = f"line {line}, column {column}: SERVICE is not allowed; this service asks no other endpoint."
    return Refusal(400, "service-refused", detail, line, column)


def _failure(error: Exception) -> Refusal:
    reason = str(error)[:300]
    if isinstance(error, NoXml):
        return Refusal(406, "not-acceptable", f"No XML: {reason}. Ask for another format.")
    if "service" in reason.lower():
        return Refusal(400, "service-refused", f"SERVICE is not allowed ({reason}).")
    if isinstance(error, OSError):
        return Refusal(500, "engine-failed", f"The engine failed: {reason}")
    return Refusal(400, "cannot-evaluate", f"The query cannot be evaluated: {reason}")


def _read(source: BinaryIO) -> Job | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    return Job.decode(source.read(HEADER.unpack(header)[1]))


class Opened:
    """The store of the last job; the next one mostly asks the same."""

    def __init__(self, copy: Copy | None) -> None:
        self._copy = copy
        self._snapshot, self._store = "", ox.Store()
        self.source = ""
        """`memory` or `disk`."""

    def at(self, snapshot: str) -> ox.Store:
        """The store at this folder, or the copy of it. Raises `OSError`."""
        if snapshot != self._snapshot:
            copied = self._copy is not None and self._copy.holds(snapshot)
            self._store = self._copy.store if self._copy and copied else ox.Store.read_only(snapshot)
            self._snapshot, self.source = snapshot, "memory" if copied else "disk"
        return self._store


def main(megabytes: int, copy: Copy | None = None) -> None:
    """Answer jobs until standard input ends, in at most so much memory besides that of the copy."""
    source, output = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody reads any more: end without a word
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends this process
    sandbox.limit_memory(megabytes + (copy.megabytes if copy else 0))
    try:
        sandbox.forbid_system_calls()
        output.write(frame(Kind.READY, b"shut"))
    except sandbox.SandboxUnavailable as error:
        output.write(frame(Kind.READY, str(error).encode()))
    output.flush()
    import os

    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    opened = Opened(copy)
    while (job := _read(source)) is not None:
        sandbox.limit_time(job.seconds)
        try:
            evaluate(opened.at(job.snapshot), job, output, opened.source)
        except Refused as refused:
            output.write(frame(Kind.REFUSED, refused.refusal.encode()))
            output.flush()
        except OSError as error:
            detail = f"The graph cannot be opened: {str(error)[:300]}"
            output.write(frame(Kind.REFUSED, Refusal(503, "not-ready", detail).encode()))
            output.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
