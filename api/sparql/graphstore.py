"""The SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

Indirect: `/graph-store?graph=IRI` and `/graph-store?default`; direct: the graph's own IRI, `/graph/…`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.problems import Problem, ProblemResponse
from api.sparql.endpoint import Endpoint
from api.sparql.graphwrites import TAKEN, WRITING, GraphWrites
from api.sparql.media import GRAPHS
from api.sparql.negotiation import Wish, choose, negotiate, not_acceptable
from api.sparql.protocol import QueryRequest
from graph.reader import Reader
from ontology.namespaces import GRAPH

METHODS: Final = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
ALLOW: Final = {"allow": METHODS, "accept-post": ", ".join(TAKEN)}


class GraphStore:
    """Gives whole graphs, and takes them; the default graph is the union of all."""

    def __init__(self, endpoint: Endpoint, writes: GraphWrites) -> None:
        self._endpoint, self._writes = endpoint, writes

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
            await Response(status_code=204, headers=ALLOW)(request.scope, request.receive, send)
            return
        if request.method not in ("GET", "HEAD", *WRITING):
            detail = f"{request.method} is not taken here. Parts of a graph change by an update to /sparql."
            raise Problem(405, "method-not-allowed", detail, headers={"allow": METHODS})
        parameters = _parameters(request)
        if request.method in WRITING:
            await self._write(request, parameters, send)
            return
        wanted = parameters.pop("format", None)
        name = _named(request, parameters)
        wish = _wish(request.headers.get("accept"), wanted)
        if name is not None:
            await self._require(request, name)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_pattern(name)} }}"
        asked = QueryRequest(query, None, None, None)
        await self._endpoint.answer(request, asked, query, wish, send)

    async def _write(self, request: Request, parameters: dict[str, str], send: Send) -> None:
        marking = parameters.pop("marking", None)
        new = request.method == "POST" and request.url.path == "/graph-store" and not parameters
        name = None if new else _named(request, parameters)
        if name is None and not new:
            detail = "The default graph is the union of all graphs; name the graph that you write."
            raise Problem(403, "forbidden", detail)
        response = await self._writes.answer(request, name, marking)
        await response(request.scope, request.receive, send)

    async def _require(self, request: Request, name: NamedNode) -> None:
        reader: Reader = (await self._endpoint.look(request)).reader
        if not await run_in_threadpool(reader.ask, f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"):
            raise Problem(404, "not-found", f"There is no graph {name.value}; /.well-known/void lists them.")


def _parameters(request: Request) -> dict[str, str]:
    text = request.scope["query_string"].decode("ascii", "replace")
    return dict(parse_qsl(text, keep_blank_values=True))


def _named(request: Request, parameters: dict[str, str]) -> NamedNode | None:
    """The graph that the request names, `None` for the default graph."""
    if request.url.path.startswith("/graph/"):
        if parameters:
            raise Problem(400, "unknown-parameter", f"Unknown parameter: {', '.join(parameters)}.")
        iri = GRAPH + request.url.path.removeprefix("/graph/")
    elif parameters == {"default": ""}:
        return None
    elif set(parameters) == {"graph"}:
        iri = parameters["graph"]
    else:
        raise Problem(400, "bad-request", "Name one graph: ?graph=IRI, or ?default for the union of all.")
    try:
        return NamedNode(iri)
    except ValueError:
        raise Problem(400, "bad-request", f"graph is no absolute IRI: {iri!r}.") from None


def _wish(accept: str | None, name: str | None) -> Wish:
    """Only graph formats; a browser, which would like a page best, gets what it takes besides."""
    graph = negotiate(accept, name).graph if name else choose(GRAPHS, accept)
    if graph is None:
        raise not_acceptable(GRAPHS)
    return Wish(None, graph)


def _pattern(name: NamedNode | None) -> str:
    return "?s ?p ?o" if name is None else f"GRAPH {name} {{ ?s ?p ?o }}"
