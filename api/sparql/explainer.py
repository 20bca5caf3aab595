"""Explaining queries: the engine's command line in a process of its own, and what it told when it ended.

pyoxigraph cannot explain; the package `oxigraph`, of the same version, can. It evaluates the query over the
caller's snapshot and its rows are thrown away. A query that passes its deadline while it gives rows finds
nobody to take the next one: then the engine ends by itself and tells how far it came. One that gives none is
killed, and its plan is told without figures.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Final

import pyoxigraph as ox

from api.problems import Problem
from api.sparql.evaluation import problem_of
from api.sparql.explanation import Ended, Explanation
from api.sparql.frames import Job
from api.sparql.launcher import PLAN, Found, Order
from api.sparql.sandbox import environment

PACKAGE: Final = "oxigraph"
GRACE: Final = 0.5
"""Seconds that an engine has to tell how far it came."""
BRIEF: Final = 2.0
"""Seconds in which a plan is made that is not carried out."""
CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine's command line."""

    program: str
    name: str

    @classmethod
    def installed(cls) -> Engine:
        """The one of this environment. Raises `Problem` where there is none."""
        try:
            package = distribution(PACKAGE)
        except PackageNotFoundError as error:
            raise _missing() from error
        found = [file for file in package.files or () if file.name in (PACKAGE, f"{PACKAGE}.exe")]
        if not found:
            raise _missing()
        return cls(str(Path(str(found[0].locate())).resolve()), f"{PACKAGE} {package.version}")


@dataclass(frozen=True, slots=True)
class _Run:
    """One process that has ended."""

    code: int
    stopped: bool
    """At the deadline."""
    found: Found | None
    plan: dict[str, object] | None
    said: str
    """On its standard error."""

    @property
    def ended(self) -> Ended:
        if self.stopped or self.code == -signal.SIGXCPU:
            return "deadline"
        return "whole" if self.code == 0 else "memory"


class Explainer:
    """Explains at most `at_once` queries at a time, each in at most so many megabytes."""

    def __init__(self, megabytes: int, at_once: int) -> None:
        self._megabytes, self._at_once, self._running = megabytes, at_once, 0

    async def explain(self, job: Job) -> Explanation:
        """How a job's query is evaluated over its snapshot.

        Raises:
            Problem: the query is refused or cannot be evaluated; the engine is elsewhere or has no command
                line; or so many are explained already.
        """
        if job.snapshot.startswith(("http://", "https://")):
            detail = "The engine that holds the graph is elsewhere; it has its own way to explain a query."
            raise Problem(501, "not-offered", detail)
        engine = Engine.installed()
        if self._running >= self._at_once:
            detail = f"{self._running} queries are being explained already; try again in a moment."
            raise Problem(503, "overloaded", detail, headers={"retry-after": "2"})
        self._running += 1
        try:
            with TemporaryDirectory(prefix="weerbaar-explain-") as folder:
                return await self._explain(job, engine, Path(folder))
        finally:
            self._running -= 1

    async def _explain(self, job: Job, engine: Engine, folder: Path) -> Explanation:
        order = Order(
            job.query, job.seconds, job.nesting, self._megabytes, engine.program,
            job.snapshot or _empty(folder), str(folder), measured=True,
        )  # fmt: skip
        run = await _carry_out(order)
        _raise_for(run)
        ended = run.ended
        if run.plan is None:  # killed before it could tell: what it would have done is still to be had
            brief = min(BRIEF, job.seconds)
            order = Order(
                job.query, brief, job.nesting, self._megabytes, engine.program,
                _empty(folder), str(folder), measured=False,
            )  # fmt: skip
            run = await _carry_out(order)
        if run.plan is None or run.found is None:
            raise _ended(ended, job.seconds)
        planned = run.plan["planning duration in seconds"]
        tree = run.plan["plan"]
        assert isinstance(planned, float) and isinstance(tree, dict)
        return Explanation(engine.name, ended, run.found.parse, round(planned * 1000, 3), tree)


async def _carry_out(order: Order) -> _Run:
    reading, writing = os.pipe()
    rows = _Rows(reading)
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.sparql.launcher",
            stdin=PIPE, stdout=writing, stderr=PIPE, env=environment(),
        )  # fmt: skip
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    drained = asyncio.ensure_future(asyncio.to_thread(rows.drain))
    stopped, said = False, b""
    try:
        async with asyncio.timeout(order.seconds):
            _, said = await process.communicate(order.encode())
    except TimeoutError:
        stopped = True
        await _stop(process, rows)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        code = await process.wait()
        await drained
    return _Run(code, stopped, rows.found(), _plan(Path(order.folder)), said.decode("utf-8", "replace"))


async def _stop(process: Process, rows: _Rows) -> None:
    """Take no further row, so that the engine ends by itself, and give it a moment for it."""
    rows.stop()
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await process.wait()


class _Rows:
    """The output of a process: a first line, and rows that nobody wants."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._first, self._stop = descriptor, bytearray(), Event()

    def drain(self) -> None:
        """Read until the process ends, or until the first rows after `stop`. Runs in a thread."""
        try:
            while data := os.read(self._descriptor, CHUNK):
                if b"\n" not in self._first:
                    self._first += data
                if self._stop.is_set():
                    break
        finally:
            os.close(self._descriptor)

    def stop(self) -> None:
        """Leave off reading."""
        self._stop.set()

    def found(self) -> Found | None:
        """What stands on the first line; `None` when the process ended before it."""
        line, end, _ = bytes(self._first).partition(b"\n")
        return Found.decode(line) if end else None


def _plan(folder: Path) -> dict[str, object] | None:
    """What the engine wrote; `None` where it wrote nothing, or not all of it."""
    try:
        plan: dict[str, object] = json.loads((folder / PLAN).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return plan


def _raise_for(run: _Run) -> None:
    """Raise `Problem` for a query that was refused, called on a service, or cannot be evaluated."""
    if run.found is not None and (refusal := run.found.refusal) is not None:
        raise problem_of(refusal)
    if run.code == -signal.SIGSYS:
        raise Problem(400, "service-refused", "SERVICE is not allowed; this service asks no other endpoint.")
    if run.code <= 0 or run.stopped:
        return
    said = run.said.strip().splitlines() or ["without a word"]
    if run.found is not None:
        raise Problem(400, "cannot-evaluate", f"The query cannot be evaluated: {said[0][:300]}")
    if not said[-1].startswith("MemoryError"):
        raise Problem(500, "engine-failed", f"The process of the query ended: {said[-1][:300]}")


def _ended(ended: Ended, seconds: float) -> Problem:
    if ended == "deadline":
        detail = (
            f"The query ran longer than {seconds:g} seconds, and was ended before its plan could be told."
        )
        return Problem(504, "query-too-slow", detail)
    return Problem(507, "query-too-complex", "The query needed more memory than it may have and was ended.")


def _missing() -> Problem:
    detail = (
        f"Explaining needs the command line of the engine: install the package {PACKAGE}=={ox.__version__}."
    )
    return Problem(501, "not-offered", detail)


def _empty(folder: Path) -> str:
    """A store in which nothing is."""
    empty = folder / "empty"
    if not empty.is_dir():
        ox.Store(str(empty)).flush()
    return str(empty)
