"""Serving processes die, are replaced, and end together: what whoever runs the service can rely on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.api.several import SLOW, alive, clients, connections, servers, until, workers
from tests.serving import Service, data_folder, family, start, stop


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Two serving processes that keep nothing outside the folder of the test."""
    for name in ("data", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "data" / "store").symlink_to(data_folder() / "store")
    service = start(tmp_path / "data", serving_processes="2", query_seconds="3", requests_per_minute="0")
    yield service
    everybody = family(service.process.pid)
    stop(service)
    assert not any(map(alive, everybody)), "nobody stays"
    until(lambda: not list((tmp_path / "temporary").glob("weerbaar-metrics-*")))


def ended(service: Service) -> int:
    """The exit code of the service, once it has ended."""
    return service.process.wait(20)


def test_one_is_killed_and_the_other_answers_on(pair: Service) -> None:
    with clients(pair, 16) as made, ThreadPoolExecutor(16) as pool:
        victim, other = servers(pair)
        until(lambda: bool(workers(victim)))
        asked = [pool.submit(client.get, "/sparql", params={"query": SLOW}) for client in made]
        until(lambda: len(workers(victim)) >= 2)
        held, below = connections(pair, victim), workers(victim)
        os.kill(victim, signal.SIGKILL)
        until(lambda: not any(map(alive, below)), 2)
        for _ in range(50):
            httpx.get(pair.url + "/health", timeout=5).raise_for_status()
        until(lambda: len(servers(pair)) == 2 and victim not in servers(pair))
        broken = [isinstance(each.exception(), httpx.TransportError) for each in asked]
    assert 0 < sum(broken) == held < 16, "the connections that it held, and no others"
    assert other in servers(pair)
    new = next(process for process in servers(pair) if process != other)
    until(lambda: bool(workers(new)))


def test_one_that_dies_again_and_again_is_replaced_each_time(pair: Service) -> None:
    for _ in range(4):
        victim = servers(pair)[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: victim not in servers(pair) and len(servers(pair)) == 2)  # type: ignore[misc]
        httpx.get(pair.url + "/health", timeout=5).raise_for_status()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_running_answers_end_when_it_is_told_to(pair: Service, number: int, code: int) -> None:
    everybody = family(pair.process.pid)
    with clients(pair, 6) as made, ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(client.get, "/sparql", params={"query": SLOW}) for client in made]
        until(lambda: sum(len(workers(process)) for process in servers(pair)) >= 4)
        pair.process.send_signal(number)
        assert {each.result().status_code for each in asked} == {504}, "each was told how its query ended"
    assert ended(pair) == code
    assert not any(map(alive, everybody))


def test_a_terminal_interrupts_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "store").symlink_to(data_folder() / "store")
    service = start(tmp_path, serving_processes="2", shutdown_seconds="20")
    everybody = family(service.process.pid)
    for process in everybody:
        os.kill(process, signal.SIGINT)
    try:
        assert ended(service) == 130
        assert "Traceback" not in service.log.read_text(encoding="utf-8")
        until(lambda: not any(map(alive, everybody)), 2)
    finally:
        stop(service)


def test_all_end_when_the_first_of_them_is_killed(pair: Service) -> None:
    everybody = family(pair.process.pid)
    pair.process.kill()
    until(lambda: not any(map(alive, everybody)), 10)


def test_one_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    (tmp_path / "store").symlink_to(data_folder() / "store")
    service = start(tmp_path, serving_processes="2", shutdown_seconds="1")
    everybody = family(service.process.pid)
    os.kill(servers(service)[0], signal.SIGSTOP)
    begun = time.monotonic()
    assert stop(service) == -signal.SIGTERM
    assert time.monotonic() - begun < 10
    until(lambda: not any(map(alive, everybody)), 2)


def run(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A service that cannot start: it ends by itself."""
    several = {"serving_processes": "2", **settings}
    given = {f"WEERBAAR_{name.upper()}": value for name, value in several.items()}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", given.pop("WEERBAAR_PORT", "0")],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        env={
            "WEERBAAR_DATA": str(folder),
            "PATH": "/usr/bin:/bin",
            "WEERBAAR_SERVING_PROCESSES": "2",
            **given,
        },
    )


def refused(found: subprocess.CompletedProcess[str]) -> str:
    """The one line that says why."""
    assert found.returncode == 2, found.stderr
    (line,) = [line for line in found.stderr.splitlines() if " INFO " not in line and " ERROR " not in line]
    assert line.startswith("weerbaar: ") and "Traceback" not in found.stderr
    return line


def test_a_busy_port_is_told_in_one_line(pair: Service) -> None:
    assert "cannot listen" in refused(run(pair.data, port=pair.url.rpartition(":")[2]))


def test_a_store_of_a_newer_version_is_refused_once(tmp_path: Path) -> None:
    shutil.copytree(data_folder() / "store", tmp_path / "store", symlinks=True)
    (tmp_path / "store" / "format").write_text("99\n", encoding="ascii")
    assert "99" in refused(run(tmp_path))


def test_an_engine_out_of_reach_is_told_once(tmp_path: Path) -> None:
    assert "127.0.0.1:9" in refused(run(tmp_path, store="http://127.0.0.1:9/query"))


@pytest.mark.parametrize(("name", "value"), [("query_workers", "1"), ("explanations", "1")])
def test_what_cannot_be_shared_out_is_refused(tmp_path: Path, name: str, value: str) -> None:
    line = refused(run(tmp_path, **{name: value}))
    assert "WEERBAAR_SERVING_PROCESSES" in line and f"WEERBAAR_{name.upper()}, which is {value}" in line


def test_where_it_listens_is_said_once_and_when_it_does(pair: Service) -> None:
    said = pair.log.read_text(encoding="utf-8")
    assert said.count("Weerbaar listens on ") == 1
    assert said.count("Application startup complete") == 2
