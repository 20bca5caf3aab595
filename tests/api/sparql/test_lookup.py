"""Which queries the serving process answers itself, and that it answers them as a worker does."""

from pathlib import Path

import httpx
import pytest

from api.dataset import Dataset
from api.sparql.frames import Job
from api.sparql.lookup import MOST, is_lookup, look_up
from api.sparql.media import TABLES
from tests.serving import Service

LOOKUPS = (
    "SELECT ?p ?o { measure:loket-veilig-onderzoek ?p ?o }",
    "select * where { measure:loket-veilig-onderzoek ?p ?o . } limit 3 # of one",
    "PREFIX w: <https://w3id.org/weerbaar/def#>\nSELECT ?m { ?m a w:Measure }",
    "ASK { ?m <https://w3id.org/weerbaar/def#covers> means:spionage }",
    "SELECT ?g ?m { GRAPH ?g { ?m a wb:Measure } }",
)
OTHERS = (
    "SELECT ?a { ?a ?b ?c . ?c ?d ?e }",
    "SELECT ?a { ?a ?b ?a }",
    "SELECT ?a { GRAPH ?a { ?a ?b ?c } }",
    "SELECT ?a { _:x ?b _:x }",
    "SELECT DISTINCT ?p { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s",
    "SELECT ?s { ?s ?p ?o } OFFSET 1000000",
    "SELECT ?s { ?s ?p ?o FILTER(false) }",
    "SELECT ?s { ?s skos:broader* ?o }",
    "SELECT ?s { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT ?s FROM <urn:g> { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o # }\n . ?o ?q ?r }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "ASK { ?s ?p ?o } " + " " * 9000,
)


@pytest.mark.parametrize("query", LOOKUPS)
def test_one_pattern_is_a_lookup(query: str) -> None:
    assert is_lookup(query)


@pytest.mark.parametrize("query", OTHERS)
def test_whatever_could_run_on_is_none(query: str) -> None:
    assert not is_lookup(query)


@pytest.mark.parametrize("query", LOOKUPS)
@pytest.mark.parametrize("form", [form.name for form in TABLES])
def test_the_answer_is_that_of_a_worker(client: httpx.Client, query: str, form: str) -> None:
    here = client.get("/sparql", params={"query": query, "format": form})
    there = client.get("/sparql", params={"query": f"{query}\n# and\n# more", "format": form})
    assert here.status_code == there.status_code == 200
    if form != "parquet":
        assert here.content == there.content


def test_a_long_answer_is_left_to_a_worker(data: Path, service: Service) -> None:
    version = Dataset(data).version()
    everything = Job(version.snapshot, "SELECT * { ?s ?p ?o }", 10, 100, table="json")
    assert look_up(version, everything) is None
    first = Job(version.snapshot, "SELECT * { ?s ?p ?o } LIMIT 5", 10, 100, table="json")
    assert look_up(version, first) is not None
    with service.client() as client:
        answer = client.get("/sparql", params={"query": everything.query})
    assert answer.status_code == 200 and len(answer.content) > MOST


def test_a_malformed_lookup_is_refused_with_its_place(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s ?p nosuch:thing }"})
    assert answer.status_code == 400 and answer.json()["line"] == 1
