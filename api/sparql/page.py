"""The SPARQL page: a text field, the result as a table, and where the whole of it can be fetched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.context import Context
from api.dataset import look
from api.description import base_url, service
from api.identity.caller import caller_of
from api.problems import Problem
from api.rdf import describe
from api.sparql.endpoint import Page
from api.sparql.frames import Job
from api.sparql.media import GRAPHS, TABLES
from api.sparql.negotiation import negotiate
from api.sparql.protocol import QueryRequest
from api.web.pages import Names, page
from graph.reader import Reader

EXAMPLE: Final = """SELECT ?maatregel ?middel ?citaat ?pagina WHERE {
  ?claim wb:claimSubject ?m ; wb:claimPredicate wb:counters ; wb:claimObject ?d ;
         wb:modality modality:beweerd ; prov:wasQuotedFrom ?bewijs .
  ?bewijs oa:exact ?citaat ; wb:page ?pagina .
  ?m skos:prefLabel ?maatregel . FILTER(LANG(?maatregel) = "nl")
  ?d skos:prefLabel ?middel .    FILTER(LANG(?middel) = "nl")
}
ORDER BY ?maatregel ?middel
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What a page shows of an answer."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Sequence[str] | None]]
    """Cells: kind, value, language or datatype."""
    more: bool
    graph: bool
    milliseconds: float


def show_query(context: Context) -> Page:
    """The page with the answer to a query."""

    async def show(request: Request, asked: QueryRequest) -> Response:
        version = await look(context.dataset, caller_of(request).clearance, asked.version)
        result, problem = None, None
        try:
            result = await _run(context, asked, version.snapshot)
        except Problem as wrong:
            problem = wrong
        named = await run_in_threadpool(_names, version.reader, result)
        return _render(request, asked, result, problem, named)

    return show


def show_description(context: Context) -> Page:
    """What a request without a query gets: the empty page, or the description of the service."""

    async def show(request: Request, asked: QueryRequest) -> Response:
        reader = (await look(context.dataset, caller_of(request).clearance, asked.version)).reader
        if not negotiate(request.headers.get("accept"), asked.format).html:
            triples = await run_in_threadpool(service, reader, base_url(context.settings, request))
            return describe(request, triples, "service")
        named = await run_in_threadpool(_names, reader, None)
        return _render(request, asked, None, None, named)

    return show


async def _run(context: Context, asked: QueryRequest, snapshot: str) -> Result:
    settings = context.settings
    job = Job(
        snapshot=snapshot,
        query=asked.query or "",
        seconds=settings.query_seconds,
        nesting=settings.query_nesting,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        rows=settings.page_rows,
    )
    async with context.pool.evaluate(job) as evaluation:
        head = await evaluation.head()
        found = json.loads(b"".join([part async for part in evaluation.parts()]))
    return Result(
        found["columns"], found["rows"], found.get("more", False), found["form"] == "graph", head.milliseconds
    )


def _names(reader: Reader, result: Result | None) -> Names:
    cells = (cell for row in result.rows for cell in row if cell) if result else ()
    return Names(reader, {cell[1] for cell in cells if cell[0] == "iri"})


def _render(
    request: Request, asked: QueryRequest, result: Result | None, problem: Problem | None, named: Names
) -> Response:
    forms = GRAPHS if result and result.graph else TABLES
    links = {
        form.name: "/sparql?" + urlencode({"query": asked.query or "", "format": form.name}) for form in forms
    }
    return page(
        request,
        "sparql.html",
        status=problem.status if problem else 200,
        query=asked.query or EXAMPLE,
        result=result,
        problem=problem,
        links=links,
        names=named,
    )
