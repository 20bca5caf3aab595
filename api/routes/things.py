"""The addresses of things: a page for a person, RDF for a program (Cool URIs for the Semantic Web)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pyoxigraph import Literal, NamedNode
from starlette.responses import RedirectResponse, Response

from api.context import Graph
from api.problems import Problem
from api.rdf import describe
from api.web.pages import grouped, href, names, page, rows, wants_html
from graph.reader import Reader, Row
from ontology.namespaces import ID

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
