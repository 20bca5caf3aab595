"""A store in one file, and back."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.audit import verify
from graph.backup import backup, restore
from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.errors import BackupFailed, StoreCorrupt
from graph.marking import Marking
from graph.terms import content_hash
from ontology.namespaces import GRAPH, Iri

A, B = Iri(f"{GRAPH}document/a"), Iri(f"{GRAPH}document/b")
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """Two publications: an open graph with awkward terms, and a closed one."""
    store = EmbeddedStore(tmp_path / "store")
    node = NamedNode("urn:a")
    awkward = [Literal("1.50", datatype=DECIMAL), Literal('x\n"y"', language="NL"), BlankNode(), Literal("é")]
    store.publish({A: [Triple(node, NamedNode("urn:p"), value) for value in awkward]})
    store.publish({B: [Triple(node, node, node)]}, entries={B: Entry(marking=Marking.RED)})
    return store


def contents(store: EmbeddedStore, clearance: Marking) -> dict[Iri, str]:
    return {name: content_hash(store.reader(clearance).graph(name)) for name in (A, B)}


def test_a_sound_store_has_no_faults(store: EmbeddedStore) -> None:
    assert verify(store) == ()


def test_what_is_restored_is_what_was_backed_up(store: EmbeddedStore, tmp_path: Path) -> None:
    assert backup(store, tmp_path / "weerbaar.nq.gz") == 2
    assert restore(tmp_path / "weerbaar.nq.gz", tmp_path / "new") == 2
    restored = EmbeddedStore(tmp_path / "new")
    for clearance in Marking:
        assert contents(restored, clearance) == contents(store, clearance)
    assert restored.publish({A: store.reader().graph(A)}) == 2, "the same content is still no news"
    assert restored.publish({A: []}) == 3


def test_a_backup_that_exists_is_kept(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "b.nq.gz").write_text("mine")
    with pytest.raises(BackupFailed, match="exists already"):
        backup(store, tmp_path / "b.nq.gz")
    assert (tmp_path / "b.nq.gz").read_text() == "mine"


def test_an_empty_store_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="nothing to back up"):
        backup(EmbeddedStore(tmp_path / "none"), tmp_path / "b.nq.gz")


def test_a_store_is_never_overwritten(store: EmbeddedStore, tmp_path: Path) -> None:
    backup(store, tmp_path / "b.nq.gz")
    with pytest.raises(BackupFailed, match="not empty"):
        restore(tmp_path / "b.nq.gz", store.folder)
    assert verify(EmbeddedStore(store.folder)) == ()


@pytest.mark.parametrize("damage", ["cut", "changed", "no archive", "no quads", "absent"])
def test_a_damaged_backup_leaves_nothing(store: EmbeddedStore, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "b.nq.gz"
    backup(store, path)
    whole = path.read_bytes()
    spoilt = {
        "cut": whole[: len(whole) // 2],
        "changed": gzip.compress(gzip.decompress(whole).replace(b"1.5", b"2.5")),
        "no archive": b"not gzip at all",
        "no quads": gzip.compress(b"<urn:a> nonsense"),
    }
    path.write_bytes(spoilt[damage]) if damage in spoilt else path.unlink()
    with pytest.raises(BackupFailed, match=r"cannot be read|damaged: graph .*/document/a holds"):
        restore(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob("*.restoring"))


def test_verify_names_each_fault(store: EmbeddedStore) -> None:
    version = store.snapshots.path(store.version)
    node = NamedNode("urn:stray")
    del store._readers
    for slug in ("red", "amber-strict"):
        files = Store(str(version / slug))
        files.add(Quad(node, node, node, NamedNode(A)))
        files.add(Quad(node, node, node, NamedNode(f"{GRAPH}document/c")))
        files.flush()
        del files
    faults = "\n".join(verify(EmbeddedStore(store.folder)))
    assert f"graph {GRAPH}document/c stands in no entry" in faults
    assert f"graph {A} holds 5 triples" in faults
    assert f"graph {GRAPH}document/c is seen with TLP:CLEAR, and may not be" in faults


def test_a_broken_live_store_is_still_read_and_backed_up(store: EmbeddedStore, tmp_path: Path) -> None:
    """Readers and backups need the snapshots only; a restored backup can be written again."""
    (store.folder / "live" / "red" / "CURRENT").unlink()
    with pytest.raises(StoreCorrupt, match="Restore a backup"):
        store.publish({A: []})
    assert contents(EmbeddedStore(store.folder), Marking.RED) == contents(store, Marking.RED)
    backup(store, tmp_path / "b.nq.gz")
    restore(tmp_path / "b.nq.gz", tmp_path / "new")
    assert EmbeddedStore(tmp_path / "new").publish({A: []}) == 3
