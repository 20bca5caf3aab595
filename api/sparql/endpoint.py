"""The SPARQL service as an ASGI application: one request in, one streamed answer or one problem out.

It stands in front of FastAPI's routing, which would cost a small query as much as the engine does.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.dataset import Dataset, Version, look
from api.identity.audit import LONGEST, note
from api.identity.caller import caller_of
from api.problems import Problem, ProblemResponse
from api.settings import Settings
from api.sparql.attention import Attention
from api.sparql.cache import AnswerCache, Answered, Gathered, Key, key_of, repeatable
from api.sparql.evaluation import Evaluation
from api.sparql.frames import Head, Job
from api.sparql.lookup import look_up
from api.sparql.media import GRAPHS, TABLES
from api.sparql.negotiation import Choice, Wish, negotiate, not_acceptable
from api.sparql.pool import WorkerPool
from api.sparql.protocol import POSTED, QueryRequest, UpdateRequest, read_request
from api.sparql.update import Update

log = logging.getLogger("weerbaar.sparql")
METHODS: Final = "GET, HEAD, POST, OPTIONS"
Page = Callable[[Request, QueryRequest], Awaitable[Response]]
"""What answers a browser, and a request for the description of the service."""


class Endpoint:
    """`/sparql`: SPARQL 1.1 Protocol, query and update operation."""

    def __init__(
        self, settings: Settings, dataset: Dataset, pool: WorkerPool, page: Page, about: Page, update: Update
    ) -> None:
        self._settings, self._dataset, self._pool = settings, dataset, pool
        self._page, self._about, self._update = page, about, update
        self._cache = AnswerCache(settings.answer_megabytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            await self._respond(request, send)
        except Problem as problem:
            await ProblemResponse(problem)(scope, receive, send)
        except ClientDisconnect:
            return

    async def _respond(self, request: Request, send: Send) -> None:
        if request.method == "OPTIONS":
            headers = {"allow": METHODS, "accept-post": ", ".join(POSTED)}
            return await Response(status_code=204, headers=headers)(request.scope, request.receive, send)
        if request.method not in ("GET", "HEAD", "POST"):
            detail = f"{request.method} is not taken here; use GET or POST."
            raise Problem(405, "method-not-allowed", detail, headers={"allow": METHODS})
        asked = await read_request(request, self._settings.query_characters)
        if isinstance(asked, UpdateRequest):
            done = await self._update.answer(request, asked)
            return await done(request.scope, request.receive, send)
        if request.method == "POST" and asked.query is not None:
            note(request.scope, sparql=asked.query[:LONGEST])
        accept = request.headers.get("accept")
        if asked.query is None:
            return await self._show(self._about, request, asked, send)
        wish = negotiate(accept, asked.format)
        if wish.html:
            return await self._show(self._page, request, asked, send)
        return await self.answer(request, asked, asked.query, wish, send)

    async def _show(self, page: Page, request: Request, asked: QueryRequest, send: Send) -> None:
        response = await page(request, asked)
        await response(request.scope, request.receive, send)

    async def look(self, request: Request, number: int | None = None) -> Version:
        """The newest version, or the one named, as far as the caller may see it. Raises `Problem`."""
        return await look(self._dataset, caller_of(request).clearance, number)

    async def answer(self, request: Request, asked: QueryRequest, query: str, wish: Wish, send: Send) -> None:
        """Evaluate in a worker and stream the result. Raises `Problem` before the first byte is sent."""
        version = await self.look(request, asked.version)
        repeats = repeatable(version, query)
        headers = _headers(version, wish, repeats=repeats)
        if request.method != "POST" and _matches(request.headers.get("if-none-match"), headers.get("etag")):
            response = Response(status_code=304, headers=headers)
            await response(request.scope, request.receive, send)
            return
        job = self.job(version, asked, wish)
        key = key_of(version, job) if repeats else None
        if known := self._known(version, job, key):
            answered, headers["server-timing"] = known
            await _send(send, wish, answered, headers, request.method)
            return
        async with self._pool.evaluate(job) as evaluation:
            with Attention(request, evaluation):
                head = await evaluation.head()
            headers["server-timing"] = _timing(head)
            body = evaluation.whole()
            if body is None:
                await _start(send, _chosen(wish, head.form), headers)
                body = await _stream(send, evaluation, request, self._cache.most)
            else:
                await _send(send, wish, Answered(head.form, body), headers, request.method)
        if key is not None and body is not None:
            self._cache.keep(key, Answered(head.form, body))

    def _known(self, version: Version, job: Job, key: Key | None) -> tuple[Answered, str] | None:
        """The answer that is kept, or can be looked up, and what took its time."""
        if key is not None and (kept := self._cache.find(key)):
            return kept, "cache;desc=hit"
        if found := look_up(version, job):
            head, body = found
            answered = Answered(head.form, body)
            if key is not None:
                self._cache.keep(key, answered)
            return answered, _timing(head)
        return None

    def job(self, version: Version, asked: QueryRequest, wish: Wish, rows: int | None = None) -> Job:
        """The job that answers a request under the limits of this service."""
        return Job(
            snapshot=version.snapshot,
            query=asked.query or "",
            seconds=self._settings.query_seconds,
            nesting=self._settings.query_nesting,
            table=wish.table.format.name if wish.table else None,
            graph=wish.graph.format.name if wish.graph else None,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            rows=rows,
            result_bytes=self._settings.result_megabytes << 20,
        )


def _chosen(wish: Wish, form: str) -> Choice:
    """The format of an answer. Raises `Problem` 406 where the client takes none of that form."""
    choice = wish.table if form == "table" else wish.graph
    if choice is None:
        raise not_acceptable(TABLES if form == "table" else GRAPHS)
    return choice


def _headers(version: Version, wish: Wish, *, repeats: bool) -> dict[str, str]:
    """The dataset's version in every answer; as ETag where the same query must give the same answer."""
    headers = {"dataset-version": str(version.number), "vary": "accept", "cache-control": "no-cache"}
    if repeats:
        names = "-".join(choice.format.name for choice in (wish.table, wish.graph) if choice)
        headers["etag"] = f'"{version.tag}-{names}"'
    return headers


async def _start(send: Send, choice: Choice, headers: dict[str, str], length: int | None = None) -> None:
    charset = "; charset=utf-8" if choice.media_type.startswith("text/") else ""
    header = "; header=present" if choice.format.name == "csv" else ""
    all_headers = {
        **headers,
        "content-type": choice.media_type + charset + header,
        "content-disposition": f'inline; filename="result.{choice.format.extension}"',
    }
    if length is not None:
        all_headers["content-length"] = str(length)
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in all_headers.items()]
    await send({"type": "http.response.start", "status": 200, "headers": raw})


async def _send(send: Send, wish: Wish, answered: Answered, headers: dict[str, str], method: str) -> None:
    """An answer that is here as a whole."""
    await _start(send, _chosen(wish, answered.form), headers, len(answered.body))
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answered.body})


async def _stream(send: Send, evaluation: Evaluation, request: Request, most: int) -> bytes | None:
    """Send the parts; gives all of them, when they are at most so many bytes and all were sent.

    An answer that cannot be completed is left without its end, so that the client's HTTP library reports it
    as broken instead of taking it for whole. One that nobody takes any more is left, too.
    """
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return None
    gathered = Gathered(most)
    try:
        async for part in evaluation.parts():
            if await request.is_disconnected():
                return None
            await send({"type": "http.response.body", "body": part, "more_body": True})
            gathered.add(part)
        await send({"type": "http.response.body", "body": b""})
    except Problem as problem:
        log.warning("answer broken off: %s", problem.detail)
        return None
    return gathered.body


def _timing(head: Head) -> str:
    return (
        f"query;dur={head.milliseconds};desc={head.source}"
        if head.source
        else f"query;dur={head.milliseconds}"
    )


def _matches(if_none_match: str | None, etag: str | None) -> bool:
    if not if_none_match or not etag:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags
