"""A copy in memory says what the store on disk says; what is not whole is no copy."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from api.sparql.copying import fits
from graph.embedded import EmbeddedStore
from tests.serving import data_folder

QUADS = [
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("een «woord»\n", language="nl"), NamedNode("urn:g")),
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("een «woord»\n", language="nl"), NamedNode("urn:h")),
    Quad(BlankNode("b1"), NamedNode("urn:p"), BlankNode("b2"), NamedNode("urn:g")),
    Quad(BlankNode("b2"), NamedNode("urn:p"), Literal("007"), BlankNode("g")),
    Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(1.5), DefaultGraph()),
]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A store on disk."""
    store = Store(str(tmp_path / "store"))
    store.extend(QUADS)
    store.flush()
    del store
    return str(tmp_path / "store")


def copied(folder: str, megabytes: int) -> subprocess.CompletedProcess[str]:
    """What another process says of the copy that it makes: making one sets limits for the whole process."""
    program = (
        "import sys\n"
        "from api.sparql.copying import copy_of\n"
        "copy = copy_of(sys.argv[1], int(sys.argv[2]))\n"
        "print(*sorted(map(str, copy.store)), sep='\\n')"
    )
    return subprocess.run(
        [sys.executable, "-c", program, folder, str(megabytes)], capture_output=True, text=True, check=False
    )


def test_every_quad_is_copied_as_it_is(folder: str) -> None:
    """Blank nodes keep their names, too: an answer may be asked for again, from disk."""
    assert copied(folder, 500).stdout.splitlines() == sorted(map(str, Store.read_only(folder)))


@pytest.fixture(scope="module")
def graph() -> str:
    """The snapshot of a small graph, as the service opens it."""
    return str(EmbeddedStore(data_folder() / "store").reader().path)  # type: ignore[attr-defined]


def test_a_whole_graph_is_copied(graph: str) -> None:
    assert copied(graph, 1000).stdout.splitlines() == sorted(map(str, Store.read_only(graph)))


def test_a_store_that_cannot_be_read_has_no_copy(tmp_path: Path) -> None:
    failed = copied(str(tmp_path / "none"), 500)
    assert failed.returncode == 1 and "CopyFailed" in failed.stderr and "cannot be copied" in failed.stderr


def test_a_copy_that_takes_too_much_ends_its_process(graph: str) -> None:
    failed = copied(graph, 1)
    assert failed.returncode != 0 and not failed.stdout


def test_what_fits_is_told_by_the_size_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "000001.sst").write_bytes(bytes(3 << 20))
    assert fits(str(tmp_path), 6) and not fits(str(tmp_path), 3)
