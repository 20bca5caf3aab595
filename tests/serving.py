"""A small graph on disk and the real service over it, for the tests of everything that is served.

The letter is fictional. Its claims are written by hand, pass the real gate and get the real rules.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx

from graph.admission import Admission
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from ingest.claims import Claim, Evidence, Modality, Predicate
from ingest.document import DocumentId
from ingest.extraction import Entity, Extraction, MentionType
from ingest.rdf import to_graph
from ingest.text import from_string
from ontology.namespaces import ID, Iri

LETTER = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2025-2026
99 998 Voorbeelddossier (fictief)
Nr. 7 BRIEF VAN DE MINISTER VAN VOORBEELDEN (FICTIEF)
Aan de Voorzitter van de Tweede Kamer der Staten-Generaal
Den Haag, 12 januari 2026
Het Loket Veilig Onderzoek werkt tegen spionage en ongewenste kennisoverdracht.
Het Loket Veilig Onderzoek richt zich niet op sabotage.
Het voorbeeldplan helpt tegen digitale spionage.
"""
LOKET = Iri(f"{ID}measure/loket-veilig-onderzoek")
PLAN = Iri(f"{ID}measure/voorbeeldplan")


@dataclass(frozen=True)
class Service:
    """A running `weerbaar serve`."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path
    seconds: float
    """From start to its first answer."""

    def client(self, **options: object) -> httpx.Client:
        """A client for it; closed by the caller."""
        return httpx.Client(base_url=self.url, timeout=30, **options)  # type: ignore[arg-type]


@cache
def data_folder() -> Path:
    """A data folder with the knowledge and the letter, made once per test run. Not to be written to."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with EmbeddedStore(folder / "store").writing() as writer:
        admission = Admission(writer, Knowledge.load())
        admission.admit(to_graph(letter()))
        del admission
    return folder


def letter() -> Extraction:
    """What an extraction of `LETTER` would find, by hand."""
    document = from_string(LETTER, "kst-99998-7.txt")

    def claim(subject: Iri, slug: str, quote: str, modality: Modality) -> Claim:
        start = document.text.index(quote)
        begin, end = document.source_span(start, start + len(quote))
        evidence = Evidence(DocumentId(document.id), begin, end, quote, page=1)
        return Claim(
            subject, Predicate.COUNTERS, Iri(f"{ID}means/{slug}"), modality, 0.9, "by-hand", evidence
        )

    first, second, third = LETTER.splitlines()[-3:]
    claims = (
        claim(LOKET, "spionage", first, Modality.ASSERTED),
        claim(LOKET, "sabotage", second, Modality.NEGATED),
        claim(PLAN, "digitale-spionage", third, Modality.ASSERTED),
    )
    entities = (
        Entity(LOKET, MentionType.MEASURE, "Loket Veilig Onderzoek", "Safe Research Desk", known=False),
        Entity(PLAN, MentionType.MEASURE, "voorbeeldplan", known=False),
    )
    return Extraction(document, (), entities, claims)


def start(data: Path, **settings: str) -> Service:
    """Start `weerbaar serve` on a free port and wait for its first answer. The caller stops it."""
    environment = {
        **os.environ,
        "WEERBAAR_DATA": str(data),
        "WEERBAAR_PREPARED_MEGABYTES": "0",  # it would write into the folder that other tests copy
        "WEERBAAR_COPY_MEGABYTES": "0",  # rows come in another order from memory; tests of that ask for it
        **{f"WEERBAAR_{name.upper()}": value for name, value in settings.items()},
    }
    begun = time.perf_counter()
    with tempfile.NamedTemporaryFile(prefix="weerbaar-log-", delete=False) as log:  # a pipe would fill up
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", "0"], stderr=log, env=environment
        )
    url = _announced(process, Path(log.name))
    while True:
        try:
            httpx.get(url + "/health", timeout=5).raise_for_status()
            break
        except httpx.TransportError:
            if process.poll() is not None or time.perf_counter() - begun > 20:
                raise
            time.sleep(0.01)
    return Service(url, data, process, Path(log.name), time.perf_counter() - begun)


def stop(service: Service) -> int:
    """End it as an operator does, and give its exit code."""
    service.process.terminate()
    try:
        return service.process.wait(15)
    finally:
        service.process.kill()
        service.log.unlink(missing_ok=True)


def family(process: int) -> list[int]:
    """A process and all that are below it now; none of one that has just ended."""
    found = [process]
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text(encoding="ascii").split():
                found += family(int(child))
    return found


@cache
def shared_service() -> Service:
    """One service for all tests that only read, ended with the test run."""
    service = start(data_folder(), query_seconds="2", query_workers="2")
    atexit.register(stop, service)
    return service


def _announced(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the process prints."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8")):
            return found.group()
        time.sleep(0.01)
    raise AssertionError(f"the service did not say where it listens: {log.read_text(encoding='utf-8')}")
