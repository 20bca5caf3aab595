"""Links that name a version: the answer of then, as long as it is kept and may still be shown."""

import json
import time
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.errors import VersionGone
from graph.marking import Marking
from ontology.namespaces import GRAPH, Iri
from tests.serving import Service

NAME = Iri(f"{GRAPH}pinned-test")
COUNT = "SELECT (COUNT(*) AS ?n) { <urn:pinned> ?p ?o }"


def publish(store: EmbeddedStore, count: int, marking: Marking = Marking.CLEAR) -> int:
    triples = [Triple(NamedNode("urn:pinned"), NamedNode("urn:p"), Literal(n)) for n in range(count)]
    return store.publish({NAME: triples}, entries={NAME: Entry(marking)})


@pytest.fixture
def visitor(own: Service) -> Iterator[httpx.Client]:
    with own.client() as client:
        yield client


def counted(client: httpx.Client, **parameters: str) -> int:
    answer = client.get("/sparql", params={"query": COUNT, **parameters}).raise_for_status()
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_a_version_answers_as_it_did(own: Service, visitor: httpx.Client) -> None:
    store = EmbeddedStore(own.data / "store", keep=2)
    first = publish(store, 1)
    second = publish(store, 2)
    assert counted(visitor) == counted(visitor, version=str(second)) == 2
    assert counted(visitor, version=str(first)) == 1
    old = visitor.get("/sparql", params={"query": COUNT, "version": str(first)})
    assert old.headers["dataset-version"] == str(first)
    again = visitor.get(
        "/sparql",
        params={"query": COUNT, "version": str(first)},
        headers={"if-none-match": old.headers["etag"]},
    )
    assert again.status_code == 304


def test_canned_answers_and_their_pages_can_be_pinned(own: Service, visitor: httpx.Client) -> None:
    store = EmbeddedStore(own.data / "store", keep=2)
    before, after = publish(store, 1), publish(store, 2)
    address = f"/queries/measures-for-threat?threat=spionage&version={before}"
    assert visitor.get(address).headers["dataset-version"] == str(before)
    page = visitor.get("/queries/measures-for-threat?threat=spionage", headers={"accept": "text/html"})
    assert f"version={after}" in page.text


def test_a_version_that_has_gone_is_told_with_those_that_are_kept(
    own: Service, visitor: httpx.Client
) -> None:
    store = EmbeddedStore(own.data / "store", keep=2)
    numbers = [publish(store, count) for count in (1, 2, 3)]
    sparql, canned = {"query": COUNT}, {"threat": "spionage"}
    for path, asked in (
        ("/sparql", sparql),
        ("/sparql/explain", sparql),
        ("/queries/measures-for-threat", canned),
    ):
        gone = visitor.get(path, params=asked | {"version": "1"})
        assert gone.status_code == 410 and gone.json()["type"].endswith("/version-gone")
        assert str(numbers[-1]) in gone.json()["detail"]


def test_what_was_marked_higher_since_is_not_shown_by_an_old_version(
    own: Service, visitor: httpx.Client
) -> None:
    store = EmbeddedStore(own.data / "store", keep=2)
    open_then = publish(store, 3)
    assert counted(visitor, version=str(open_then)) == 3
    publish(store, 3, Marking.AMBER)
    assert counted(visitor) == 0
    hidden = visitor.get("/sparql", params={"query": COUNT, "version": str(open_then)})
    assert hidden.status_code == 410
    with pytest.raises(VersionGone):
        store.at(open_then, Marking.GREEN)
    assert store.at(open_then, Marking.AMBER).select(COUNT).rows[0]["n"].value == "3"


@pytest.mark.parametrize("wrong", ["0", "-1", "new", "1.5", "99999999999", ""])
def test_what_is_no_version_is_refused(visitor: httpx.Client, wrong: str) -> None:
    for path in ("/sparql", "/queries/measures-by-status"):
        parameters = {"version": wrong} | ({"query": COUNT} if path == "/sparql" else {})
        answer = visitor.get(path, params=parameters, headers={"accept": "application/json"})
        assert answer.status_code == 400 and "version" in answer.json()["detail"]


def test_the_audit_log_holds_a_query_that_was_posted(own: Service, visitor: httpx.Client) -> None:
    visitor.post("/sparql", data={"query": COUNT}).raise_for_status()
    visitor.post("/sparql/explain", data={"query": COUNT})
    deadline = time.monotonic() + 10
    while len(posted := _posted(own)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)  # a line is written once its answer has gone
    assert [entry["sparql"] for entry in posted] == [COUNT, COUNT]


def _posted(service: Service) -> list[dict[str, object]]:
    lines = (service.data / "audit.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if '"POST"' in line]
