"""The cases of the W3C suites for SPARQL 1.1 Protocol, Service Description and Graph Store that apply to a
caller who only reads: each test bears the name of its case.

The requests are those of the suites (https://w3c.github.io/rdf-tests/sparql/sparql11/), written down anew.
Cases for updates must be refused here; `TestUpdates` holds them to that. `test_update_operation.py` and
`test_graph_writes.py` hold what a caller may do who has the scope for it.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph.embedded import EmbeddedStore
from ontology.namespaces import GRAPH, Iri
from tests.serving import start, stop

DATA = [f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in range(4)]
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DOCUMENT = NamedNode("http://xmlns.com/foaf/0.1/Document")
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
BOTH = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type . }}"
EACH = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def w3c() -> Iterator[httpx.Client]:
    """A client of a service over the suite's four graphs, in each of which the graph's IRI is a document."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-w3c-"))
    graphs = {Iri(iri): [Triple(NamedNode(iri), TYPE, DOCUMENT)] for iri in DATA}
    own = Iri(f"{GRAPH}person/1")
    EmbeddedStore(folder / "store").publish({**graphs, own: [Triple(NamedNode(own), TYPE, DOCUMENT)]})
    service = start(folder)
    with service.client() as client:
        yield client
    stop(service)
    shutil.rmtree(folder)


def truth(answer: httpx.Response) -> bool:
    """The boolean of a successful answer."""
    assert answer.status_code in range(200, 400), answer.text
    assert answer.headers["content-type"].startswith("application/sparql-results+json")
    return bool(answer.json()["boolean"])


class TestQuery:
    def test_query_post_form(self, w3c: httpx.Client) -> None:
        parameters = {DEFAULT: DATA[0]}
        assert truth(w3c.post("/sparql", params=parameters, content=b"query=ASK%20%7B%7D", headers=FORM))

    def test_query_dataset_default_graphs_get(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [("query", BOTH), (DEFAULT, DATA[1]), (DEFAULT, DATA[2])]
        assert truth(w3c.get("/sparql", params=httpx.QueryParams(pairs)))

    def test_query_dataset_default_graphs_post(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [(DEFAULT, DATA[1]), (DEFAULT, DATA[2])]
        assert truth(w3c.post("/sparql", params=httpx.QueryParams(pairs), content=BOTH, headers=QUERY))

    def test_query_dataset_named_graphs_post(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [(NAMED, DATA[1]), (NAMED, DATA[2])]
        assert truth(w3c.post("/sparql", params=httpx.QueryParams(pairs), content=EACH, headers=QUERY))

    def test_query_dataset_named_graphs_get(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [("query", EACH), (NAMED, DATA[1]), (NAMED, DATA[2])]
        assert truth(w3c.get("/sparql", params=httpx.QueryParams(pairs)))

    def test_query_dataset_full(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [(DEFAULT, DATA[3]), (NAMED, DATA[1]), (NAMED, DATA[2])]
        query = EACH.replace("ASK { ", f"ASK {{ <{DATA[3]}> a ?type . ")
        assert truth(w3c.post("/sparql", params=httpx.QueryParams(pairs), content=query, headers=QUERY))

    def test_query_multiple_dataset(self, w3c: httpx.Client) -> None:
        """The protocol's dataset goes before that of the query."""
        query = f"ASK FROM <{DATA[3]}> {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type . }}"
        pairs: Pairs = [(DEFAULT, DATA[1]), (DEFAULT, DATA[2])]
        assert truth(w3c.post("/sparql", params=httpx.QueryParams(pairs), content=query, headers=QUERY))

    def test_query_get(self, w3c: httpx.Client) -> None:
        assert truth(w3c.get("/sparql", params={"query": "ASK {}"}))

    def test_query_post_direct(self, w3c: httpx.Client) -> None:
        assert truth(w3c.post("/sparql", content="ASK {}", headers=QUERY))

    @pytest.mark.parametrize(
        ("query", "media_types"),
        [
            pytest.param(
                "SELECT (1 AS ?value) {}",
                ("application/sparql-results+xml", "application/sparql-results+json", "text/csv"),
                id="query_content_type_select",
            ),
            pytest.param(
                "ASK {}",
                ("application/sparql-results+xml", "application/sparql-results+json"),
                id="query_content_type_ask",
            ),
            pytest.param(
                "DESCRIBE <http://example.org/>",
                ("application/rdf+xml", "text/turtle", "application/n-triples"),
                id="query_content_type_describe",
            ),
            pytest.param(
                "CONSTRUCT { <s> <p> 1 } WHERE {}".replace("<s>", "<urn:s>").replace("<p>", "<urn:p>"),
                ("application/rdf+xml", "text/turtle", "application/n-triples"),
                id="query_content_type_construct",
            ),
        ],
    )
    def test_content_types(self, w3c: httpx.Client, query: str, media_types: tuple[str, ...]) -> None:
        answer = w3c.get("/sparql", params={"query": query})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] in media_types


class TestBadQueries:
    """Each must be answered with 4xx."""

    def refused(self, answer: httpx.Response) -> None:
        assert 400 <= answer.status_code < 500, answer.text

    def test_bad_query_method(self, w3c: httpx.Client) -> None:
        self.refused(w3c.put("/sparql", params={"query": "ASK {}"}))

    def test_bad_multiple_queries(self, w3c: httpx.Client) -> None:
        pairs: Pairs = [("query", "ASK {}"), ("query", "SELECT * {}")]
        self.refused(w3c.get("/sparql", params=httpx.QueryParams(pairs)))

    def test_bad_query_wrong_media_type(self, w3c: httpx.Client) -> None:
        self.refused(w3c.post("/sparql", content="ASK {}", headers={"content-type": "text/plain"}))

    def test_bad_query_missing_form_type(self, w3c: httpx.Client) -> None:
        self.refused(w3c.post("/sparql", content=b"query=ASK%20%7B%7D"))

    def test_bad_query_missing_direct_type(self, w3c: httpx.Client) -> None:
        self.refused(w3c.post("/sparql", content=b"ASK {}"))

    def test_bad_query_non_utf8(self, w3c: httpx.Client) -> None:
        headers = {"content-type": "application/sparql-query; charset=UTF-16"}
        self.refused(w3c.post("/sparql", content="ASK {}".encode("utf-16"), headers=headers))

    def test_bad_query_syntax(self, w3c: httpx.Client) -> None:
        self.refused(w3c.get("/sparql", params={"query": "ASK {"}))


class TestUpdates:
    """update_* and bad_update_*: refused, and nothing is changed."""

    @pytest.mark.parametrize(
        "send",
        [
            lambda c: c.post("/sparql", content=b"update=CLEAR%20ALL", headers=FORM),
            lambda c: c.post(
                "/sparql", content=b"CLEAR ALL", headers={"content-type": "application/sparql-update"}
            ),
            lambda c: c.get("/sparql", params={"update": "CLEAR ALL"}),
            lambda c: c.post(
                "/sparql", params={"using-graph-uri": DATA[1]}, content=b"CLEAR ALL", headers=QUERY
            ),
        ],
        ids=["update_post_form", "update_post_direct", "bad_update_get", "update_dataset_default_graph"],
    )
    def test_is_refused(self, w3c: httpx.Client, send) -> None:  # type: ignore[no-untyped-def]
        assert send(w3c).status_code in (400, 401)
        assert truth(w3c.get("/sparql", params={"query": BOTH}))


class TestServiceDescription:
    def test_returns_rdf_and_has_endpoint_triple(self, w3c: httpx.Client) -> None:
        answer = w3c.get("/sparql")
        assert answer.status_code == 200
        space = "http://www.w3.org/ns/sparql-service-description#"
        quads = list(parse(answer.content, format=RdfFormat.from_media_type(answer.headers["content-type"])))
        services = {quad.subject for quad in quads if quad.object == NamedNode(f"{space}Service")}
        endpoints = [quad for quad in quads if quad.predicate.value == f"{space}endpoint"]
        assert len(services) == 1
        assert [(quad.subject, quad.object.value) for quad in endpoints] == [
            (services.pop(), f"{str(w3c.base_url).rstrip('/')}/sparql")
        ]


class TestGraphStore:
    """Graph Store HTTP Protocol: the reading cases; the writing ones are refused."""

    @pytest.mark.parametrize(
        ("path", "parameters"),
        [("/graph-store", {"graph": f"{GRAPH}person/1"}), ("/graph/person/1", {})],
        ids=["indirect", "direct"],
    )
    def test_get_of_put_initial_state(self, w3c: httpx.Client, path: str, parameters: dict[str, str]) -> None:
        answer = w3c.get(path, params=parameters, headers={"accept": "text/turtle"})
        assert answer.status_code == 200
        found = [quad.triple for quad in parse(answer.content, format=RdfFormat.TURTLE)]
        assert found == [Triple(NamedNode(f"{GRAPH}person/1"), TYPE, DOCUMENT)]

    def test_get_of_put_default_graph(self, w3c: httpx.Client) -> None:
        answer = w3c.get("/graph-store", params={"default": ""}, headers={"accept": "application/n-triples"})
        assert len(list(parse(answer.content, format=RdfFormat.N_TRIPLES))) > 5

    def test_get_of_delete_existing_graph(self, w3c: httpx.Client) -> None:
        assert w3c.get("/graph/person/2").status_code == 404

    def test_head_on_an_existing_graph(self, w3c: httpx.Client) -> None:
        answer = w3c.head("/graph/person/1", headers={"accept": "text/turtle"})
        assert answer.status_code == 200 and answer.content == b""
        assert answer.headers["content-type"].startswith("text/turtle")

    def test_head_on_a_nonexisting_graph(self, w3c: httpx.Client) -> None:
        assert w3c.head("/graph/person/4").status_code == 404

    @pytest.mark.parametrize(
        ("method", "status"), [("PUT", 401), ("POST", 401), ("DELETE", 401), ("PATCH", 405)]
    )
    def test_writing_is_refused(self, w3c: httpx.Client, method: str, status: int) -> None:
        answer = w3c.request(method, "/graph/person/1", content=b"<urn:a> <urn:b> <urn:c> .")
        assert answer.status_code == status
        assert w3c.get("/graph/person/1").status_code == 200

    @pytest.mark.parametrize(
        "parameters", [{}, {"graph": "no iri"}, {"graph": DATA[1], "default": ""}, {"other": "x"}]
    )
    def test_a_request_names_one_graph(self, w3c: httpx.Client, parameters: dict[str, str]) -> None:
        assert w3c.get("/graph-store", params=parameters).status_code == 400
