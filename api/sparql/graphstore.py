"""The read side of the SPARQL 1.1 Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).

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
from api.sparql.media import GRAPHS
from api.sparql.negotiation import Wish, choose, negotiate, not_acceptable
from api.sparql.protocol import QueryRequest
from graph.reader import Reader
from ontology.namespaces import GRAPH

METHODS: Final = "GET, HEAD, OPTIONS"
_WRITING: Final = ("PUT", "POST", "DELETE", "PATCH")


class GraphStore:
    """Gives whole graphs; the default graph is the union of all."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

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
            await Response(status_code=204, headers={"allow": METHODS})(request.scope, request.receive, send)
            return
        if request.method in _WRITING:
            detail = f"{request.method} is not taken: graphs change by `weerbaar ingest` only."
            raise Problem(403, "read-only", detail, headers={"allow": METHODS})
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, "method-not-allowed", "Use GET or HEAD.", headers={"allow": METHODS})
        name, wanted = _named(request)
        wish = _wish(request.headers.get("accept"), wanted)
        if name is not None:
            await self._require(request, name)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_pattern(name)} }}"
        asked = QueryRequest(query, None, None, None)
        await self._endpoint.answer(request, asked, query, wish, send)

    async def _require(self, request: Request, name: NamedNode) -> None:
        reader: Reader = self._endpoint.version(request).reader
        if not await run_in_threadpool(reader.ask, f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}"):
            raise Problem(404, "not-found", f"There is no graph {name.value}; /.well-known/void lists them.")


def _named(request: Request) -> tuple[NamedNode | None, str | None]:
    """The graph that the request names, `None` for the default graph; and the format."""
    parameters = dict(
        parse_qsl(request.scope["query_string"].decode("ascii", "replace"), keep_blank_values=True)
    )
    wanted = parameters.pop("format", None)
    if request.url.path.startswith("/graph/"):
        iri = GRAPH + request.url.path.removeprefix("/graph/")
    elif parameters == {"default": ""}:
        return None, wanted
    elif set(parameters) == {"graph"}:
        iri = parameters["graph"]
    else:
        raise Problem(400, "bad-request", "Name one graph: ?graph=IRI, or ?default for the union of all.")
    try:
        return NamedNode(iri), wanted
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
