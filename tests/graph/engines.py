"""Real engines on loopback for tests: a native Oxigraph and a Virtuoso 7, each in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from graph.endpoint import Endpoint
from graph.marking import Marking

VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 32
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 16
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 10
"""


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[Endpoint]:
    """`oxigraph serve`, of the same version as the embedded engine."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the native Oxigraph is not installed (pip install oxigraph)")
    folder.parent.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{free_port()}"
    command = [program, "serve", "--location", str(folder), "--bind", base.removeprefix("http://")]
    with running([*command, "--union-default-graph"], f"{base}/query"):
        yield Endpoint(f"{base}/query", f"{base}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Endpoint]:
    """Virtuoso 7 with the password that it is born with."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso 7 is not installed (Debian package virtuoso-opensource-7)")
    folder.mkdir(parents=True)
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO_INI.format(folder=folder, sql=sql, http=http), encoding="ascii")
    base = f"http://127.0.0.1:{http}"
    with running([program, "+foreground", "+configfile", str(ini)], f"{base}/sparql"):
        yield Endpoint(
            f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", "dba", "dba"
        )


@contextmanager
def running(command: list[str], url: str, seconds: float = 120) -> Iterator[None]:
    """A process that answers at `url`, until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + seconds
        while not answers(url):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{command[0]} does not answer"
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, params={"query": "ASK { ?s ?p ?o }"}, trust_env=False).is_success
    except httpx.HTTPError:
        return False


ENGINES = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@contextmanager
def served(
    kind: str, folder: Path, markings: Iterable[Marking] = (Marking.CLEAR, Marking.RED)
) -> Iterator[dict[Marking, Endpoint]]:
    """Engines of one kind, one for each of the clearances; they start at the same time."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        starting = {
            marking: pool.submit(stack.enter_context, ENGINES[kind](folder / marking.slug))
            for marking in markings
        }
        made = {marking: start.result() for marking, start in starting.items()}
        for endpoint in made.values():
            stack.callback(endpoint.close)
        yield made
