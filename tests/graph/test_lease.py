"""One writer at a time on a real engine, wherever the writers are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from graph import lease as lease_module
from graph.endpoint import Endpoint
from graph.errors import StoreLocked
from graph.lease import WRITERS, turn
from tests.graph.engines import ENGINES

PAST = datetime.now(UTC) - timedelta(minutes=5)
CLEAR = f"DROP SILENT GRAPH <{WRITERS}>"


@pytest.fixture(scope="module", params=ENGINES)
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param) / "engine") as made:
        yield made
        made.close()


def test_a_second_writer_is_told_who_writes(endpoint: Endpoint) -> None:
    with turn(endpoint, 0) as lease:
        lease.require()
        with (
            pytest.raises(StoreLocked, match=r"another process writes .*process \d+.*its turn ends at"),
            turn(endpoint, 0.2),
        ):
            pass
    with turn(endpoint, 0):
        pass
    assert not endpoint.ask(f"ASK {{ GRAPH <{WRITERS}> {{ ?s ?p ?o }} }}"), "nothing is left of it"


def test_the_turn_of_a_writer_that_died_ends(endpoint: Endpoint) -> None:
    terms = "http://purl.org/dc/terms"
    dead = f'<urn:uuid:dead> <{terms}/creator> "gone" ; <{terms}/valid> "{PAST}"'
    endpoint.send(f"INSERT DATA {{ GRAPH <{WRITERS}> {{ {dead} }} }}")
    with turn(endpoint, 0):
        assert not endpoint.ask(f"ASK {{ GRAPH <{WRITERS}> {{ <urn:uuid:dead> ?p ?o }} }}")


def test_a_turn_is_moved_on_unless_it_was_cleared_away(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_module, "RENEWAL", 0.05)
    with turn(endpoint, 0) as lease:
        time.sleep(0.5)
        lease.require()
        ends = endpoint.select(
            f"SELECT ?u {{ GRAPH <{WRITERS}> {{ ?t <http://purl.org/dc/terms/valid> ?u }} }}"
        )
        assert len(ends.rows) > 1
        endpoint.send(CLEAR)
        time.sleep(0.3)
        with pytest.raises(StoreLocked, match="lost its turn"):
            lease.require()


def test_one_that_was_held_up_does_not_write(endpoint: Endpoint) -> None:
    with turn(endpoint, 0) as lease:
        endpoint.send(CLEAR)
        with pytest.raises(StoreLocked, match="lost its turn"):
            lease.require()


def test_never_do_two_write_at_once(endpoint: Endpoint) -> None:
    inside, most = [0], [0]

    def write(_: int) -> bool:
        try:
            with turn(endpoint, 2):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1
        except StoreLocked:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(write, range(24)))
    assert most == [1] and any(done)
