"""Every canned query gives on engines elsewhere what it gives on this machine, over the reviewed editions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import queries
from graph.admission import Admission
from graph.embedded import EmbeddedStore
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.reader import Reader
from graph.remote import RemoteStore
from graph.store import Store
from ingest.reviewed import editions, read, to_graph
from queries import ask
from queries.errors import UnknownValue
from tests.graph.engines import ENGINES


def filled(store: Store) -> Reader:
    with store.writing() as writer:
        admission = Admission(writer, Knowledge.load())
        for folder in editions():
            admission.admit(to_graph(read(folder)))
    return store.reader(Marking.RED)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The reader of a store on this machine."""
    return filled(EmbeddedStore(tmp_path_factory.mktemp("here")))


@pytest.fixture(scope="module", params=ENGINES)
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The reader of a store on a real engine."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    with ENGINES[request.param](folder / "engine") as endpoint:
        yield filled(RemoteStore({Marking.RED: endpoint}, folder / "lock"))
        endpoint.close()


@pytest.mark.slow
def test_every_answer_is_the_same(here: Reader, there: Reader) -> None:
    compared = 0
    for query in queries.load():
        given = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
        try:
            wanted = ask(here, query, given)
        except UnknownValue:
            continue  # its example is of a document that only the machine reads
        found = ask(there, query, given)
        assert sorted(map(repr, found.rows)) == sorted(map(repr, wanted.rows)), query.name
        compared += 1
    assert compared > 35
