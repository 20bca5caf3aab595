"""The documents, and what each of them says, quote by quote."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from pydantic import BaseModel
from pyoxigraph import NamedNode
from starlette.responses import HTMLResponse

from api.context import Graph
from api.problems import Problem
from api.web.pages import grouped, names, page, rows, text, wants_html
from graph.reader import Reader, Row
from ontology.namespaces import ID, Iri, shorten

router = APIRouter(tags=["documents"])
_HIDDEN = ("rdf:type", "dcterms:title", "dcterms:identifier", "dcterms:language")


class DocumentEntry(BaseModel):
    """A document that was read."""

    id: str
    iri: str
    title: str | None
    issued: str | None
    claims: int
    reviewed: int
    """How many of the claims a person has seen and accepted."""


class Quote(BaseModel):
    """The words of the document behind a claim."""

    quote: str
    page: int
    section: str | None
    footnote: int | None


class ClaimEntry(BaseModel):
    """What a document says, and how."""

    iri: str
    subject: str
    predicate: str
    object: str
    modality: str
    confidence: float
    rule: str
    reviewed: bool
    evidence: Quote


class DocumentClaims(BaseModel):
    """A document with all its claims."""

    id: str
    iri: str
    properties: dict[str, list[str]]
    claims: list[ClaimEntry]


@dataclass(frozen=True, slots=True)
class _Found:
    iri: Iri
    properties: tuple[Row, ...]
    claims: tuple[Row, ...]


@router.get("/documents", response_model=list[DocumentEntry])
def documents(request: Request, reader: Graph) -> list[DocumentEntry] | HTMLResponse:
    """The documents that were read, newest first."""
    found = rows(reader, "documents")
    if wants_html(request):
        return page(request, "documents.html", documents=found)
    return [_entry(row) for row in found]


@router.get("/documents/{identifier}", response_model=DocumentClaims)
def document(request: Request, reader: Graph, identifier: str) -> DocumentClaims | HTMLResponse:
    """One document: what is known of it, and each claim with its quote and page."""
    found = _find(reader, identifier)
    if wants_html(request):
        return _page(request, reader, identifier, found)
    properties: dict[str, list[str]] = {}
    for row in found.properties:
        properties.setdefault(shorten(row["property"].value), []).append(row["value"].value)
    claims = [_claim(row) for row in found.claims]
    return DocumentClaims(id=identifier, iri=found.iri, properties=properties, claims=claims)


def _find(reader: Reader, identifier: str) -> _Found:
    try:
        node = NamedNode(f"{ID}document/{identifier}")
    except ValueError:
        raise Problem(404, "not-found", f"{identifier!r} is no document identifier.") from None
    properties = rows(reader, "document", document=node)
    if not properties:
        detail = f"There is no document {identifier!r} here; /documents lists those that are."
        raise Problem(404, "not-found", detail)
    return _Found(Iri(node.value), properties, rows(reader, "document-claims", document=node))


def _page(request: Request, reader: Reader, identifier: str, found: _Found) -> HTMLResponse:
    titles = [row["value"].value for row in found.properties if row["property"].value.endswith("/title")]
    return page(
        request,
        "document.html",
        identifier=identifier,
        iri=found.iri,
        title=titles[0] if titles else identifier,
        properties=grouped(found.properties, hide=_HIDDEN),
        claims=found.claims,
        names=names(reader, (*found.properties, *found.claims)),
    )


def _entry(row: Row) -> DocumentEntry:
    return DocumentEntry(
        id=row["identifier"].value,
        iri=row["document"].value,
        title=text(row, "title"),
        issued=text(row, "issued"),
        claims=int(row["claims"].value),
        reviewed=int(row["reviewed"].value),
    )


def _claim(row: Row) -> ClaimEntry:
    footnote = text(row, "footnote")
    quote = Quote(
        quote=row["quote"].value,
        page=int(row["page"].value),
        section=text(row, "section"),
        footnote=int(footnote) if footnote else None,
    )
    return ClaimEntry(
        iri=row["claim"].value,
        subject=row["subject"].value,
        predicate=row["predicate"].value,
        object=text(row, "object") or "",
        modality=row["modality"].value,
        confidence=float(row["confidence"].value),
        rule=row["rule"].value,
        reviewed=text(row, "reviewed") == "true",
        evidence=quote,
    )
