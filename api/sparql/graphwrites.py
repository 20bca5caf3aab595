"""The write side of the SPARQL 1.1 Graph Store HTTP Protocol (§5.3 to §5.5), for the scope `update`.

PUT replaces a graph, POST adds to it, DELETE removes it; a document passes the gate as when it is ingested.
POST without a name makes a graph of the caller's (§5.5), named in `Location`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from uuid import uuid4

from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.identity.caller import Scope, caller_of
from api.problems import Problem
from api.settings import Settings
from api.sparql.writes import Writes, home_of
from graph.knowledge import Knowledge
from graph.store import Store
from graph.writing import Authority, Updated, write_graph
from ontology.namespaces import Iri

WRITING: Final = ("PUT", "POST", "DELETE")
TAKEN: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
}
"""The media types in which a graph can be sent."""
_DATASETS: Final = ("application/trig", "application/n-quads")


class GraphWrites:
    """Writes whole graphs."""

    def __init__(self, settings: Settings, writes: Writes) -> None:
        self._settings, self._writes = settings, writes

    async def answer(self, request: Request, name: NamedNode | None, marking: str | None) -> Response:
        """Carry out PUT, POST or DELETE on a graph; on a new one when `name` is `None`. Raises `Problem`."""
        caller_of(request).require(Scope.UPDATE)
        iri = Iri(name.value) if name else Iri(f"{home_of(caller_of(request))}{uuid4()}")
        if request.method == "DELETE":
            updated = await self._write(request, iri, lambda _: (), marking, must_exist=True)
            return Response(status_code=204, headers=await self._writes.headers(request, updated))
        triples = await self._triples(request, iri)
        if request.method == "PUT" and not triples:
            raise Problem(400, "bad-request", "The graph that was sent is empty; DELETE removes a graph.")
        adds = request.method == "POST"
        updated = await self._write(
            request, iri, lambda before: (*before, *triples) if adds else triples, marking
        )
        headers = await self._writes.headers(request, updated)
        if iri in updated.created:
            return Response(status_code=201, headers={**headers, "location": iri})
        return Response(status_code=204, headers=headers)

    async def _write(
        self,
        request: Request,
        name: Iri,
        edit: Callable[[frozenset[Triple]], Iterable[Triple]],
        marking: str | None,
        *,
        must_exist: bool = False,
    ) -> Updated:
        def write(store: Store, knowledge: Knowledge, authority: Authority) -> Updated:
            return write_graph(store, name, edit, knowledge, authority, must_exist=must_exist)

        return await self._writes.carry_out(request, write, marking)

    async def _triples(self, request: Request, name: Iri) -> tuple[Triple, ...]:
        """The graph in the body. Blank nodes get new names, so that they meet none that is there already."""
        form = _format(request)
        body, limit = bytearray(), self._settings.file_megabytes << 20
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                detail = f"The graph is larger than {self._settings.file_megabytes} megabytes."
                raise Problem(413, "query-too-long", detail)
        return await run_in_threadpool(_parse, bytes(body), form, name)


def _parse(body: bytes, form: RdfFormat, name: Iri) -> tuple[Triple, ...]:
    try:
        quads = parse(body, form, base_iri=name, without_named_graphs=True, rename_blank_nodes=True)
        return tuple(quad.triple for quad in quads)
    except SyntaxError as error:
        detail = f"The graph cannot be read: {error.msg}"
        raise Problem(400, "syntax-error", detail, line=error.lineno, column=error.offset) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Problem(400, "bad-request", f"The graph cannot be read: {error}") from error


def _format(request: Request) -> RdfFormat:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given in TAKEN:
        return TAKEN[given]
    why = "it holds several graphs, and one is written here" if given in _DATASETS else "it is not taken"
    detail = f"Send {', '.join(TAKEN)}; not {given or 'a body without Content-Type'!r}: {why}."
    raise Problem(415, "unsupported-media-type", detail, headers={"accept-post": ", ".join(TAKEN)})
