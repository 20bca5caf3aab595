"""The same policy over HTTP: pages, whole graphs, canned queries, descriptions, headers and messages.

For a caller without a token the service must answer word for word as one over a store in which nothing hidden
ever was; for every clearance, nothing of what is above it may stand anywhere in an answer.
"""

import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.policy.canaries import graphs, leaks, name, publish, secret
from tests.policy.questions import Question, malformed, questions
from tests.serving import Service, data_folder, start, stop

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
    tokens: dict[Marking, str]

    def client(self, clearance: Marking) -> httpx.Client:
        """A client of the service; without a token for what is open to all."""
        bearer = {"authorization": f"Bearer {self.tokens[clearance]}"} if clearance else {}
        return self.service.client(headers=bearer)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    folders = [Path(tempfile.mkdtemp(prefix="weerbaar-policy-")) for _ in range(2)]
    for folder, upto in zip(folders, (Marking.RED, Marking.CLEAR), strict=True):
        shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
        publish(folder / "store", upto)
    tokens = TokenFile(folders[0])
    made = {mark: tokens.create(mark.slug, [Scope.READ], mark, days=1)[0] for mark in Marking}
    services = [start(folder, query_workers="2", requests_per_minute="0") for folder in folders]
    yield World(services[0], services[1], made)
    for service, folder in zip(services, folders, strict=True):
        stop(service)
        shutil.rmtree(folder)


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


def heard(answer: httpx.Response) -> str:
    """All that an answer says: its headers and its text."""
    return "\n".join((*(f"{key}: {value}" for key, value in answer.headers.items()), answer.text))


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


@pytest.mark.slow
def test_queries_tell_nothing(world: World) -> None:
    chance = random.Random(3)
    for question in [*questions(99, 200), *malformed(98, 40)]:
        with world.client(question.clearance) as client:
            answer = _send(client, question, chance)
        assert not leaks(heard(answer), question.clearance, question.whole), question
        assert answer.status_code < 500 or answer.status_code == 504, (question, answer.text)


def _send(client: httpx.Client, question: Question, chance: random.Random) -> httpx.Response:
    """By GET, as a form, or directly; in one format or another."""
    dataset = [
        *(("default-graph-uri", iri) for iri in question.default or ()),
        *(("named-graph-uri", iri) for iri in question.named or ()),
    ]
    headers = {"accept": chance.choice(ACCEPT)}
    pairs: list[tuple[str, str | int | float | bool | None]] = [("query", question.text), *dataset]
    parameters = httpx.QueryParams(pairs)
    if (way := chance.random()) < 0.4:
        return client.get("/sparql", params=parameters, headers=headers)
    if way < 0.7:
        form = {**headers, "content-type": "application/x-www-form-urlencoded"}
        return client.post("/sparql", content=str(parameters), headers=form)
    direct = {**headers, "content-type": "application/sparql-query"}
    return client.post("/sparql", params=httpx.QueryParams(pairs[1:]), content=question.text, headers=direct)
