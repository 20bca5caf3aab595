"""How many answers a second a server gives, and what each costs it: wrk as the client."""

from __future__ import annotations

import math
import os
import re
import statistics
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benchmarks.sparql_questions import Question
from benchmarks.sparql_servers import Server
from benchmarks.sparql_single import ask_all

BLOCK = 10_000_000
"""Steps that one measurement may use: more than any server answers in it."""
WAVES, LONGEST = 8, 30
"""A measurement takes at least so many answers for each client, and at most so many seconds."""
REPEATED = 20
"""Queries that the warm pass asks over and over."""


@dataclass(frozen=True)
class Run:
    """One measurement of one server."""

    answers: int
    seconds: float
    processor: float
    """Seconds of processor time of the server."""
    failed: int
    """Answers that were refused, broken off or too late."""

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.answers / self.seconds


@dataclass
class Cell:
    """All measurements of one query in one pass at one number of clients."""

    question: Question
    kind: str
    clients: int
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def rate(self, server: str) -> float:
        """The median of answers a second."""
        return statistics.median(run.rate for run in self.runs[server])

    def processor(self, server: str) -> float:
        """Milliseconds of processor time an answer."""
        used = sum(run.processor for run in self.runs[server])
        return used * 1000 / max(1, sum(run.answers for run in self.runs[server]))

    def failed(self, server: str) -> int:
        """Answers that were not good."""
        return sum(run.failed for run in self.runs[server])

    def ratio(self, server: str = "weerbaar", peer: str = "native") -> float:
        """Of the medians; 0 when there was no answer."""
        there = self.rate(peer)
        return self.rate(server) / there if there else math.inf

    def saving(self, server: str = "weerbaar", peer: str = "native") -> float:
        """The same of processor time: above one when the server takes less than its peer."""
        mine = self.processor(server)
        return self.processor(peer) / mine if mine else math.inf


class Steps:
    """Hands out the steps of the cold passes, so that no text is asked twice of the same server."""

    def __init__(self) -> None:
        self._blocks = count(1)

    def block(self) -> int:
        """The first of `BLOCK` steps that nobody else gets."""
        return next(self._blocks) * BLOCK


class Load:
    """Measures one question after another.

    Args:
        folder: for the programs of wrk.
        documents: how many documents the parameters may name.
        seconds: of a measurement, at least.
        rounds: measurements of each server in a cell.
    """

    def __init__(self, folder: Path, documents: int, seconds: int, rounds: int, steps: Steps) -> None:
        self._folder, self._documents, self._seconds = folder, documents, seconds
        self._rounds, self._steps = rounds, steps

    def cells(
        self, question: Question, clients: Sequence[int], servers: Mapping[str, Server], cost: float
    ) -> Iterator[Cell]:
        """The cold and the warm pass; `cost` is the seconds of one answer of the slowest server."""
        script = self._folder / "requests.lua"
        script.write_text(question.script(self._documents), encoding="utf-8")
        for kind in ("cold", "warm"):
            if kind == "warm":  # only now: the cold pass may have pushed out what was kept
                ask_all(question, self._documents, servers, range(REPEATED))
            for number in clients:
                yield self._cell(Cell(question, kind, number), script, servers, cost)

    def _cell(self, cell: Cell, script: Path, servers: Mapping[str, Server], cost: float) -> Cell:
        waiting = cost * max(1.0, cell.clients / (os.cpu_count() or 1))
        seconds = max(self._seconds, min(LONGEST, math.ceil(WAVES * waiting)))
        order = list(servers.values())
        for _ in range(self._rounds):
            first, period = (self._steps.block(), 0) if cell.kind == "cold" else (0, REPEATED)
            for server in order:
                run = measure(server, script, (first, period), cell.clients, seconds)
                if run.answers == 0:  # a machine that is busy otherwise: none came whole in that time
                    run = measure(server, script, (first + BLOCK // 2, period), cell.clients, LONGEST)
                cell.runs.setdefault(server.name, []).append(run)
            order.reverse()
        return cell


def measure(server: Server, script: Path, steps: tuple[int, int], clients: int, seconds: int) -> Run:
    """Ask one server for some seconds."""
    server.settle()
    before = server.processor()
    said = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script), server.url,
         "--", *map(str, steps)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    used = server.processor() - before
    return read(said, used)


def read(said: str, processor: float) -> Run:
    """What wrk says.

    >>> read("  300 requests in 3.00s, 1.0MB read\\n  Non-2xx or 3xx responses: 30\\n", 0.3)
    Run(answers=270, seconds=3.0, processor=0.3, failed=30)
    """
    requests = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m),", said)
    if requests is None:
        raise SystemExit(f"wrk said:\n{said}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    wrong = int(refused[1]) if refused else 0
    lost = sum(map(int, broken.groups())) if broken else 0
    seconds = float(requests[2]) * {"ms": 0.001, "s": 1, "m": 60}[requests[3]]
    return Run(int(requests[1]) - wrong, seconds, processor, wrong + lost)
