"""The service telling about itself: Service Description, VoID and DCAT, prefixes, canned queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from starlette.requests import Request

from api.settings import Settings
from api.web.pages import triples
from graph.catalogue import CATALOGUE
from graph.reader import Reader
from ontology.namespaces import BASE, PREFIXES

_SH: Final = PREFIXES["sh"]
_ANY_URI: Final = NamedNode(PREFIXES["xsd"] + "anyURI")


def base_url(settings: Settings, request: Request) -> str:
    """The address under which the client reaches this service, without a slash at its end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")


def service(reader: Reader, base: str) -> tuple[Triple, ...]:
    """The SPARQL 1.1 Service Description of `{base}/sparql`."""
    endpoint = NamedNode(f"{base}/sparql")
    return (*triples(reader, "service", about=endpoint), *_prefixes(NamedNode(f"{base}/sparql#dataset")))


def dataset(reader: Reader, base: str) -> tuple[Triple, ...]:
    """VoID and DCAT of everything that the reader sees, with what the catalogue says of each graph."""
    node = NamedNode(f"{base}/.well-known/void#dataset")
    about = triples(
        reader, "void", dataset=node, endpoint=NamedNode(f"{base}/sparql"), space=Literal(f"{BASE}id/")
    )
    partitions = (
        triple
        for name in ("void-classes", "void-properties")
        for triple in triples(reader, name, dataset=node)
    )
    catalogue = triples(reader, "catalogue", catalogue=NamedNode(CATALOGUE))
    return (*about, *partitions, *catalogue, *_prefixes(node))


def _prefixes(node: NamedNode) -> Iterator[Triple]:
    """The prefixes that a query may use undeclared (SHACL §5.2.1), so that editors can offer them."""
    for prefix, namespace in PREFIXES.items():
        declaration = BlankNode(f"prefix-{prefix}")
        yield Triple(node, NamedNode(f"{_SH}declare"), declaration)
        yield Triple(declaration, NamedNode(f"{_SH}prefix"), Literal(prefix))
        yield Triple(declaration, NamedNode(f"{_SH}namespace"), Literal(namespace, datatype=_ANY_URI))
