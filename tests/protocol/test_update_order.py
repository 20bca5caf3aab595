"""Updates one after another: versions, increments of many at once, writers elsewhere, and deadlines."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from filelock import FileLock

from ontology.namespaces import GRAPH
from tests.protocol.writers import NOTES, UPDATE, Writable, ask, problem, writable

ADD = f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:x> <urn:is> 1 }} }}"


def test_if_match_holds_the_version(writer: httpx.Client) -> None:
    seen = writer.get("/sparql", params={"query": "SELECT * {}"}).headers["etag"]
    first = writer.post("/sparql", content=ADD.replace(" 1 ", " 41 "), headers={**UPDATE, "if-match": seen})
    assert first.status_code == 200, first.text
    again = writer.post("/sparql", content=ADD.replace(" 1 ", " 42 "), headers={**UPDATE, "if-match": seen})
    assert problem(again) == (412, "precondition-failed")
    assert not ask(writer, "ASK { <urn:x> <urn:is> 42 }")
    tag = first.headers["etag"]
    third = writer.post("/sparql", content=ADD.replace(" 1 ", " 43 "), headers={**UPDATE, "if-match": tag})
    assert third.status_code == 200


@pytest.mark.parametrize("times", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_no_increment_is_lost(times: int) -> None:
    """Read, add one, write: by eight clients at once, of which some are turned away, told, and come again.

    Unserialised, 400 of these left 16.
    """
    with writable(query_waiting="4", requests_per_minute="0") as world, world.client() as writer:
        start = f"INSERT DATA {{ GRAPH <{COUNTER}> {{ <urn:counter> <urn:is> 0 }} }}"
        writer.post("/sparql", content=start, headers=UPDATE).raise_for_status()
        begun = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda _: increment(writer), range(times)))
        seconds = time.perf_counter() - begun
        assert ask(writer, f"ASK {{ GRAPH <{COUNTER}> {{ <urn:counter> <urn:is> {times} }} }}")
    assert len({version for version, _ in done}) == times, "each is a version of its own"
    turned_away = sum(times for _, times in done)
    assert turned_away, "and some were turned away"
    print(f"{times} increments, {turned_away} told to come again: {times / seconds:.1f} a second")


COUNTER = f"{GRAPH}user/writer/counter"
INCREMENT = f"""WITH <{COUNTER}> DELETE {{ ?c <urn:is> ?n }} INSERT {{ ?c <urn:is> ?m }}
    WHERE {{ ?c <urn:is> ?n BIND(?n + 1 AS ?m) }}"""


def increment(client: httpx.Client) -> tuple[int, int]:
    """Add one, however often it takes: the version that holds it, and how often it was turned away."""
    for turned_away in range(1000):
        answer = client.post("/sparql", content=INCREMENT, headers=UPDATE)
        if answer.status_code != 503:
            answer.raise_for_status()
            return int(answer.headers["dataset-version"]), turned_away
        assert problem(answer) == (503, "overloaded")
        time.sleep(int(answer.headers["retry-after"]))
    raise AssertionError("never taken")


def test_a_writer_elsewhere_is_told_of(world: Writable, writer: httpx.Client) -> None:
    with FileLock(world.service.data / "store" / "writer.lock"):
        answer = writer.post("/sparql", content=ADD, headers=UPDATE)
    assert problem(answer) == (503, "locked") and int(answer.headers["retry-after"]) > 0
    assert writer.post("/sparql", content=ADD, headers=UPDATE).status_code == 200


def test_an_update_without_end_is_ended(world: Writable) -> None:
    with writable(query_seconds="2") as short, short.client() as client:
        text = f"""INSERT {{ GRAPH <{NOTES}> {{ ?a ?b ?f }} }}
            WHERE {{ GRAPH ?g {{ ?a ?b ?c }} GRAPH ?h {{ ?d ?e ?f }} GRAPH ?i {{ ?j ?k ?l }} }}"""
        answer = client.post("/sparql", content=text, headers=UPDATE)
        assert answer.status_code in (504, 507), answer.text
        assert client.post("/sparql", content=ADD, headers=UPDATE).status_code == 200
