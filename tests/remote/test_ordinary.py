"""Ordinary queries give elsewhere what they give on this machine; and what Virtuoso itself would give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded import EmbeddedStore
from graph.endpoint import Endpoint
from graph.errors import EndpointFailed
from graph.marking import Marking
from graph.reader import Reader, Table
from graph.remote import RemoteStore
from ontology.namespaces import GRAPH, Iri
from tests.graph.engines import ENGINES
from tests.remote.ordinary import queries, triples

ORDINARY = Iri(f"{GRAPH}user/ordinary")
OTHERWISE = {
    "path +", "path *", "path * with two ends open", "path in a measure's cover", "VALUES after the pattern",
    "MINUS without shared variables", "EXISTS in BIND", "the boolean of a comparison", "division",
    "SUM, AVG, MIN and MAX", "GROUP_CONCAT",
}  # fmt: skip
"""What Virtuoso 7.20 answers otherwise or not at all: the table in `docs/beyond-one-machine.md`."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = EmbeddedStore(tmp_path_factory.mktemp("here"))
    store.publish({ORDINARY: triples()})
    return store.reader()


@pytest.fixture(scope="module", params=ENGINES)
def there(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, Endpoint]]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with ENGINES[request.param](folder / "engine") as endpoint:
        store = RemoteStore({Marking.CLEAR: endpoint}, folder / "lock")
        store.publish({ORDINARY: triples()})
        yield store.reader(), endpoint
        endpoint.close()


def rows(table: Table) -> list[str]:
    return sorted(str(sorted((name, str(term)) for name, term in row.items())) for row in table.rows)


def test_every_ordinary_query_has_the_same_answer(here: Reader, there: tuple[Reader, Endpoint]) -> None:
    for name, query in queries().items():
        assert rows(there[0].select(query)) == rows(here.select(query)), name
    assert len(queries()) >= 50


def test_what_virtuoso_itself_would_answer(here: Reader, there: tuple[Reader, Endpoint]) -> None:
    """Why it is not asked. When this fails with a newer Virtuoso, the documentation must change too."""
    if not there[1].is_virtuoso:
        pytest.skip("is about Virtuoso")
    found = set()
    for name, query in queries().items():
        try:
            same = rows(there[1].select(query)) == rows(here.select(query))
        except EndpointFailed:
            same = False
        found |= set() if same else {name}
    assert found == OTHERWISE
