"""Tables as Parquet over the real server, written by a worker in its sandbox and within its memory."""

import io

import httpx
import pytest
from pyarrow import parquet

SELECT = "SELECT ?s ?l { ?s skos:prefLabel ?l . FILTER(LANG(?l) = 'nl') } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { means:spionage skos:prefLabel ?l }"
MEDIA_TYPE = "application/vnd.apache.parquet"


def table(answer: httpx.Response) -> parquet.ParquetFile:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    return parquet.ParquetFile(io.BytesIO(answer.content))


@pytest.mark.parametrize("name", ["parquet", MEDIA_TYPE])
def test_by_name(client: httpx.Client, name: str) -> None:
    assert table(client.get("/sparql", params={"query": SELECT, "format": name})).metadata.num_rows > 100


def test_by_accept_header(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": f"{MEDIA_TYPE}, */*;q=0.1"})
    assert table(answer).metadata.num_rows > 100


@pytest.mark.parametrize("accept", ["*/*", "application/*"])
def test_nobody_gets_it_who_did_not_ask(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert answer.headers["content-type"] == "application/sparql-results+json"


def test_rows_are_those_of_the_other_formats(client: httpx.Client) -> None:
    rows = client.get("/sparql", params={"query": SELECT, "format": "json"}).json()["results"]["bindings"]
    found = table(client.get("/sparql", params={"query": SELECT, "format": "parquet"})).read().to_pylist()
    assert [(row["s"], row["l"], row["l.language"]) for row in found] == [
        (row["s"]["value"], row["l"]["value"], row["l"]["xml:lang"]) for row in rows
    ]


@pytest.mark.parametrize(("query", "said"), [("ASK { ?s ?p ?o }", True), ("ASK { <urn:x> ?p ?o }", False)])
def test_ask(client: httpx.Client, query: str, said: bool) -> None:
    found = table(client.get("/sparql", params={"query": query, "format": "parquet"}))
    assert found.read().to_pylist() == [{"answer": said}]


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE means:spionage"])
def test_a_graph_is_no_table(client: httpx.Client, query: str) -> None:
    for answer in (
        client.get("/sparql", params={"query": query, "format": "parquet"}),
        client.get("/sparql", params={"query": query}, headers={"accept": MEDIA_TYPE}),
    ):
        assert answer.status_code == 406 and "text/turtle" in answer.json()["detail"]


def test_headers_are_those_of_every_format(client: httpx.Client) -> None:
    parameters = {"query": SELECT, "format": "parquet"}
    get, head = (client.request(method, "/sparql", params=parameters) for method in ("GET", "HEAD"))
    assert get.headers["content-disposition"] == 'inline; filename="result.parquet"'
    assert head.headers["etag"] == get.headers["etag"] and head.content == b""
    again = client.get("/sparql", params=parameters, headers={"if-none-match": get.headers["etag"]})
    assert again.status_code == 304


def test_a_hundred_thousand_rows(client: httpx.Client) -> None:
    """In the address space of 1,500 MB that a worker has, with no socket and no program to start."""
    query = "SELECT ?a ?b ?c { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"
    found = table(client.get("/sparql", params={"query": query, "format": "parquet"}))
    assert found.metadata.num_rows == 100_000 and found.num_row_groups > 1


def test_an_answer_that_passes_its_deadline_is_never_whole(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "format": "parquet"}
    try:
        answer = client.get("/sparql", params=query)
    except httpx.RemoteProtocolError:
        return  # broken off
    assert answer.status_code == 504  # before the first row group was full
