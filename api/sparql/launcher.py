"""The process that becomes the engine's command line, shut in like every process of a query.

`python -m api.sparql.launcher`: an `Order` on standard input. It looks at the query, says on one line what it
found (`Found`), and becomes the engine, whose rows follow.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Self

import pyoxigraph as ox

from api.sparql import sandbox
from api.sparql.frames import Job, Refusal
from api.sparql.scan import Scan, scan
from api.sparql.worker import Refused, evaluate
from ontology.namespaces import PREFIXES

PRIORITY: Final = 10
"""How far an explanation stands back (nice(2)): ordinary queries go first."""
LARGEST: Final = 64
"""Megabytes of a plan."""
QUERY: Final = "query.rq"
PLAN: Final = "plan.json"
_NOBODY: Final[dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = {
    ox.Variable("weerbaar_nobody"): ox.Literal("")
}


@dataclass(frozen=True, slots=True)
class Order:
    """What to explain, and within which limits."""

    query: str
    seconds: float
    nesting: int
    megabytes: int
    program: str
    """Path of the engine's command line."""
    store: str
    """Folder of the store to ask."""
    folder: str
    """Where the plan is written."""
    measured: bool
    """Whether each step is counted and timed, beside being named."""

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(**json.loads(data))


@dataclass(frozen=True, slots=True)
class Found:
    """What is known before evaluation: that the query is refused, or how long it took to read."""

    refusal: Refusal | None
    parse: float = 0.0
    """Milliseconds."""

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        fields = json.loads(data)
        refusal = Refusal(**fields["refusal"]) if fields["refusal"] else None
        return cls(refusal, fields["parse"])


def find(query: str, nesting: int) -> Found:
    """Read a query without evaluating it. What a query process refuses is refused here, in its words."""
    scanned = scan(query)
    try:
        if scanned.nesting > nesting or scanned.find("SERVICE") or not _parses(query):
            evaluate(ox.Store(), Job(snapshot="", query=query, seconds=0, nesting=nesting, rows=0), BytesIO())
    except Refused as refused:
        return Found(refused.refusal)
    begun = time.perf_counter()
    _parses(query)
    return Found(None, round((time.perf_counter() - begun) * 1000, 3))


def _parses(query: str) -> bool:
    """Whether it is well formed. Bound to a variable that it does not select, the engine reads it and leaves
    it at that.
    """
    try:
        with suppress(RuntimeError):
            ox.Store().query(query, prefixes=PREFIXES, substitutions=_NOBODY)
    except SyntaxError:
        return False
    return True


def arguments(order: Order, scanned: Scan) -> list[str]:
    """The command line. The engine's union mode passes over `FROM`, so it is for queries without."""
    graph = scanned.form is not None and scanned.form.text in ("CONSTRUCT", "DESCRIBE")
    folder = Path(order.folder)
    return [
        *(order.program, "query", "--location", order.store),
        *("--query-file", str(folder / QUERY), "--results-format", "nt" if graph else "csv"),
        *("--explain-file", str(folder / PLAN)),
        *(["--stats"] if order.measured else []),
        *(["--union-default-graph"] if scanned.find("FROM") is None else []),
    ]


def main() -> None:
    """Carry out one order."""
    order = Order.decode(sys.stdin.buffer.read())
    os.nice(PRIORITY)
    sandbox.limit_memory(order.megabytes)
    sandbox.limit_time(order.seconds)
    sandbox.limit_files(LARGEST)
    with suppress(sandbox.SandboxUnavailable):
        sandbox.forbid_system_calls(but=("execve",))
    found = find(order.query, order.nesting)
    sys.stdout.buffer.write(found.encode() + b"\n")
    sys.stdout.buffer.flush()
    if found.refusal is None:
        known = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
        (Path(order.folder) / QUERY).write_text(known + order.query, encoding="utf-8")
        os.execve(order.program, arguments(order, scan(order.query)), {})  # noqa: S606 - that is the point


if __name__ == "__main__":
    main()
