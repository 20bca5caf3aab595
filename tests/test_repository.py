"""What must hold for the repository as a whole, before anyone clones it."""

import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
ROOMS = ("ontology", "ingest", "graph", "queries", "api")


def tracked(*patterns: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in listing.stdout.split("\0") if name]


@pytest.mark.parametrize("room", ROOMS)
def test_no_locked_dependency_brings_a_package_of_the_same_name(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"weerbaar"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_dependency_is_hashed_and_names_no_registry(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([a-z0-9._-]+)==\S+", text, re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > 40
    assert len(re.findall(r"^\S+==.*\\\n\s+--hash=sha256:", text, re.MULTILINE)) == len(pinned)


def test_readme_is_short_enough_to_be_read() -> None:
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_scripts_are_executable_posix_shell() -> None:
    for script in tracked("scripts/*"):
        assert script.stat().st_mode & 0o111, script.name
        assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n"), script.name
        subprocess.run(["sh", "-n", script], check=True)
