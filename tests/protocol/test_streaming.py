"""Large answers are sent as they come about, in every format, by processes that do not grow with them.

The queries here have more rows than anybody could wait for: that bytes arrive at all shows that nobody waits
for the end.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from api.sparql.media import GRAPHS, TABLES, Format, Own
from tests.serving import Service, data_folder, family, start, stop

ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TRIPLES = "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }"
SOME = f"{TRIPLES} LIMIT 200000"
MEGABYTE = 1 << 20
SLACK = 16 * MEGABYTE
"""By which a process may grow for other reasons: buffers, caches of the store."""
TRIPLE = 512
"""Bytes in which the engine remembers a triple that it has constructed, so as to give none twice."""
FORMATS = [
    *((form, ROWS) for form in TABLES if form.engine is not Own.PARQUET),  # that comes in row groups
    *((form, TRIPLES) for form in GRAPHS),
]


@pytest.fixture(scope="module")
def patient() -> Iterator[Service]:
    """A service that gives a query a minute, from disk: a copy in memory comes to each process by and by."""
    service = start(data_folder(), query_seconds="60", query_workers="1", query_long="1")
    yield service
    stop(service)


def parts(service: Service, query: str, form: Format) -> Iterator[bytes]:
    """The answer as it comes in; broken off when nobody asks for the next part."""
    with (
        service.client() as client,
        client.stream("GET", "/sparql", params={"query": query, "format": form.name}) as answer,
    ):
        assert answer.status_code == 200 and "content-length" not in answer.headers
        yield from answer.iter_raw()


def memory(processes: list[int]) -> dict[int, int]:
    """Resident bytes of each process that is still there."""
    found = {}
    for process in processes:
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[process] = next((int(line.split()[1]) << 10 for line in status if line.startswith("VmRSS")), 0)
    return found


def growth(service: Service, query: str, form: Format, megabytes: int) -> dict[int, int]:
    """By how much each process grew, at most, from the first part of an answer on."""
    grown: dict[int, int] = {}
    before: dict[int, int] = {}
    received = looked = 0
    for part in parts(service, query, form):
        before = before or memory(family(service.process.pid))
        received += len(part)
        if received - looked > MEGABYTE:
            looked = received
            for process, now in memory(list(before)).items():
                grown[process] = max(grown.get(process, 0), now - before[process])
        if received > megabytes * MEGABYTE:
            break
    assert grown, "the answer is too small to tell"
    return grown


@pytest.mark.parametrize(("form", "query"), FORMATS, ids=lambda value: getattr(value, "name", ""))
def test_an_answer_without_an_end_has_a_beginning(patient: Service, form: Format, query: str) -> None:
    received = 0
    for part in parts(patient, query, form):
        received += len(part)
        if received > MEGABYTE:
            return
    raise AssertionError(f"the answer ended after {received} bytes")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["csv", "tsv", "xml", "json"])
def test_no_process_grows_with_a_table(patient: Service, name: str) -> None:
    form = next(form for form in TABLES if form.name == name)
    assert max(growth(patient, ROWS, form, 40).values()) < SLACK


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trig", "nquads"])
def test_only_the_engine_grows_with_a_graph_by_what_it_remembers(patient: Service, name: str) -> None:
    form = next(form for form in GRAPHS if form.name == name)
    grown = growth(patient, SOME, form, 40)
    assert grown.pop(patient.process.pid) < SLACK
    assert max(grown.values()) < SLACK + 200_000 * TRIPLE


def test_a_client_that_goes_away_leaves_nobody_working(patient: Service) -> None:
    answer = parts(patient, ROWS, TABLES[0])
    next(answer)
    working = set(family(patient.process.pid))
    answer.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while working <= set(family(patient.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not working <= set(family(patient.process.pid)), "the query goes on for nobody"


def test_a_client_that_goes_away_before_the_first_byte_is_noticed(patient: Service) -> None:
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with patient.client() as client, pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": product}, timeout=1.5)
    time.sleep(2)
    begun = _processor_seconds(patient)
    time.sleep(1)
    assert _processor_seconds(patient) - begun < 0.5, "the query goes on for nobody"


def _processor_seconds(service: Service) -> float:
    """What the service and its processes that are there now have computed."""
    found = 0.0
    for number in family(service.process.pid):
        with suppress(OSError):
            text = Path(f"/proc/{number}/schedstat").read_text(encoding="ascii")
            found += int(text.split()[0]) / 1e9
    return found
