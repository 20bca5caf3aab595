"""What operators and other origins see: log lines, and who may read answers."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serving import Service, data_folder, start, stop

FRIEND, STRANGER = "https://friend.example", "https://stranger.example"


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that logs JSON and lets the pages of one origin read."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
    service = start(folder, log_format="json", cors_origins=json.dumps([FRIEND]), query_seconds="1")
    yield service
    stop(service)


def lines(service: Service) -> list[dict[str, object]]:
    """The log, but for the sentence that says where the service listens."""
    return [
        json.loads(line)
        for line in service.log.read_text(encoding="utf-8").splitlines()
        if line.startswith("{")
    ]


def line_of(service: Service, path: str) -> dict[str, object]:
    """The line of a request. It is written once the answer has gone, so the client may look too early."""
    for _ in range(100):
        found = next((line for line in lines(service) if line.get("path") == path), None)
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"no line for {path}")


def test_each_request_is_one_json_line(talkative: Service) -> None:
    with talkative.client() as client:
        client.get("/queries", headers={"accept": "application/json"})
    entry = line_of(talkative, "/queries")
    assert (entry["method"], entry["status"], entry["complete"]) == ("GET", 200, True)
    assert entry["logger"] == "weerbaar.request" and float(str(entry["ms"])) > 0


def test_a_broken_answer_is_logged_as_such(talkative: Service) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with talkative.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.post("/sparql", data={"query": query})
    entry = line_of(talkative, "/sparql")
    assert entry["complete"] is False
    with talkative.client() as client:
        assert 'weerbaar_broken_answers_total{part="sparql"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/queries", "/graph/vocabulary"])
def test_only_named_origins_may_read(talkative: Service, path: str) -> None:
    with talkative.client() as client:
        allowed = client.get(path, headers={"origin": FRIEND}).headers
        refused = client.get(path, headers={"origin": STRANGER}).headers
    assert allowed["access-control-allow-origin"] == FRIEND
    assert "access-control-allow-origin" not in refused


def test_the_data_folder_keeps_only_what_it_should(talkative: Service) -> None:
    assert {path.name for path in Path(talkative.data).iterdir()} == {"store", "audit.log"}
