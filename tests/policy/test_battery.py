"""The battery over HTTP, against every backend: whatever a caller asks, nothing above its clearance is heard.

2,400 questions, generated from a seed, go to the real service over a store on this machine, over three real
Oxigraph servers and over three Virtuosos: anonymously and by a token of each clearance; 500 updates are tried
on what a writer copies from each. That answers are those where the hidden never was, `test_policy.py`
compares on the embedded engine; elsewhere an engine holds what its clearance sees, which the last test reads.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Store, Triple

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from ontology.namespaces import GRAPH, PREFIXES
from tests.policy.backends import BACKENDS, Backend, backend
from tests.policy.canaries import heard, leaks, publish, secret
from tests.policy.questions import Question, malformed, questions, updates
from tests.serving import Service, start, stop

ACCEPT = ("application/json", "text/html", "text/turtle", "text/csv", "application/ld+json", "*/*")
COUNT = 2400
CALLERS = 4
"""That ask at the same time."""
OUT = f"{GRAPH}user/out-"
EACH = 125
"""Updates for each clearance."""
OVER_HTTP = 12
"""Of them, for each clearance, by the service."""


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
        service = start(
            folder, query_workers="2", requests_per_minute="0", copy_megabytes="4000", **there.settings
        )
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


@pytest.mark.slow
@pytest.mark.parametrize("clearance", [marking for marking in Marking if marking < Marking.RED])
def test_updates_find_what_they_find_where_nothing_is_hidden(
    world: World, tmp_path: Path, clearance: Marking
) -> None:
    """125 for each of four clearances, on the copy that the writer makes and on one of a control store."""
    control, found = publish(tmp_path / "control", clearance), 0
    with (
        world.backend.store.writing() as writer, writer.copy(clearance) as mine,
        control.writing() as other, other.copy(Marking.RED) as theirs,
    ):  # fmt: skip
        real, where_it_never_was = Store(str(mine)), Store(str(theirs))
        for number, text in updates(clearance, EACH, OUT):
            brought = brought_out(real, text, number)
            assert brought == brought_out(where_it_never_was, text, number), text
            assert not leaks(str(brought), clearance, text), text
            found += bool(brought) and not isinstance(brought, str)
    assert found > EACH / 10, "the updates do find what they may see"


def brought_out(store: Store, text: str, number: int) -> set[Triple] | str:
    """What an update brings into its graph, or why it does not run."""
    try:
        store.update(text, prefixes=PREFIXES)
    except (RuntimeError, SyntaxError, ValueError) as error:
        return str(error)
    name = NamedNode(f"{OUT}{number}")
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}


@pytest.mark.slow
def test_updates_over_http_tell_nothing(world: World) -> None:
    """A part of them by the service itself: the answer tells nothing, nor does the graph that was written."""
    done = 0
    for clearance in [marking for marking in Marking if Marking.CLEAR < marking < Marking.RED]:
        own = f"{GRAPH}user/{clearance.slug}/out-"
        client, seen = world.clients[clearance], world.backend.seen(clearance)
        for number, text in updates(1000 + clearance, OVER_HTTP, own):
            answer = client.post("/sparql", data={"update": text, "marking": "CLEAR"})
            assert answer.status_code < 500, (text, answer.text)
            assert not leaks(heard(answer), clearance, text), text
            done += answer.is_success
            written = client.get("/graph-store", params={"graph": f"{own}{number}"})
            assert not leaks(heard(written), seen, text), text
    assert done > OVER_HTTP, "most of them are carried out"
    found = world.clients[Marking.RED].post("/sparql", data={"query": "SELECT ?o { ?s ?p ?o }"})
    assert secret(Marking.RED) in found.text, "what is hidden is still there"


def test_an_engine_holds_what_its_clearance_sees_and_no_more(world: World) -> None:
    """The boundary itself, asked of the engines directly."""
    for marking, endpoint in world.backend.engines.items():
        said = str(endpoint.select("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"))
        assert not leaks(said, marking)
        assert secret(marking) in said
