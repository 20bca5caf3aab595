"""From nothing to an answer that shows its evidence, as a user goes: build, ingest, query, serve."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.commands.build import samples
from tests.serving import start, stop

pytestmark = pytest.mark.slow
LETTER = next(samples())


def weerbaar(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "WEERBAAR_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `weerbaar build` makes it."""
    data = tmp_path_factory.mktemp("built")
    made = weerbaar(data, "build")
    assert made.returncode == 0, made.stderr
    assert "The graph is ready" in made.stderr
    return data


def test_building_again_changes_nothing(built: Path) -> None:
    before = (built / "store" / "current").read_text(encoding="ascii")
    assert weerbaar(built, "build").returncode == 0
    assert (built / "store" / "current").read_text(encoding="ascii") == before


def test_ingesting_again_changes_nothing(built: Path) -> None:
    before = (built / "store" / "current").read_text(encoding="ascii")
    again = weerbaar(built, "ingest", str(LETTER))
    assert again.returncode == 0 and "nothing new" in again.stderr
    assert (built / "store" / "current").read_text(encoding="ascii") == before


def test_a_refused_document_does_not_keep_the_others_out(built: Path, tmp_path: Path) -> None:
    broken = tmp_path / "leeg.txt"
    broken.touch()
    found = weerbaar(built, "ingest", str(broken), str(LETTER))
    assert found.returncode == 2
    assert "leeg.txt: the file is empty" in found.stderr and "1 of 2" in found.stderr
    assert "nothing new" in found.stderr


def test_extract_gives_offsets_into_the_file(built: Path) -> None:
    found = weerbaar(built, "extract", str(LETTER), "--json")
    assert found.returncode == 0
    extracted, source = json.loads(found.stdout), LETTER.read_text(encoding="utf-8")
    assert extracted["source"]["chars"] == len(source)
    assert extracted["mentions"] and all(
        0 <= mention["start"] < mention["end"] <= len(source) for mention in extracted["mentions"]
    )


def test_the_answer_shows_its_evidence(built: Path) -> None:
    found = weerbaar(built, "query", "measures-for-threat", "--threat", "spionage", "--format", "json")
    rows = json.loads(found.stdout)["rows"]
    cited = [value for row in rows for value in row.values() if isinstance(value, dict) and "quote" in value]
    assert cited and all(quote["quote"] and quote["page"] and quote["document"] for quote in cited)


def test_tools_find_the_canned_queries_at_the_endpoint(built: Path) -> None:
    service = start(built)
    try:
        with service.client() as client:
            asked = {"query": "SELECT ?q { ?q a sh:SPARQLExecutable }"}
            found = client.get("/sparql", params=asked).json()["results"]["bindings"]
            listed = client.get("/queries", headers={"accept": "application/json"}).json()
            assert {row["q"]["value"].rpartition("/")[2] for row in found} == {q["name"] for q in listed}
    finally:
        stop(service)


def test_check_finds_nothing_wrong(built: Path) -> None:
    found = weerbaar(built, "check")
    assert found.returncode == 0, found.stdout
    assert "0 contradictions" in found.stderr
