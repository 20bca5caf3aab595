"""Queries for an engine elsewhere: looked at here, answered there, written here in the format asked for.

The engine's answer is read to its end before the first byte goes out: one that the engine breaks off or cuts
short becomes an error, never a shorter answer. What the caller may see is decided by the engine that its
clearance chooses, not by the query; what is refused here is refused because engines read it differently.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from traceback import clear_frames
from typing import IO, Final, cast

import httpx
import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from api.problems import Problem
from api.settings import Settings
from api.sparql.dialect import parameters
from api.sparql.evaluation import Evaluation
from api.sparql.frames import Head, Job, Refusal
from api.sparql.media import GRAPHS, TABLES
from api.sparql.pool import WorkerPool
from api.sparql.tables import write_table
from api.sparql.worker import Refused, chosen, page
from graph.endpoint import CUT, Endpoint
from graph.remote import RemoteStore
from graph.store import Store
from ontology.namespaces import PREFIXES

IN_MEMORY: Final = 1 << 20
"""Bytes of an answer that are kept in memory; more goes to a temporary file."""
CHUNK: Final = 1 << 16
CONNECT: Final = 5.0
"""Seconds to reach an engine."""
SILENCE: Final = 3600.0
"""Seconds in which nothing comes; the deadline of the query is what ends it."""
_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples, text/plain;q=0.5"
_REFUSED: Final = (400, 500)
"""What engines answer to a query that they cannot evaluate."""
Spool = SpooledTemporaryFile[bytes]


class Fetched(Evaluation):
    """An answer that is here as a whole."""

    def __init__(self, head: Head, body: Spool) -> None:
        self._head, self._body = head, body
        self.ended = True
        self.turned_away = False

    def abandon(self) -> None:
        """It is here already: nothing to end."""

    async def head(self) -> Head:
        """Its head, at once."""
        return self._head

    async def parts(self) -> AsyncIterator[bytes]:
        """Its parts."""
        while data := self._body.read(CHUNK):
            yield data


class RemotePool(WorkerPool):
    """Evaluates jobs whose snapshot is the address of an engine there, and all others in its workers."""

    def __init__(
        self, size: int, long: int, megabytes: int, waiting: int, room: int, engines: Iterable[Endpoint]
    ) -> None:
        super().__init__(size, long, megabytes, waiting, room)
        self._engines = {engine.query: engine for engine in engines}
        self._turns, self._queued, self._allowed = asyncio.Semaphore(size), 0, size + waiting
        self._client: httpx.AsyncClient | None = None

    async def start(self) -> None:
        """Start the processes, and open the connections."""
        self._client = httpx.AsyncClient(trust_env=False, timeout=httpx.Timeout(SILENCE, connect=CONNECT))
        await super().start()

    async def stop(self) -> None:
        """End every process and connection."""
        await super().stop()
        if self._client is not None:
            await self._client.aclose()

    @asynccontextmanager
    async def evaluate(self, job: Job) -> AsyncIterator[Evaluation]:
        """Answer a job, from the engine that it names. Raises `Problem`."""
        engine = self._engines.get(job.snapshot)
        if engine is None:
            async with super().evaluate(job) as evaluation:
                yield evaluation
            return
        asked = parameters(job)
        form = await self._form(job)
        if self._queued >= self._allowed:
            detail = f"{self._queued} queries are under way or wait already; try again in a moment."
            raise Problem(503, "overloaded", detail, headers={"retry-after": "2"})
        self._queued += 1
        try:
            with SpooledTemporaryFile(IN_MEMORY) as raw, SpooledTemporaryFile(IN_MEMORY) as body:
                begun = asyncio.get_running_loop().time()
                await self._fetch(engine, asked, form, job, raw)
                kind = await run_in_threadpool(_write, raw, body, form, job)
                milliseconds = round((asyncio.get_running_loop().time() - begun) * 1000, 2)
                yield Fetched(Head(kind, milliseconds), body)
        finally:
            self._queued -= 1

    async def _form(self, job: Job) -> str:
        """`ask`, `table` or `graph`: a worker reads the query, over nothing, and refuses what it would refuse
        in any case: what is no SPARQL 1.1 query, nests too deep, or calls on a service.
        """
        trial = replace(job, snapshot="", rows=0, default_graphs=None, named_graphs=None)
        async with super().evaluate(trial) as evaluation:
            await evaluation.head()
            found = json.loads(b"".join([part async for part in evaluation.parts()]))
        return str(found["form"])

    async def _fetch(
        self, engine: Endpoint, asked: dict[str, str | list[str]], form: str, job: Job, into: Spool
    ) -> None:
        assert self._client is not None
        auth = httpx.DigestAuth(engine.user, engine.password or "") if engine.user else None
        accept = {"accept": _GRAPH if form == "graph" else _TABLE}
        try:
            async with (
                asyncio.timeout(job.seconds),
                self._turns,
                self._client.stream("POST", engine.query, data=asked, headers=accept, auth=auth) as response,
            ):
                await _receive(response, job.result_bytes, into)
        except TimeoutError as error:
            detail = f"The query ran longer than {job.seconds:g} seconds and was given up."
            raise Problem(504, "query-too-slow", detail) from error
        except httpx.HTTPError as error:
            detail = f"The engine that holds the graph did not answer: {error}"
            raise Problem(503, "not-ready", detail, headers={"retry-after": "5"}) from error
        into.seek(0)


async def _receive(response: httpx.Response, limit: int, into: Spool) -> None:
    """Read an answer to its end. Raises `Problem` for one that is an error, too large or cut short."""
    if response.is_error:
        said = " ".join((await response.aread()).decode("utf-8", "replace").split())[:300]
        if response.status_code in _REFUSED:
            raise Problem(400, "cannot-evaluate", f"The engine cannot evaluate the query: {said}")
        raise Problem(503, "not-ready", f"The engine answered {response.status_code}: {said}")
    if cut := next((f"{name}: {response.headers[name]}" for name in CUT if name in response.headers), ""):
        detail = f"The engine gave part of the answer only ({cut}); ask for less, with LIMIT."
        raise Problem(413, "result-too-large", detail)
    left = limit
    async for part in response.aiter_bytes(CHUNK):
        left -= len(part)
        if left < 0:
            raise Problem(413, "result-too-large", "The result is larger than this service gives.")
        into.write(part)


def _write(raw: Spool, body: Spool, form: str, job: Job) -> str:
    """Write an answer anew in the format of the job. Gives `page`, `table` or `graph`. Raises `Problem`."""
    try:
        kind = _write_as(cast(IO[bytes], raw), cast(IO[bytes], body), form, job)
    except Refused as refused:
        clear_frames(refused.__traceback__)  # an answer must be let go of in the thread that read it
        refusal: Refusal = refused.refusal
        raise Problem(refusal.status, refusal.kind, refusal.detail) from refused
    except (SyntaxError, ValueError, OSError) as error:
        clear_frames(error.__traceback__)
        detail = f"The engine's answer broke off or cannot be read: {str(error)[:300]}"
        raise Problem(400, "cannot-evaluate", detail) from error
    body.seek(0)
    return kind


def _write_as(raw: IO[bytes], body: IO[bytes], form: str, job: Job) -> str:
    if form == "graph":
        triples = (quad.triple for quad in ox.parse(raw, format=ox.RdfFormat.N_TRIPLES))
        if job.rows is not None:
            body.write(json.dumps(page(triples, job.rows)).encode())
            return "page"
        form_of = chosen(GRAPHS, job.graph).engine
        assert isinstance(form_of, ox.RdfFormat)
        ox.serialize(triples, body, format=form_of, prefixes=PREFIXES)
        return "graph"
    table = ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON)
    if job.rows is not None:
        body.write(json.dumps(page(table, job.rows)).encode())
        return "page"
    write_table(table, chosen(TABLES, job.table), body, job.query)
    return "table"


def pool_for(settings: Settings, store: Store) -> WorkerPool:
    """The pool that answers from the store that the settings name."""
    limits = (
        settings.query_workers,
        settings.query_long,
        settings.query_megabytes,
        settings.query_waiting,
        settings.copy_megabytes,
    )
    if isinstance(store, RemoteStore):
        return RemotePool(*limits, store.endpoints)
    return WorkerPool(*limits)
