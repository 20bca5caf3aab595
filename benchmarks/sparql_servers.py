"""The servers of the SPARQL benchmark as processes: how they start, end, and what they cost."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.sparql_questions import ACCEPT

TICKS = os.sysconf("SC_CLK_TCK")
COPYING = 120
"""Seconds in which the service may copy the graph into memory."""
PREPARING = 180
"""Seconds in which it may work out canned answers ahead."""
STARTING = 900
"""Seconds: rdflib takes minutes to load a million triples."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    url: str
    """Of its SPARQL endpoint."""
    pid: int

    def processor(self) -> float:
        """Seconds of processor time that the process, its descendants and those that ended have used."""
        return sum(map(_used, _tree(self.pid))) / TICKS

    def settle(self, longest: float = 60) -> None:
        """Wait until it is idle: what a client no longer waits for may still be computed."""
        end = time.monotonic() + longest
        while time.monotonic() < end:
            before = self.processor()
            time.sleep(0.25)
            if self.processor() - before <= 2 / TICKS:
                return


def native(snapshot: Path, folder: Path) -> contextlib.AbstractContextManager[Server]:
    """`oxigraph serve-read-only` over a snapshot."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        raise SystemExit("needs the PyPI package oxigraph")
    port = _free_port()
    command = [program, "serve-read-only", "-l", str(snapshot), "-b", f"127.0.0.1:{port}"]
    return _serving("native", [*command, "--union-default-graph"], f"http://127.0.0.1:{port}/query", folder)


def weerbaar(store: Path, folder: Path) -> contextlib.AbstractContextManager[Server]:
    """`weerbaar serve` over the store. What it writes, such as its audit log, goes into `folder`."""
    data = folder / "data"
    data.mkdir()
    (data / "store").symlink_to(store.resolve(), target_is_directory=True)
    port = _free_port()
    settings = {
        "WEERBAAR_DATA": str(data),
        "WEERBAAR_REQUESTS_PER_MINUTE": "0",
        "WEERBAAR_QUERY_SECONDS": "60",
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    return _copied(_serving("weerbaar", command, f"http://127.0.0.1:{port}/sparql", folder, settings))


@contextlib.contextmanager
def _copied(service: contextlib.AbstractContextManager[Server]) -> Iterator[Server]:
    """The service once it answers from its copy in memory, or after `COPYING` seconds, and has answers
    prepared.
    """
    with service as server:
        begun = time.monotonic()
        source = ""
        while source != "memory" and time.monotonic() - begun < COPYING:
            time.sleep(0.5)
            query = f"SELECT ?a {{ ?a ?b ?c . ?c ?d ?e }} LIMIT 1 # {time.time_ns()}"
            answer = httpx.get(server.url, params={"query": query}, headers={"accept": ACCEPT})
            source = answer.headers.get("server-timing", "").rpartition("desc=")[2]
        print(f"weerbaar answers from {source}, {time.monotonic() - begun:.0f} s after its start", flush=True)
        server.settle(PREPARING)
        yield server


def rdflib(quads: Path, folder: Path) -> contextlib.AbstractContextManager[Server]:
    """rdflib-endpoint over the same quads in memory."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.sparql_rdflib", str(quads), str(port)]
    return _serving("rdflib", command, f"http://127.0.0.1:{port}/", folder)


@contextlib.contextmanager
def _serving(
    name: str, command: list[str], url: str, folder: Path, settings: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server process, from its first answer to its end."""
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **(settings or {})}, stdout=output, stderr=output
        )
    try:
        _await(name, process, url, log)
        yield Server(name, url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(name: str, process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until it answers with success."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, params={"query": "ASK {}"}, headers={"accept": ACCEPT}).is_success:
                return
        time.sleep(0.1)
    raise SystemExit(f"{name} does not answer:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tree(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _used(pid: int) -> int:
    """Ticks of a process and of its children that ended (proc(5): utime, stime, cutime, cstime)."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return sum(map(int, line.rpartition(")")[2].split()[11:15]))
