"""Triples as an HTTP response, in the RDF format that the client prefers."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.problems import Problem
from api.sparql.media import GRAPHS, by_name
from api.sparql.negotiation import Choice, choose, not_acceptable
from ontology.namespaces import PREFIXES


def describe(request: Request, triples: tuple[Triple, ...], name: str) -> Response:
    """Triples in the RDF format that the client prefers."""
    wanted = request.query_params.get("format")
    if wanted is None:
        choice = choose(GRAPHS, request.headers.get("accept"))
    else:
        form = by_name(GRAPHS, wanted)
        if form is None:
            known = ", ".join(form.name for form in GRAPHS)
            raise Problem(400, "unknown-format", f"Unknown format {wanted!r}. Known: {known}, html.")
        choice = Choice(form, form.media_types[0])
    if choice is None:
        raise not_acceptable(GRAPHS)
    assert isinstance(choice.format.engine, RdfFormat)
    body = serialize(triples, format=choice.format.engine, prefixes=_used(triples))
    name = name.replace("/", "-").replace('"', "")
    disposition = f'inline; filename="{name}.{choice.format.extension}"'
    headers = {"vary": "accept", "content-disposition": disposition.encode("ascii", "replace").decode()}
    return Response(body, media_type=choice.media_type, headers=headers)


def _used(triples: tuple[Triple, ...]) -> dict[str, str]:
    """Only the prefixes that occur: an unused one tells a reader nothing."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, NamedNode)}
    return {name: iri for name, iri in PREFIXES.items() if any(used.startswith(iri) for used in iris)}
