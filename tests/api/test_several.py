"""Several serving processes are one service: limits, counters and records are those of all together."""

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.several import SLOW, clients, connections, servers, until, workers
from tests.serving import Service, data_folder, start, stop

ASK = {"query": "ASK {}", "format": "json"}


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Service]:
    """Two processes over the letter, with an audit log of their own."""
    (folder / "store").symlink_to(data_folder() / "store")
    service = start(folder, serving_processes="2", **settings)
    try:
        yield service
    finally:
        stop(service)


def same_minute(seconds: int) -> None:
    """Wait until that much of the minute is left: the window of a caller slides on at its end."""
    left = 60 - time.time() % 60
    if left < seconds:
        time.sleep(left)


def status(client: httpx.Client, query: str = "ASK {}") -> int:
    return client.get("/sparql", params={"query": query, "format": "json"}).status_code


def test_a_caller_may_ask_as_often_in_a_minute_as_of_one_process(tmp_path: Path) -> None:
    with serving(tmp_path, requests_per_minute="40") as service, clients(service, 16) as made:
        same_minute(20)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(status, made * 5))
    assert sorted(found) == [200] * 40 + [429] * 40


@pytest.mark.slow
def test_a_caller_may_have_as_many_requests_at_once_as_of_one_process(tmp_path: Path) -> None:
    settings = {"requests_at_once": "5", "query_seconds": "3", "requests_per_minute": "0"}
    with serving(tmp_path, **settings) as service, clients(service, 16) as made:
        with ThreadPoolExecutor(16) as pool:
            found = list(pool.map(lambda client: status(client, SLOW), made))
        assert found.count(429) == 11 and 504 in found
        assert [status(client) for client in made] == [200] * 16, "and all of it is given back"


@pytest.mark.slow
def test_what_ran_in_a_process_that_was_killed_does_not_count(tmp_path: Path) -> None:
    settings = {"requests_at_once": "4", "query_seconds": "8", "requests_per_minute": "0"}
    with serving(tmp_path, **settings) as service, ThreadPoolExecutor(8) as pool:
        with clients(service, 8) as made:
            asked = [pool.submit(status, client, SLOW) for client in made]
            until(lambda: sum(each.done() for each in asked) == 4)
            with service.client() as one_more:
                assert status(one_more) == 429
            for process in servers(service):
                os.kill(process, signal.SIGKILL)
            assert sum(isinstance(each.exception(), httpx.TransportError) for each in asked) == 4
        until(lambda: len(servers(service)) == 2)
        with clients(service, 4) as made:
            assert list(pool.map(status, made)) == [200] * 4


def test_whoever_is_asked_gives_the_sums_of_all(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        with clients(service, 16) as made:
            assert [status(client) for client in made * 3] == [200] * 48
            sums = {metric(client, 'weerbaar_requests_total{part="sparql",status="200"}') for client in made}
            assert sums == {48.0}
            timed = {metric(client, 'weerbaar_request_seconds_count{part="sparql"}') for client in made}
            assert timed == {48.0}
            version = made[0].get("/health").json()["dataset_version"]
            assert {metric(client, "weerbaar_dataset_version") for client in made} == {version}
            until(lambda: metric(made[0], "weerbaar_workers") == 4)
        for process in servers(service):
            os.kill(process, signal.SIGKILL)
        until(lambda: len(servers(service)) == 2)
        with clients(service, 8) as made:
            assert [status(client) for client in made] == [200] * 8
            sums = {metric(client, 'weerbaar_requests_total{part="sparql",status="200"}') for client in made}
            assert sums == {56.0}, "who replaces another counts on"


def metric(client: httpx.Client, name: str) -> float:
    """One line of the metrics."""
    lines = client.get("/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).rpartition(" ")[2])


def test_every_answer_of_all_is_written_down_whole(tmp_path: Path) -> None:
    note = "#" + "x" * 1500
    with (
        serving(tmp_path, requests_per_minute="0") as service,
        clients(service, 8) as made,
        ThreadPoolExecutor(8) as pool,
    ):
        assert set(pool.map(lambda client: status(client, "ASK {}" + note), made * 25)) == {200}
        until(lambda: len((tmp_path / "audit.log").read_text(encoding="utf-8").splitlines()) == 200)
    lines = [json.loads(line) for line in (tmp_path / "audit.log").read_text(encoding="utf-8").splitlines()]
    assert {(line["path"], line["status"], len(line["query"]) > 1500) for line in lines} == {
        ("/sparql", 200, True)
    }


@pytest.mark.slow
def test_queries_have_as_many_processes_as_of_one_service(tmp_path: Path) -> None:
    settings = {"query_workers": "4", "query_long": "2", "query_seconds": "4", "requests_per_minute": "0"}
    with (
        serving(tmp_path, **settings) as service,
        clients(service, 16) as made,
        ThreadPoolExecutor(16) as pool,
    ):
        asked = [pool.submit(status, client, SLOW) for client in made]
        most = 0
        while not all(each.done() for each in asked):
            running = [each for process in servers(service) for each in workers(process)]
            most = max(most, len(running))
            time.sleep(0.05)
    # those that may run, the long ones that run or are paused, and in each server one that is just ending
    assert 4 <= most <= 4 + 2 * (1 + 4) + 2


def test_neither_of_two_starves(tmp_path: Path) -> None:
    with serving(tmp_path) as service, clients(service, 16):
        taken = [connections(service, process) for process in servers(service)]
    assert sum(taken) == 16 and min(taken) >= 2, taken
