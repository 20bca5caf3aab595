"""A service in use while the graph changes and while it ends: whole answers, old or new."""

import signal
import threading
import time
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, Triple

from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri
from tests.serving import Service, family

NODE = NamedNode("urn:x-test:node")
COUNT = f"SELECT (COUNT(*) AS ?n) {{ {NODE} ?p ?o }}"


def publish(data: Path, count: int) -> int:
    triples = [Triple(NODE, NamedNode("urn:x-test:p"), Literal(number)) for number in range(count)]
    return EmbeddedStore(data / "store").publish({Iri(f"{GRAPH}test"): triples})


def counted(client: httpx.Client) -> tuple[int, str]:
    answer = client.get("/sparql", params={"query": COUNT})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"]), answer.headers["etag"]


def test_a_publication_shows_at_once_and_changes_the_etag(own: Service) -> None:
    with own.client() as client:
        before, first = counted(client)
        version = publish(own.data, 7)
        after, second = counted(client)
        assert (before, after) == (0, 7) and first != second
        answer = client.get("/sparql", params={"query": COUNT}, headers={"if-none-match": first})
        assert answer.status_code == 200 and answer.headers["dataset-version"] == str(version)
        assert client.get("/health").json()["dataset_version"] == version


def test_answers_during_publications_are_of_one_version(own: Service) -> None:
    """Twelve publications of growing size beside readers: no error, no count that was never published."""
    sizes, seen = list(range(10, 130, 10)), set()
    done = threading.Event()

    def read() -> None:
        with own.client() as client:
            while not done.is_set():
                seen.add(counted(client)[0])

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for size in sizes:
        publish(own.data, size)
    done.set()
    for reader in readers:
        reader.join(20)
    assert seen <= {0, *sizes} and len(seen) > 1


def test_a_running_answer_ends_before_the_service_does(own: Service) -> None:
    """The reader is slow, the service is told to end, and the answer still arrives whole."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 5000"
    with own.client() as client, client.stream("GET", "/sparql", params={"query": query}) as answer:
        parts = answer.iter_bytes()
        begun = next(parts)
        own.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        whole = begun + b"".join(parts)
    assert whole.endswith(b"]}}")
    assert own.process.wait(15) in (0, -signal.SIGTERM)


def test_workers_end_with_the_service(own: Service) -> None:
    with own.client() as client:
        counted(client)
    children = family(own.process.pid)[1:]
    assert len(children) >= 2
    own.process.kill()
    own.process.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
