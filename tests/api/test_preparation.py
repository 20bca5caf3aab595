"""A running service answers ahead, again after each publication, and in nobody's way."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

import queries
from api.preparer import BUSY, FAILED
from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri
from queries.prepared import Prepared
from tests.serving import Service, data_folder, start, stop

NAME = "measures-for-threat"
ASKED = {"threat": "spionage", "format": "json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(data_folder() / "store", tmp_path / "store", symlinks=True)
    return tmp_path


@pytest.fixture
def preparing(folder: Path) -> Iterator[Service]:
    service = start(folder, query_workers="2", prepared_megabytes="64")
    yield service
    stop(service)


def beside(data: Path) -> Prepared:
    found = Prepared.beside(EmbeddedStore(data / "store").reader())
    assert found is not None
    return found


def wait_for(met: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def is_prepared(data: Path) -> bool:
    return beside(data).complete(queries.load())


def asked(client: httpx.Client) -> tuple[httpx.Response, str]:
    answer = client.get(f"/queries/{NAME}", params=ASKED)
    return answer, answer.headers["server-timing"].rsplit(", ", 1)[1]


def test_answers_are_ready_at_the_start_and_again_after_a_publication(preparing: Service) -> None:
    """Until then a question is answered as any other."""
    wait_for(lambda: is_prepared(preparing.data))
    with preparing.client() as client:
        first, how = asked(client)
        assert first.json()["rows"] and how == "cache;desc=prepared"
        triple = Triple(NamedNode("urn:x-test:s"), NamedNode("urn:x-test:p"), Literal("new"))
        version = EmbeddedStore(preparing.data / "store").publish({Iri(f"{GRAPH}test"): [triple]})
        second, how = asked(client)
        assert how.startswith("render") and second.headers["dataset-version"] == str(version)
        wait_for(lambda: is_prepared(preparing.data))
        csv = client.get(f"/queries/{NAME}", params=ASKED | {"format": "csv"})
        assert csv.headers["server-timing"].endswith("cache;desc=prepared")
        assert csv.headers["dataset-version"] == str(version)
        assert second.json()["rows"] == first.json()["rows"]


def preparer(
    folder: Path, parent: int | None = None, megabytes: int = 64
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "api.preparer", str(folder / "store")),
            *(str(megabytes), str(os.getpid() if parent is None else parent)),
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_one_process_is_enough(folder: Path) -> None:
    with beside(folder).lock():
        assert preparer(folder).returncode == BUSY
    assert preparer(folder).returncode == 0
    assert is_prepared(folder)


def test_it_ends_with_the_service_that_wanted_it(folder: Path) -> None:
    assert preparer(folder, parent=os.getppid()).returncode == 0
    assert not is_prepared(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_served_all_the_same(folder: Path) -> None:
    snapshot = beside(folder).folder.parent
    snapshot.chmod(0o500)
    assert preparer(folder).returncode == FAILED
    snapshot.chmod(0o700)


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    beside(folder).folder.write_text("in the way", encoding="ascii")
    ended = preparer(folder)
    assert ended.returncode == FAILED and b"cannot be kept ahead" in ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such class")
def test_it_takes_the_processor_only_when_nobody_wants_it() -> None:
    code = "import os; from api.preparer import stand_back; stand_back(); print(os.sched_getscheduler(0))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert int(said) == os.SCHED_IDLE
