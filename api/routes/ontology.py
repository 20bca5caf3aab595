"""The terms: one page generated from the ontology, and the ontology itself as RDF under the same address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.context import Composed, Graph
from api.problems import Problem
from api.rdf import describe
from api.web.pages import names, page, rows, wants_html
from graph.reader import Reader, Row
from ontology.namespaces import BASE, GRAPH, WB
from queries import Catalogue

router = APIRouter(tags=["things"])
_ONTOLOGY = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH}ontology> {{ ?s ?p ?o }} }}"


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property as the page shows it."""

    row: Row
    axioms: tuple[Row, ...]
    examples: tuple[str, ...]
    """Canned queries that use it."""

    @property
    def anchor(self) -> str:
        """Its local name: the fragment of its IRI."""
        return self.row["term"].value.removeprefix(WB)


@router.get("/ontology", response_class=Response)
@router.get("/def", response_class=Response)
def ontology(request: Request, context: Composed, reader: Graph) -> Response:
    """Every class and property with definition, source and example; as RDF the ontology itself."""
    if not wants_html(request):
        return describe(request, reader.construct(_ONTOLOGY), "weerbaar")
    terms = _terms(reader, context.catalogue)
    found = rows(reader, "modules")
    return page(
        request,
        "ontology.html",
        modules=[(row, [term for term in terms if term.row["module"] == row["module"]]) for row in found],
        schemes=rows(reader, "schemes"),
        names=names(reader, (*(term.row for term in terms), *(row for term in terms for row in term.axioms))),
    )


@router.get("/def/{module:path}", response_class=Response)
def module(request: Request, reader: Graph, module: str) -> Response:
    """One module of the ontology, as RDF; for a person the place on the page."""
    iri = f"{BASE}def/{module}"
    triples = reader.construct(
        f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH}ontology> {{
        {{ ?s <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <{iri}> . ?s ?p ?o }}
        UNION {{ BIND(<{iri}> AS ?s) ?s ?p ?o }} }} }}"""
        if module.replace("/", "").replace("-", "").replace(".", "").isalnum()
        else "CONSTRUCT {} WHERE {}"
    )
    if not triples:
        raise Problem(404, "not-found", f"The ontology has no module {module!r}.")
    if wants_html(request):
        return Response(status_code=303, headers={"location": f"/ontology#{module.partition('/')[0]}"})
    return describe(request, triples, f"weerbaar-{module}")


def _terms(reader: Reader, catalogue: Catalogue) -> list[Term]:
    axioms: dict[str, list[Row]] = {}
    for row in rows(reader, "axioms"):
        axioms.setdefault(row["term"].value, []).append(row)
    examples = _examples(catalogue)
    return [
        Term(row, tuple(axioms.get(row["term"].value, ())), examples.get(row["term"].value, ()))
        for row in rows(reader, "terms")
    ]


@cache
def _mentions(query: str) -> frozenset[str]:
    from api.sparql.scan import scan

    return frozenset(name.text for name in scan(query).names)


def _examples(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Term to the canned queries that name it."""
    found: dict[str, list[str]] = {}
    for query in catalogue:
        for name in _mentions(query.text):
            if name.startswith("wb:"):
                found.setdefault(WB + name.removeprefix("wb:"), []).append(query.name)
    return {term: tuple(used) for term, used in found.items()}
