"""The addresses of things: a page for a person, RDF for a program (Cool URIs for the Semantic Web)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pyoxigraph import Literal, NamedNode, Triple, serialize
from starlette.responses import RedirectResponse, Response

from api.context import Graph
from api.problems import Problem
from api.sparql.media import GRAPHS, by_name
from api.sparql.negotiation import Choice, choose, not_acceptable
from api.web.pages import grouped, href, names, page, rows, wants_html
from graph.reader import Reader, Row
from ontology.namespaces import ID, PREFIXES

router = APIRouter(tags=["things"])
MOST = 500
"""Statements that a page shows; it says so where there are more."""


@router.get("/id/{path:path}", response_class=Response)
def thing(request: Request, reader: Graph, path: str) -> Response:
    """What the graph says of one thing: a page, or Turtle, JSON-LD and the other RDF formats."""
    try:
        node = NamedNode(ID + path)
    except ValueError:
        raise Problem(404, "not-found", f"{path!r} cannot be part of an IRI.") from None
    if not reader.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }}"):
        raise Problem(404, "not-found", f"The graph says nothing of {node.value}.")
    if wants_html(request):
        return _page(request, reader, node)
    return describe(request, reader.construct(f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }}"), path)


def describe(request: Request, triples: tuple[Triple, ...], name: str) -> Response:
    """Triples in the RDF format that the client prefers."""
    wanted = request.query_params.get("format")
    if wanted is None:
        choice = choose(GRAPHS, request.headers.get("accept"))
    else:
        form = by_name(GRAPHS, wanted)
        choice = Choice(form, form.media_types[0]) if form else None
    if choice is None:
        raise not_acceptable(GRAPHS)
    body = serialize(triples, format=choice.format.engine, prefixes=_used(triples))  # type: ignore[arg-type]
    name = name.replace("/", "-").replace('"', "")
    disposition = f'inline; filename="{name}.{choice.format.extension}"'
    headers = {"vary": "accept", "content-disposition": disposition.encode("ascii", "replace").decode()}
    return Response(body, media_type=choice.media_type, headers=headers)


def _used(triples: tuple[Triple, ...]) -> dict[str, str]:
    """Only the prefixes that occur: an unused one tells a reader nothing."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, NamedNode)}
    return {name: iri for name, iri in PREFIXES.items() if any(used.startswith(iri) for used in iris)}


def _page(request: Request, reader: Reader, node: NamedNode) -> Response:
    shown = href(node.value)
    if shown and not shown.startswith("/id/"):
        return RedirectResponse(shown, 303)
    said = rows(reader, "thing", thing=node)
    pointing = rows(reader, "thing-from", thing=node)
    claims = rows(reader, "thing-claims", thing=node)
    known = names(reader, (*said, *pointing, *claims, {"thing": node}))
    return page(
        request,
        "thing.html",
        node=node,
        names=known,
        definition=next((row["value"].value for row in said if _is_definition(row)), None),
        said=grouped(said[:MOST], hide=("skos:prefLabel", "skos:hiddenLabel", "rdfs:label")),
        pointing=grouped(pointing[:MOST]),
        claims=claims[:MOST],
        more=max(len(said), len(pointing), len(claims)) > MOST,
    )


def _is_definition(row: Row) -> bool:
    value = row["value"]
    return (
        row["property"].value.endswith("#definition")
        and isinstance(value, Literal)
        and value.language == "nl"
    )
