"""The copy of what a Virtuoso holds: of one publication, whole, and shared by those who share the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph import mirror
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed
from graph.marking import Marking
from graph.remote import RemoteStore
from graph.snapshots import SnapshotReader
from ontology.namespaces import GRAPH, Iri
from tests.graph.engines import virtuoso

A, B = Iri(f"{GRAPH}user/a"), Iri(f"{GRAPH}user/b")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso") / "engine") as made:
        yield made
        made.close()


def store(endpoint: Endpoint, folder: Path) -> RemoteStore:
    return RemoteStore({Marking.CLEAR: endpoint}, folder / "lock")


def said(value: str) -> list[Triple]:
    return [Triple(NamedNode("urn:a"), NamedNode("urn:says"), Literal(value))]


def values(found: RemoteStore, graph: Iri) -> set[str]:
    return {str(triple.object.value) for triple in found.reader().graph(graph)}  # type: ignore[union-attr]


def test_those_who_share_a_folder_share_the_copy(endpoint: Endpoint, tmp_path: Path) -> None:
    one, two = store(endpoint, tmp_path), store(endpoint, tmp_path)
    one.publish({A: said("a"), B: said("b")})
    mine, theirs = one.reader(), two.reader()
    assert isinstance(mine, SnapshotReader) and isinstance(theirs, SnapshotReader)
    assert mine.path == theirs.path
    two.publish({B: said("other")}, remove=[A])
    assert (values(one, A), values(one, B)) == (set(), {"other"})
    assert one.reader().version == two.reader().version == mine.version + 1
    assert {triple.object.value for triple in mine.graph(B)} == {"b"}, "what was read stays as it was"


def test_what_is_half_there_is_not_shown_and_can_be_published_again(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "PAUSE", 0.01)
    here = store(endpoint, tmp_path / "here")
    here.publish({A: said("before")})
    assert values(here, A) == {"before"}
    endpoint.put(A, said("half"))  # by a writer that died before it came to the catalogue
    assert values(here, A) == {"before"}
    with pytest.raises(EndpointFailed, match=f"does not hold what its catalogue says .*{A}"):
        store(endpoint, tmp_path / "new").reader()
    here.publish({A: said("after")})
    assert values(store(endpoint, tmp_path / "new"), A) == values(here, A) == {"after"}


def test_an_engine_that_was_emptied_is_copied_anew(endpoint: Endpoint, tmp_path: Path) -> None:
    here = store(endpoint, tmp_path)
    here.publish({A: said("old")})
    version = here.reader().version
    for graph in (A, B, f"{GRAPH}catalogue"):
        endpoint.delete(graph)
    assert (values(here, A), here.reader().version) == (set(), 0)
    while here.version < version:
        here.publish({A: said(f"new {here.version}")})
    assert values(here, A) == {f"new {version - 1}"}
