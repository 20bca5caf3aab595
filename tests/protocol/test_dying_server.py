"""The service dies by SIGKILL in mid-write: what it acknowledged is there, and nothing is there half."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.audit import verify
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.protocol.writers import UPDATE
from tests.serving import data_folder, start, stop

SIZE = 300
"""Triples that one update puts into each of two graphs."""
LEFT, RIGHT = (f"{GRAPH}user/writer/{side}" for side in ("left", "right"))
ROUNDS = (0.05, 0.21, 0.34, 0.55, 0.89)
"""Seconds from the first acknowledgement to the blow: each hits another moment of a write."""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="weerbaar-dying-"))
    shutil.copytree(data_folder() / "store", made / "store", symlinks=True)
    yield made
    shutil.rmtree(made)


def insertion(number: int) -> str:
    """An update that fills both graphs."""
    triples = " ".join(f"<urn:n{number}> <urn:has> {index} ." for index in range(SIZE))
    return f"INSERT DATA {{ GRAPH <{LEFT}> {{ {triples} }} GRAPH <{RIGHT}> {{ {triples} }} }}"


class Writer(threading.Thread):
    """Sends one update after the other until the server is gone; keeps count of what was acknowledged."""

    def __init__(self, url: str, secret: str, first: int) -> None:
        super().__init__()
        self._url, self._secret = url, secret
        self.next = first
        self.acknowledged: list[int] = []
        self.first = threading.Event()

    def run(self) -> None:
        headers = {**UPDATE, "authorization": f"Bearer {self._secret}"}
        with httpx.Client(base_url=self._url, headers=headers, timeout=30) as client:
            while True:
                self.next += 1
                try:
                    client.post("/sparql", content=insertion(self.next)).raise_for_status()
                except httpx.TransportError:
                    return
                self.acknowledged.append(self.next)
                self.first.set()


def held(store: EmbeddedStore, graph: str) -> dict[int, int]:
    """How many triples of each update a graph holds."""
    query = f"SELECT ?s (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s <urn:has> ?o }} }} GROUP BY ?s"
    rows = store.reader().select(query).rows
    return {int(row["s"].value.removeprefix("urn:n")): int(row["n"].value) for row in rows}


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_half_is_served(folder: Path) -> None:
    secret, _ = TokenFile(folder).create("writer", [Scope.READ, Scope.UPDATE], Marking.CLEAR, days=1)
    acknowledged: set[int] = set()
    sent = 0
    for seconds in ROUNDS:
        service = start(folder, query_workers="1")
        writer = Writer(service.url, secret, sent)
        writer.start()
        assert writer.first.wait(30)
        time.sleep(seconds)
        service.process.kill()
        service.process.wait()
        writer.join(60)
        stop(service)
        acknowledged |= set(writer.acknowledged)
        sent = writer.next
        store = EmbeddedStore(folder / "store")
        assert verify(store) == ()
        with store.writing() as next_one, next_one.copy(Marking.CLEAR) as path:
            assert [left.name for left in store.folder.glob("copy-*")] == [path.parent.name], "no copy stays"
        left, right = held(store, LEFT), held(store, RIGHT)
        assert left == right, "both graphs or neither"
        assert set(left.values()) == {SIZE}, "all of an update or nothing"
        assert acknowledged <= left.keys() <= acknowledged | set(range(sent + 1))
    service = start(folder, query_workers="1")
    with service.client(
        headers={"authorization": f"Bearer {secret}", "accept": "application/json"}
    ) as client:
        assert client.post("/sparql", content=insertion(sent + 1), headers=UPDATE).status_code == 200
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{LEFT}> {{ ?s <urn:has> ?o }} }}"
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    stop(service)
    assert int(rows[0]["n"]["value"]) == SIZE * len(held(EmbeddedStore(folder / "store"), RIGHT))
