"""The same policy over HTTP: pages, whole graphs, canned queries, descriptions, headers and messages.

`test_battery.py` asks the queries.

For a caller without a token the service must answer word for word as one over a store in which nothing hidden
ever was; for every clearance, nothing of what is above it may stand anywhere in an answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.policy.backends import BACKENDS, Backend, backend
from tests.policy.canaries import graphs, heard, leaks, name, secret
from tests.serving import Service, start, stop

ACCEPT = ("application/json", "text/html", "text/turtle", "text/csv", "application/ld+json", "*/*")
CANNED = (
    "measures-for-threat?threat=spionage", "measures-for-threat?threat=sabotage&date=2026-01-01",
    "coverage-gaps", "what-changed", "measures-without-owner", "documents-cited", "rule-precision",
    "open-enumerations",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """The service over all canaries, its control over the open ones, and a token of each clearance."""

    service: Service
    control: Service
    backend: Backend
    tokens: dict[Marking, str]

    def client(self, clearance: Marking) -> httpx.Client:
        """A client of the service; without a token for what is open to all."""
        bearer = {"authorization": f"Bearer {self.tokens[clearance]}"} if clearance else {}
        return self.service.client(headers=bearer)


@pytest.fixture(scope="module", params=BACKENDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder, beside = (tmp_path_factory.mktemp(request.param) for _ in range(2))
    tokens = TokenFile(folder)
    scopes = [Scope.READ, Scope.UPDATE]
    made = {mark: tokens.create(mark.slug, scopes, mark, days=1)[0] for mark in Marking}
    with (
        backend(request.param, folder, own=(Marking.CLEAR, Marking.RED), knowledge=True) as full,
        backend(request.param, beside, Marking.CLEAR, knowledge=True) as bare,
    ):
        services = [
            start(path, query_workers="2", requests_per_minute="0", **there.settings)
            for path, there in ((folder, full), (beside, bare))
        ]
        yield World(services[0], services[1], full, made)
        for service in services:
            stop(service)


def pages() -> Iterator[str]:
    """Addresses that might tell."""
    yield from (
        "/",
        "/documents",
        "/queries",
        "/sparql",
        "/.well-known/void",
        "/ready",
        "/graph-store?default",
    )
    yield from (f"/queries/{query}" for query in CANNED)
    yield from ("/id/means/spionage", "/id/means/sabotage")
    for marking in Marking:
        key = name(marking)
        yield from (f"/documents/{key}", f"/id/measure/{key}", f"/id/document/{key}")
        for graph in graphs(marking):
            yield f"/graph/{graph.removeprefix(GRAPH)}"
            yield f"/graph-store?graph={quote(graph, safe='')}"


def words(answer: httpx.Response) -> tuple[int, list[str]]:
    """Status and lines of an answer, without the port that it came from and without their order."""
    text = re.sub(r"127\.0\.0\.1:\d+|ready\D+\d+|_:\w+|prefix-\w+", "", answer.text)
    return answer.status_code, sorted(re.split(r"[\n,;{}]+", text))


def test_pages_tell_nothing(world: World) -> None:
    asked = 0
    for clearance in Marking:
        with world.client(clearance) as client:
            for address in pages():
                answer = client.get(address, headers={"accept": ACCEPT[asked % len(ACCEPT)]})
                assert not leaks(heard(answer), clearance, address), (clearance, address)
                assert answer.status_code < 500
                asked += 1
    assert asked > 200


def test_a_stranger_is_answered_as_if_it_were_not_there(world: World) -> None:
    with world.client(Marking.CLEAR) as client, world.control.client() as control:
        for address in pages():
            for accept in ("application/json", "text/html", "text/turtle"):
                mine, theirs = (each.get(address, headers={"accept": accept}) for each in (client, control))
                assert words(mine) == words(theirs), (address, accept)


def test_pages_do_tell_who_may_know(world: World) -> None:
    with world.client(Marking.RED) as client:
        told = sum(secret(Marking.RED) in client.get(address).text for address in pages())
    assert told > 5
