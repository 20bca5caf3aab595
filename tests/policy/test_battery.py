"""The battery over HTTP, against every backend: whatever a caller asks, nothing above its clearance is heard.

2,400 questions and 500 updates, generated from seeds, go to the real service over a store on this machine,
over three real Oxigraph servers and over three Virtuosos: anonymously and by a token of each clearance.
Whether answers are the same as where the hidden never was, `test_policy.py` compares on the embedded engine;
elsewhere an engine holds what its clearance sees and no more, which the last test reads from the engines.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.policy.backends import BACKENDS, Backend, backend
from tests.policy.canaries import heard, leaks, secret
from tests.policy.questions import Question, malformed, questions
from tests.serving import Service, start, stop

ACCEPT = ("application/json", "text/html", "text/turtle", "text/csv", "application/ld+json", "*/*")
COUNT = 2400
CALLERS = 4
"""That ask at the same time."""
OUT = f"{GRAPH}user/out-"


@dataclass(frozen=True)
class World:
    """The service over all canaries, and a client of each clearance; without a token for what is open."""

    backend: Backend
    service: Service
    clients: dict[Marking, httpx.Client]


@pytest.fixture(scope="module", params=BACKENDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp(request.param)
    tokens = TokenFile(folder)
    scopes = [Scope.READ, Scope.UPDATE]
    secrets = {mark: tokens.create(mark.slug, scopes, mark, days=1)[0] for mark in Marking}
    with backend(request.param, folder) as there, ExitStack() as stack:
        service = start(folder, query_workers="2", requests_per_minute="0", **there.settings)
        stack.callback(stop, service)
        clients = {}
        for mark in Marking:
            bearer = {"authorization": f"Bearer {secrets[mark]}"} if mark else {}
            clients[mark] = stack.enter_context(service.client(headers=bearer))
        yield World(there, service, clients)


@pytest.mark.slow
def test_queries_tell_nothing(world: World) -> None:
    asked = [*questions(99, COUNT), *malformed(98, 40)]
    with ThreadPoolExecutor(CALLERS) as callers:
        kinds = Counter(callers.map(lambda each: put(world, *each), enumerate(asked)))
    assert kinds["told"] > COUNT / 20, f"what may be seen is seen: {kinds}"
    assert kinds["told"] + kinds["answered"] > COUNT / 2, kinds
    assert kinds["late"] < COUNT / 100, kinds


def put(world: World, number: int, question: Question) -> str:
    """Put a question, hear that it tells nothing, and give what became of it."""
    answer = _send(world.clients[question.clearance], question, random.Random(number))
    text = heard(answer)
    assert not leaks(text, world.backend.seen(question.clearance), question.whole), question
    assert answer.status_code < 500 or answer.status_code == 504, (question, answer.text)
    if answer.is_success:
        return "told" if any(secret(marking) in text for marking in Marking) else "answered"
    return "late" if answer.status_code == 504 else "refused"


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
