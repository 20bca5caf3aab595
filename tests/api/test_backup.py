"""`weerbaar backup`, `restore` and `verify`: over a real store, and beside a real service."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri
from tests import serving

Run = Callable[..., tuple[int, str, str]]
LETTER = Iri(f"{GRAPH}document/kst-99998-7")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, weerbaar: Run) -> Run:
    """Runs `weerbaar …` over a data folder: exit code, standard output, standard error."""

    def call(data: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("WEERBAAR_DATA", str(data))
        return weerbaar(*arguments)

    return call


@pytest.fixture
def own(data: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the knowledge and the letter."""
    shutil.copytree(data / "store", tmp_path / "own" / "store", symlinks=True)
    return tmp_path / "own"


def letter(data: Path) -> tuple[object, ...]:
    return EmbeddedStore(data / "store").reader().graph(LETTER)


def test_there_and_back(run: Run, data: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "b.nq.gz", tmp_path / "new"
    code, _, said = run(data, "backup", str(file))
    version = EmbeddedStore(data / "store").version
    assert code == 0 and f"Version {version} is in {file}" in said and "MB" in said
    code, _, said = run(new, "restore", str(file))
    assert code == 0 and f"Version {version} is restored" in said
    assert len(letter(new)) == len(letter(data)) > 0
    code, out, said = run(new, "verify")
    assert (code, out) == (0, "") and "sound" in said
    code, out, _ = run(new, "query", "measures-for-threat", "--threat", "spionage")
    assert code == 0 and "Loket Veilig Onderzoek" in out


def test_a_graph_that_is_there_stays_unless_told_otherwise(run: Run, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.nq.gz"
    run(own, "backup", str(file))
    EmbeddedStore(own / "store").publish({}, remove=[LETTER])
    code, _, said = run(own, "restore", str(file))
    assert (code, len(said.splitlines())) == (2, 1) and "--replace" in said
    assert not letter(own)
    assert run(own, "restore", "--replace", str(file))[0] == 0
    assert letter(own)
    assert sorted(path.name for path in own.iterdir()) == ["store"], "nothing of the old one is left"


def test_a_damaged_backup_replaces_nothing(run: Run, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.nq.gz"
    run(own, "backup", str(file))
    file.write_bytes(file.read_bytes()[:5000])
    before = letter(own)
    code, _, said = run(own, "restore", "--replace", str(file))
    assert (code, len(said.splitlines())) == (2, 1) and "cannot be read" in said
    assert letter(own) == before
    assert sorted(path.name for path in own.iterdir()) == ["store"]


def test_a_store_that_a_service_reads_is_not_taken_from_it(run: Run, own: Path, tmp_path: Path) -> None:
    """A backup needs no pause; a restore does."""
    file = tmp_path / "b.nq.gz"
    service = serving.start(own)
    try:
        with service.client() as client:
            assert client.get("/queries/actors-named").is_success
            assert run(own, "backup", str(file))[0] == 0
            code, _, said = run(own, "restore", "--replace", str(file))
            assert (code, len(said.splitlines())) == (2, 1) and "end `weerbaar serve`" in said
            assert client.get("/queries/actors-named").is_success
    finally:
        serving.stop(service)
    assert run(own, "restore", "--replace", str(file))[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("restore", "absent.nq.gz"), "absent.nq.gz cannot be read"),
        (("backup", "b.nq.gz"), "nothing to back up"),
        (("verify",), "weerbaar build"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run(tmp_path / "empty", *arguments)
    assert (code, len(err.splitlines())) == (2, 1) and says in err
    assert not (tmp_path / "empty" / "store").exists()


def test_a_backup_never_takes_a_files_place(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.nq.gz"
    file.write_text("mine")
    code, _, err = run(data, "backup", str(file))
    assert code == 2 and "exists already" in err and file.read_text() == "mine"
    code, _, err = run(data, "backup", str(tmp_path / "no" / "folder" / "b.nq.gz"))
    assert (code, len(err.splitlines())) == (2, 1)


def test_verify_names_what_is_wrong(run: Run, own: Path) -> None:
    store = EmbeddedStore(own / "store")
    snapshot = store.snapshots.path(store.version) / "red"
    files, node = Store(str(snapshot)), NamedNode("urn:stray")
    files.add(Quad(node, node, node, NamedNode(LETTER)))
    files.flush()
    del files
    code, out, said = run(own, "verify")
    assert code == 1 and f"graph {LETTER} holds" in out and "1 faults" in said
