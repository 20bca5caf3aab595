"""What tests over engines elsewhere have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from graph.remote import RemoteStore
from ontology.namespaces import GRAPH, Iri
from tests import serving

LETTER = Iri(f"{GRAPH}document/kst-99998-7")
JSON = {"accept": "application/sparql-results+json"}
Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Elsewhere:
    """A service over two engines of one kind, that for everybody and that for everything."""

    kind: str
    service: serving.Service
    settings: Mapping[str, str]
    store: RemoteStore
    secret: str
    """A token of one who may see and write everything."""

    def client(self, secret: str = "") -> httpx.Client:
        bearer = {"authorization": f"Bearer {secret}"} if secret else {}
        return self.service.client(headers=bearer)


def ask(client: httpx.Client, query: str, **options: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query, **options}, headers=JSON)


def values(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {cell["value"] for row in response.json()["results"]["bindings"] for cell in row.values()}
