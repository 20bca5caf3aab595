"""`/.well-known/void`: what the graph holds, for machines (VoID §7.2)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import description
from api.context import Composed, Graph
from api.rdf import describe

router = APIRouter(tags=["operations"])


@router.get("/.well-known/void", response_class=Response)
def void(request: Request, context: Composed, reader: Graph) -> Response:
    """VoID and DCAT: graphs, sizes, classes, properties, licences, prefixes."""
    base = description.base_url(context.settings, request)
    return describe(request, description.dataset(reader, base), "void")
