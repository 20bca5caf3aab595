"""Queries are answered from memory where a copy can be had, and always right."""

import os
import shutil
import signal
import time
from pathlib import Path

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from tests.serving import Service, data_folder, family, start, stop

ALL = "SELECT ?s ?p ?o { ?s ?p ?o . FILTER(?p != <urn:none>) }"
UPDATE = "application/sparql-update"
ROOM = "4000"


def rows(answer: httpx.Response) -> list[str]:
    """The solutions, in an order of their own."""
    return sorted(map(str, answer.json()["results"]["bindings"]))


def source(client: httpx.Client, query: str = "ASK { ?a ?b ?c . ?c ?d ?e }") -> str:
    """`memory`, `disk` or `nowhere`: where an answer came from that nobody was given before."""
    answer = client.post("/sparql", data={"query": f"{query} # {time.time_ns()}"})
    if answer.status_code == 503:  # its process has just been ended
        return "nowhere"
    answer.raise_for_status()
    return answer.headers["server-timing"].rpartition("desc=")[2]


def becomes(client: httpx.Client, wanted: str, seconds: float = 20) -> bool:
    """Whether answers come from there in time."""
    end = time.monotonic() + seconds
    while source(client) != wanted:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def serving(folder: Path, **settings: str) -> Service:
    """A service over a store of its own."""
    shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
    return start(folder, requests_per_minute="0", **{"copy_megabytes": ROOM, **settings})


def test_the_answers_are_those_from_disk(tmp_path: Path) -> None:
    service = serving(tmp_path)
    try:
        with service.client() as client:
            before = client.post("/sparql", data={"query": ALL}).raise_for_status()
            assert before.headers["server-timing"].endswith("desc=disk")
            assert becomes(client, "memory")
            after = client.post("/sparql", data={"query": f"{ALL} # again"}).raise_for_status()
            assert after.headers["server-timing"].endswith("desc=memory")
            assert rows(after) == rows(before) and len(rows(before)) > 1000
    finally:
        stop(service)


def test_a_new_version_is_asked_at_once_and_copied_by_and_by(tmp_path: Path) -> None:
    token = _token(tmp_path)
    data = "<urn:x> a <http://www.w3.org/2004/02/skos/core#Concept>"
    service = serving(tmp_path)
    try:
        with service.client() as client:
            assert becomes(client, "memory")
            graph = "https://w3id.org/weerbaar/graph/user/schrijver/a"
            update = f"INSERT DATA {{ GRAPH <{graph}> {{ {data} }} }}"
            headers = {"authorization": f"Bearer {token}", "content-type": UPDATE}
            client.post("/sparql", content=update, headers=headers).raise_for_status()
            found = client.post("/sparql", data={"query": "SELECT ?t ?u { <urn:x> a ?t . ?u ?p ?t } LIMIT 1"})
            assert found.json()["results"]["bindings"] and found.headers["server-timing"].endswith("disk")
            assert becomes(client, "memory")
            assert client.post("/sparql", data={"query": "ASK { <urn:x> a ?t . ?u ?p ?t }"}).json()["boolean"]
    finally:
        stop(service)


def test_when_the_copy_is_lost_answers_come_from_disk_until_there_is_another(tmp_path: Path) -> None:
    service = serving(tmp_path)
    try:
        with service.client() as client:
            assert becomes(client, "memory")
            os.kill(keeper(service), signal.SIGKILL)
            assert becomes(client, "disk", 5)
            assert becomes(client, "memory")
    finally:
        stop(service)


@pytest.mark.parametrize("megabytes", ["0", "1"])
def test_without_room_answers_come_from_disk(tmp_path: Path, megabytes: str) -> None:
    service = serving(tmp_path, copy_megabytes=megabytes)
    try:
        with service.client() as client:
            assert not becomes(client, "memory", 6)
    finally:
        stop(service)


def keeper(service: Service) -> int:
    """The process that holds the copy, above those that share it."""
    return next(number for number in family(service.process.pid) if b"snapshots" in command(number))


def command(process: int) -> bytes:
    """Its command line; empty when it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def _token(folder: Path) -> str:
    """Of somebody who may write."""
    return TokenFile(folder).create("schrijver", Scope, Marking.CLEAR, days=1)[0]
