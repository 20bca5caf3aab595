"""Answers that are kept: the same query of the same version by whoever may see the same."""

from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from api.dataset import Dataset
from api.sparql.cache import AnswerCache, Answered, Key, repeatable
from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri
from tests.serving import start, stop


def test_the_second_answer_comes_from_the_cache_and_is_the_same(client: httpx.Client) -> None:
    query = "SELECT ?m ?l { ?m a wb:Measure ; skos:prefLabel ?l } # asked twice"
    first, second = (client.get("/sparql", params={"query": query}) for _ in range(2))
    assert first.content == second.content and first.headers["etag"] == second.headers["etag"]
    assert first.headers["content-type"] == second.headers["content-type"]
    assert first.headers["server-timing"].startswith("query;dur=")
    assert second.headers["server-timing"] == "cache;desc=hit"


def test_a_streamed_answer_is_kept_whole(client: httpx.Client) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o . ?s a skos:Concept }"
    first, second = (client.get("/sparql", params={"query": query}) for _ in range(2))
    assert len(first.content) > 1 << 17 and first.content == second.content
    assert "transfer-encoding" in first.headers and second.headers["server-timing"] == "cache;desc=hit"


def test_formats_and_datasets_have_answers_of_their_own(client: httpx.Client) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a wb:Measure }"
    table = client.get("/sparql", params={"query": query, "format": "csv"})
    other = client.get("/sparql", params={"query": query, "format": "tsv"})
    nothing = client.get("/sparql", params={"query": query, "format": "csv", "default-graph-uri": "urn:none"})
    assert len({table.text, other.text, nothing.text}) == 3


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID ()", "struuid()"])
def test_what_differs_each_time_is_not_kept(data: Path, client: httpx.Client, call: str) -> None:
    query = f"SELECT ({call} AS ?x) {{}}"
    assert not repeatable(Dataset(data).version(), query)
    first, second = (client.get("/sparql", params={"query": query}) for _ in range(2))
    assert "etag" not in first.headers and second.headers["server-timing"] != "cache;desc=hit"


def test_words_that_only_look_like_it_are_no_hindrance(data: Path) -> None:
    assert repeatable(Dataset(data).version(), "SELECT ?now { ?now ?p 'random' }")


def test_little_used_answers_go_first_and_large_ones_are_not_kept() -> None:
    cache = AnswerCache(1)
    keys = [Key("v1", f"ASK {{}} # {n}", None, None, "json", None) for n in range(100)]
    for key in keys:
        cache.keep(key, Answered("table", b"x" * 10_000))
        cache.find(keys[0])
    assert cache.find(keys[0]) and cache.find(keys[-1]) and not cache.find(keys[1])
    large = Key("v1", "large", None, None, "json", None)
    cache.keep(large, Answered("table", b"x" * 100_000))
    assert cache.find(large) is None
    long = large._replace(query="ASK {}" + " " * 9000)
    cache.keep(long, Answered("table", b"x"))
    assert cache.find(long) is None


def test_none_is_kept_when_the_setting_says_so() -> None:
    cache, key = AnswerCache(0), Key("v1", "ASK {}", None, None, "json", None)
    cache.keep(key, Answered("table", b""))
    assert cache.find(key) is None


def test_a_new_version_is_asked_anew(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    service = start(tmp_path)
    try:
        with service.client() as client:
            counts = []
            for n in range(2):
                _publish(store, n)
                answer = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { <urn:s> ?p ?o }"})
                counts.append(answer.json()["results"]["bindings"][0]["n"]["value"])
    finally:
        stop(service)
    assert counts == ["1", "2"]


def _publish(store: EmbeddedStore, last: int) -> None:
    triples = [Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal(n)) for n in range(last + 1)]
    store.publish({Iri(f"{GRAPH}cache-test"): triples})
