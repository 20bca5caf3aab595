"""What one client with one open connection sees: whether the answers are right, and when they begin."""

from __future__ import annotations

import http.client
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from benchmarks.sparql_questions import ACCEPT, Question
from benchmarks.sparql_servers import Server


@dataclass(frozen=True)
class Answer:
    """One answer, read to its end. Times in seconds from the sending of the request."""

    body: bytes
    first: float
    """To the first byte of the body."""
    whole: float
    timing: float | None
    """What the header `server-timing` says, if it is there."""

    def results(self) -> Counter[str]:
        """Its rows, triples or truth value, whatever their order."""
        if not self.body.startswith(b"{"):
            return Counter(self.body.decode().splitlines())
        said = json.loads(self.body)
        if "boolean" in said:
            return Counter([str(said["boolean"])])
        return Counter(json.dumps(row, sort_keys=True) for row in said["results"]["bindings"])


class Client:
    """A connection that stays open."""

    def __init__(self, url: str) -> None:
        self._path = urlsplit(url).path
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=600)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def query(self, text: str) -> Answer:
        """Ask the endpoint."""
        return self.get(f"{self._path}?query={quote(text, safe='')}", ACCEPT)

    def post(self, text: str) -> Answer:
        """Ask the endpoint what is too long for an address: the native server takes 8 kB of headers."""
        headers = {"accept": ACCEPT, "content-type": "application/sparql-query"}
        return self._ask("POST", self._path, headers, text.encode())

    def get(self, target: str, accept: str = "*/*") -> Answer:
        """Ask for a target. Raises `SystemExit` when the answer is no success."""
        return self._ask("GET", target, {"accept": accept})

    def _ask(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes | None = None
    ) -> Answer:
        begun = time.perf_counter()
        self._connection.request(method, target, content, headers)
        response = self._connection.getresponse()
        body = response.read(1)
        first = time.perf_counter() - begun
        body += response.read()
        whole = time.perf_counter() - begun
        if response.status != 200:
            raise SystemExit(f"{target[:200]} … {response.status}: {body[:500].decode(errors='replace')}")
        return Answer(body, first, whole, timed(response.headers.get("server-timing")))


def timed(header: str | None) -> float | None:
    """The longest duration in a `server-timing` header, in seconds.

    >>> timed('query;dur=3.5, total;desc="all of it";dur=5')
    0.005
    """
    found = re.findall(r"dur=([\d.]+)", header or "")
    return max(map(float, found)) / 1000 if found else None


@dataclass(frozen=True)
class Checked:
    """What the servers answered to a question before it was measured."""

    size: int
    """Rows or triples of one answer, the most seen."""
    bytes: int
    cost: dict[str, float]
    """Median seconds of each server."""
    differing: tuple[str, ...]
    """Servers that answered otherwise than the native one."""


def check(question: Question, documents: int, servers: Mapping[str, Server], first: int) -> Checked:
    """Ask a few times of every server and compare.

    A large answer is cut off (LIMIT) where the server likes, so only its size is compared.
    """
    answers: dict[str, list[Answer]] = {}
    for name, server in servers.items():
        with closing(Client(server.url)) as client:
            asked = range(first, first + (2 if question.large else 5))
            answers[name] = [client.query(question.query(step, documents)) for step in asked]
    found = {name: [answer.results() for answer in given] for name, given in answers.items()}
    sizes = [results.total() for results in found["native"]]
    alike = {
        name: [results.total() for results in given] == sizes if question.large else given == found["native"]
        for name, given in found.items()
    }
    return Checked(
        max(sizes),
        max(len(answer.body) for answer in answers["native"]),
        {name: statistics.median(answer.whole for answer in given) for name, given in answers.items()},
        tuple(name for name, same in alike.items() if not same),
    )


def ask_all(question: Question, documents: int, servers: Mapping[str, Server], steps: range) -> None:
    """Ask a question once in each of these steps of every server."""
    for server in servers.values():
        with closing(Client(server.url)) as client:
            for step in steps:
                client.query(question.query(step, documents))


def first_byte(
    question: Question, documents: int, servers: Mapping[str, Server], first: int, repeats: int
) -> dict[str, float]:
    """Median seconds to the first byte of a large answer, each time with another parameter."""
    clients = {name: Client(server.url) for name, server in servers.items()}
    found: dict[str, list[float]] = {name: [] for name in servers}
    for client in clients.values():
        client.query("ASK {}")
    for step in range(first, first + repeats):
        for name, client in clients.items():
            found[name].append(client.query(question.query(step, documents)).first)
    for client in clients.values():
        client.close()
    return {name: statistics.median(times) for name, times in found.items()}
