"""How fast the SPARQL service answers. Peer: `oxigraph serve`, its engine's native server, on the same data.

    python -m benchmarks.sparql [--store FOLDER] [--triples N] [--seconds S] [--rounds R]
                                [--only NAME …] [--clients N …] [--rdflib]

Makes a store in the shape of this graph (a minute for a million triples; `--store` keeps it), starts both
servers on loopback, waits until the service has its copy in memory and its prepared answers, and checks
that they answer alike. Then it asks each query (`sparql.toml`) of both in
turn, at 1 and at 16 clients: cold, with parameters that vary from request to request and a text that never
comes twice, and warm, with the same twenty over and over. Prints median answers a second and the processor
milliseconds that an answer costs the whole process tree, with the ratios to the native server (above one:
better than native); on a busy machine only the second can be trusted. Then the geometric means, the queries
that cost the engine 2 ms or more, the time to the first byte of the large answers on an open connection, and
the canned query `measures-for-threat`. With `--rdflib`, rdflib-endpoint is asked the joins too.

A slow query is measured for longer than `--seconds`: eight answers for each client, or half a minute. All of
it takes some forty minutes at a million triples on two cores.

Needs `wrk` (Debian package wrk) and the PyPI packages of the extra `bench` (oxigraph, rdflib-endpoint); reads
/proc, so Linux. Settings of the service come from the environment (`WEERBAAR_QUERY_WORKERS=4 python -m …`).
Ends with 1 when an answer was refused or broken off, or differs from the native one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from benchmarks import sparql_report as report
from benchmarks.sparql_canned import canned
from benchmarks.sparql_load import Cell, Load, Steps
from benchmarks.sparql_questions import Question, named
from benchmarks.sparql_servers import Server, native, rdflib, weerbaar
from benchmarks.sparql_single import Checked, check, first_byte
from benchmarks.sparql_store import prepare, snapshot

CANNED_QUESTIONS = 40
FIRST_BYTES = 11


def arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement, at least")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each server in a cell")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these queries alone")
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 16])
    parser.add_argument("--store", type=Path, help="folder of the generated store: made if absent, and kept")
    parser.add_argument("--rdflib", action="store_true", help="ask rdflib-endpoint the joins too")
    return parser.parse_args()


def main() -> None:
    """Make the data, start the servers, measure."""
    options = arguments()
    questions = named(options.only)
    if shutil.which("wrk") is None:
        raise SystemExit("needs Debian's wrk")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        kept = options.store or folder / "generated"
        made = prepare(kept, options.triples)
        say(f"{made.quads} triples, {made.documents} documents, made in {made.seconds:.0f} s")
        opened = [native(snapshot(kept), folder), weerbaar(kept / "store", folder)]
        if options.rdflib and any(question.join for question in questions):
            opened.append(rdflib(_dump(kept, folder), folder))
        servers = {server.name: server for server in map(stack.enter_context, opened)}
        bench = Bench(servers, made.documents, made.triples, Steps())
        costs = bench.check(questions)
        load = Load(folder, made.documents, options.seconds, options.rounds, bench.steps)
        cells = bench.measure(questions, options.clients, load, costs)
        bench.summarise(questions, cells)
    sys.exit(bench.wrong or any(cell.failed(server) for cell in cells for server in cell.runs))


class Bench:
    """The servers side by side."""

    def __init__(self, servers: Mapping[str, Server], documents: int, triples: int, steps: Steps) -> None:
        self._servers, self._documents, self._triples = servers, documents, triples
        self.steps = steps
        self.wrong = False
        """Whether a server answered otherwise than the native one."""

    def check(self, questions: Sequence[Question]) -> dict[str, Checked]:
        """Whether each query gives what its name says, the same of every server, and what it costs."""
        say(report.check_heading(self._servers))
        found = {}
        for question in questions:
            block = self.steps.block()
            it = found[question.name] = check(question, self._documents, self._asked(question), block)
            self.wrong |= bool(it.differing)
            say(report.checked(question, it, self._triples))
        return found

    def measure(
        self, questions: Sequence[Question], clients: Sequence[int], load: Load, found: Mapping[str, Checked]
    ) -> list[Cell]:
        """Every cell, printed as it comes."""
        say("\n" + report.heading())
        cells = []
        for cell in self._cells(questions, clients, load, found):
            say(report.row(cell))
            cells.append(cell)
        return cells

    def summarise(self, questions: Sequence[Question], cells: Sequence[Cell]) -> None:
        """What all of it comes to, and what a single client sees."""
        say("\n" + report.means(cells) + "\n" + report.heavy(cells))
        if "rdflib" in self._servers:
            say(report.joins(cells))
        both = self._both()
        for server in both.values():
            server.settle()
        for question in questions:
            if question.large:
                times = first_byte(question, self._documents, both, self.steps.block(), FIRST_BYTES)
                say(report.first_byte(question, times))
        say(report.canned(canned(both["weerbaar"], both["native"], CANNED_QUESTIONS)))

    def _cells(
        self, questions: Sequence[Question], clients: Sequence[int], load: Load, found: Mapping[str, Checked]
    ) -> Iterator[Cell]:
        for question in questions:
            servers = self._asked(question)
            yield from load.cells(question, clients, servers, max(found[question.name].cost.values()))

    def _asked(self, question: Question) -> dict[str, Server]:
        """The servers that get a question."""
        return dict(self._servers) if question.join else self._both()

    def _both(self) -> dict[str, Server]:
        return {name: self._servers[name] for name in ("native", "weerbaar")}


def _dump(kept: Path, folder: Path) -> Path:
    """The same data as N-Quads."""
    path = folder / "data.nq"
    Store.read_only(str(snapshot(kept))).dump(str(path), format=RdfFormat.N_QUADS)
    return path


def say(text: str) -> None:
    """Print at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
