"""What the tests of several serving processes share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.serving import Service, family

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c = ?f && ?f = ?i) }"
"""A query that passes every deadline."""


def servers(service: Service) -> list[int]:
    """The serving processes that there are now."""
    path = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
    return [int(number) for number in path.read_text(encoding="ascii").split()]


def connections(service: Service, process: int) -> int:
    """How many connections to the service a process holds."""
    port = f":{int(service.url.rpartition(':')[2]):04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    ours = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(port) and row[3] == "01"}
    return len(ours & {str(entry.readlink()) for entry in Path(f"/proc/{process}/fd").iterdir()})


def workers(process: int) -> list[int]:
    """The processes of a server's queries; not the one from which they are forked."""
    forked = [each for each in family(process)[1:] if "api.sparql.forking" in command(each)]
    return [each for each in forked if parent(each) in forked]


def parent(process: int) -> int:
    """Whose child it is; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(status.rpartition(")")[2].split()[1])


def command(process: int) -> str:
    """Its command line; empty for one that has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def alive(process: int) -> bool:
    """Whether it is there, and no zombie."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


@contextmanager
def clients(service: Service, number: int) -> Iterator[list[httpx.Client]]:
    """So many clients, each with a connection of its own that stays open."""
    made = [service.client() for _ in range(number)]
    try:
        for client in made:
            client.get("/health").raise_for_status()
        yield made
    finally:
        for client in made:
            client.close()
