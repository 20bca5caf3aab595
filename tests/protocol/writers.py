"""A service that its callers may write to, over a store of its own, and tokens for them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.audit import verify
from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from ontology.namespaces import GRAPH, Iri
from tests.policy.canaries import graphs
from tests.serving import Service, data_folder, start, stop

HOME = f"{GRAPH}user/writer/"
"""How the names of the graphs of `writer` begin."""
NOTES = Iri(f"{HOME}notes")
LETTER = Iri(f"{GRAPH}document/kst-99998-7")
SECRET = next(iter(graphs(Marking.RED)))
"""A document marked TLP:RED."""
UPDATE = {"content-type": "application/sparql-update"}


@dataclass(frozen=True)
class Writable:
    """A running service and the token of each kind of caller."""

    service: Service
    tokens: dict[str, str]

    def client(self, caller: str = "writer") -> httpx.Client:
        """A client that calls as `writer`, `visitor` (no documents), `cleared` or `reader` (see all)."""
        return httpx.Client(
            base_url=self.service.url,
            timeout=60,
            headers={"authorization": f"Bearer {self.tokens[caller]}", "accept": "application/json"},
        )

    def audit(self) -> list[dict[str, object]]:
        """The lines of the audit log."""
        text = (self.service.data / "audit.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @property
    def store(self) -> EmbeddedStore:
        """The store under the service, as another process sees it."""
        return EmbeddedStore(self.service.data / "store")


@contextmanager
def writable(**settings: str) -> Iterator[Writable]:
    """The letter, a document marked TLP:RED, and whoever may write; gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-writable-"))
    shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
    secrets = graphs(Marking.RED)
    EmbeddedStore(folder / "store").publish(secrets, entries=dict.fromkeys(secrets, Entry(Marking.RED)))
    tokens = TokenFile(folder)
    made = {
        name: tokens.create(name, scopes, clearance, days=1)[0]
        for name, scopes, clearance in (
            ("writer", [Scope.READ, Scope.UPDATE, Scope.INGEST], Marking.CLEAR),
            ("visitor", [Scope.READ, Scope.UPDATE], Marking.CLEAR),
            ("cleared", [Scope.READ, Scope.UPDATE], Marking.RED),
            ("reader", [Scope.READ], Marking.RED),
        )
    }
    service = start(folder, query_workers="2", **settings)
    try:
        yield Writable(service, made)
        assert verify(EmbeddedStore(folder / "store")) == ()
    finally:
        stop(service)
        shutil.rmtree(folder)


def ask(client: httpx.Client, query: str) -> bool:
    """The answer to an ASK query."""
    return bool(client.get("/sparql", params={"query": query}).raise_for_status().json()["boolean"])


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and kind of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].rpartition("/")[2]
