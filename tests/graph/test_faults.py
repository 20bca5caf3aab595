"""A process killed with SIGKILL leaves a document whole or not at all, and a store that opens."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.catalogue import CATALOGUE, held
from graph.embedded import EmbeddedStore
from graph.errors import StoreFailed
from graph.marking import Marking
from tests.graph.dying_writer import MOMENTS, SIZE, graphs

KEPT = {"before the transaction"}
"""The moments at which nothing was committed: the store is as it was. At all others the document is there."""


def start(folder: Path, moment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.graph.dying_writer", str(folder), moment]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def whole(store: EmbeddedStore) -> set[int]:
    """The documents in the store; each must be there with all its graphs, as the catalogue counts them."""
    reader = store.reader(Marking.CLEAR)
    rows = reader.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    counted = {row["g"].value: int(row["n"].value) for row in rows if row["g"].value != CATALOGUE}
    assert counted == {name: found.content.triples for name, found in held(reader).items()}
    assert set(counted.values()) <= {SIZE}
    numbers = [int(name.rpartition("/")[2]) for name in counted]
    assert all(numbers.count(number) == len(graphs(number)) for number in numbers)
    return set(numbers)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_a_named_moment(tmp_path: Path, moment: str) -> None:
    EmbeddedStore(tmp_path, keep=1).publish(graphs(1))
    child = start(tmp_path, moment)
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    store = EmbeddedStore(tmp_path, keep=1)
    there = whole(store)
    assert there == ({1} if moment in KEPT else {1, 2})
    assert store.version == len(there), "the version and the data are one"
    assert not (tmp_path / "pending").exists()
    assert store.snapshots.versions() == [store.version]
    assert not list((tmp_path / "snapshots").glob("*.new")) + list((tmp_path / "snapshots").glob("*.old"))
    store.publish(graphs(3))
    assert whole(store) == there | {3}, "and it takes the next document"


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """One store, killed again and again: what was acknowledged stays, and nothing is ever half there."""
    chance, before = random.Random(20210203), 0
    for _ in range(10):
        child = start(tmp_path, "never")
        time.sleep(chance.uniform(0.02, 0.8))
        child.kill()
        acknowledged = [int(number) for number in child.communicate()[0].split()]
        store = EmbeddedStore(tmp_path, keep=1)
        there = whole(store)
        assert there == set(range(1, len(there) + 1))
        assert set(acknowledged) <= there
        assert before + len(acknowledged) <= len(there) <= before + len(acknowledged) + 1
        assert store.version == len(there)
        before = len(there)
    assert before > 1, "the test did publish"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 24 MB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small tmpfs")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.mark.slow
def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    folder, published = small_disk / "store", 0
    store = EmbeddedStore(folder, keep=1)
    with pytest.raises(StoreFailed, match=r"No space left on device.*Make room"):
        for published in range(1, 200):
            store.publish(graphs(published))
    acknowledged = set(range(1, published))
    assert acknowledged > {1}
    assert acknowledged <= whole(store), "what was there can still be read"
    del store
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    store = EmbeddedStore(folder, keep=1)
    assert acknowledged <= whole(store) <= acknowledged | {published}
    store.publish(graphs(published))
    store.publish(graphs(published + 1))
    assert whole(store) == acknowledged | {published, published + 1}
