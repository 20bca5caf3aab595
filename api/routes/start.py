"""The start page: what the graph holds, and the questions that it can answer."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.context import Composed, Graph
from api.web.pages import page, rows

router = APIRouter()
KINDS = (
    ("claims", "beweringen", "claims"),
    ("measures", "maatregelen", "measures"),
    ("means", "middelen", "means"),
    ("agents", "actoren", "actors"),
    ("interests", "belangen", "interests"),
    ("motions", "moties", "motions"),
)
"""Name in `holdings.rq`, Dutch and English."""


@router.get("/", include_in_schema=False)
def start(request: Request, context: Composed, reader: Graph) -> HTMLResponse:
    """What is here."""
    found = {row["kind"].value: int(row["count"].value) for row in rows(reader, "holdings")}
    return page(
        request,
        "start.html",
        documents=rows(reader, "documents"),
        holdings=[(found.get(name, 0), dutch, english) for name, dutch, english in KINDS],
        queries=list(context.catalogue),
        version=reader.version,
    )
