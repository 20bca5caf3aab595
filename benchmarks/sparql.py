"""How fast the SPARQL service answers. Peer: `oxigraph serve`, its engine's native server, on the same data.

    python -m benchmarks.sparql [--triples N] [--seconds S]

Makes a store in the shape of this graph, starts both servers on loopback and asks each query (`sparql.toml`)
of both in turn, at 1 and at 16 clients, with parameters that vary from request to request (cold) and with the
same few again (warm). Prints the median answers a second of each and the ratio to the native server.

Needs `wrk` (Debian package wrk) and the PyPI package `oxigraph`.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from benchmarks.corpus import Corpus
from benchmarks.rules import fill
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from ontology.namespaces import PREFIXES, Iri

CLIENTS = (1, 16)
ROUNDS = 3
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
LUA = """local file, lines, n = io.open("{urls}"), {{}}, 0
for line in file:lines() do n = n + 1; lines[n] = line end
local i = math.random(n)
request = function()
  i = i % n + 1
  return wrk.format("GET", lines[i], {{["accept"] = "{accept}"}})
end
"""


@dataclass(frozen=True)
class Question:
    """One kind of query; `{n}` is the number of a document, `{k}` of a claim in it."""

    name: str
    text: str
    warm: bool = True

    def urls(self, documents: int, count: int) -> Iterator[str]:
        """Request targets with parameters that differ from each other."""
        for step in range(count):
            n = step * 7919 % documents
            text = self.text.replace("{n}", str(n)).replace("{k}", str(step % 9 + 1))
            yield "?" + urlencode({"query": f"{PROLOGUE}{text} # {step}"})


QUESTIONS = tuple(
    Question(**row)
    for row in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["question"]
)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str], url: str, **environment: str) -> Iterator[str]:
    """A server process, from its first answer to its end."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(url, params={"query": "ASK {}"}, headers={"accept": ACCEPT})
                break
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def rate(url: str, targets: Path, clients: int, seconds: int) -> float:
    """Answers a second that a server gives; only whole ones with status 200 count."""
    script = targets.with_suffix(".lua")
    script.write_text(LUA.format(urls=targets, accept=ACCEPT), encoding="utf-8")
    found = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), url],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", found)
    if errors:
        raise SystemExit(f"{url}: {errors[1]} answers were refused\n{found}")
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", found)
    return float(per_second[1]) if per_second else 0.0


def measure(servers: dict[str, str], folder: Path, documents: int, seconds: int) -> None:
    """Ask everything of every server in turn, and print as answers come."""
    ratios: dict[tuple[str, int], list[float]] = {}
    print(f"{'query':14}{'pass':6}{'clients':>8}" + "".join(f"{name:>12}" for name in servers) + "   ratio")
    for question in QUESTIONS:
        for kind, count in (("cold", 20_000), ("warm", 20)):
            if kind == "warm" and not question.warm:
                continue
            targets = folder / "targets"
            for clients in CLIENTS:
                found: dict[str, list[float]] = {name: [] for name in servers}
                for _ in range(ROUNDS):
                    for name, url in servers.items():
                        path = url[url.index("/", 8) :]
                        lines = (path + target for target in question.urls(documents, count))
                        targets.write_text("\n".join(lines), encoding="utf-8")
                        found[name].append(rate(url, targets, clients, seconds))
                medians = {name: statistics.median(rates) for name, rates in found.items()}
                ratio = medians["weerbaar"] / medians["native"]
                ratios.setdefault((kind, clients), []).append(ratio)
                cells = "".join(f"{median:12.1f}" for median in medians.values())
                print(f"{question.name:14}{kind:6}{clients:8}{cells}{ratio:8.2f}", flush=True)
    for (kind, clients), values in ratios.items():
        mean = math.exp(statistics.fmean(map(math.log, values)))
        print(f"geometric mean of the ratios, {kind}, {clients} clients: {mean:.2f}")


def main() -> None:
    """Make the data, start the servers, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    options = parser.parse_args()
    native = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if native is None or shutil.which("wrk") is None:
        raise SystemExit("needs the PyPI package oxigraph and Debian's wrk")
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        knowledge = Knowledge.load()
        documents = fill(folder / "store", knowledge, Corpus(knowledge), options.triples)
        EmbeddedStore(folder / "store").publish({Iri(f"{PREFIXES['graph']}benchmark"): ()})
        snapshot = EmbeddedStore(folder / "store").reader().path
        print(f"{options.triples} triples, {documents} documents", flush=True)
        ours, theirs = free_port(), free_port()
        service = stack.enter_context(
            serving(
                [sys.executable, "-m", "api.cli", "serve", "--port", str(ours)],
                f"http://127.0.0.1:{ours}/sparql",
                WEERBAAR_DATA=str(folder),
                WEERBAAR_REQUESTS_PER_MINUTE="0",
                WEERBAAR_QUERY_SECONDS="60",
            )
        )
        peer = stack.enter_context(
            serving(
                [
                    native,
                    "serve-read-only",
                    "-l",
                    str(snapshot),
                    "-b",
                    f"127.0.0.1:{theirs}",
                    "--union-default-graph",
                ],
                f"http://127.0.0.1:{theirs}/query",
            )
        )
        measure({"native": peer, "weerbaar": service}, folder, documents, options.seconds)


if __name__ == "__main__":
    main()
