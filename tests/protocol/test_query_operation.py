"""SPARQL 1.1 Protocol §2.1, the query operation, over the real server."""

import json
import xml.etree.ElementTree as ET

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?label { means:spionage skos:prefLabel ?label } ORDER BY ?label"
CONSTRUCT = "CONSTRUCT { ?s skos:prefLabel ?o } WHERE { VALUES ?s { means:spionage } ?s skos:prefLabel ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
VOCABULARY = "https://w3id.org/weerbaar/graph/vocabulary"
ONTOLOGY = "https://w3id.org/weerbaar/graph/ontology"


class TestThreeWaysToAsk:
    def test_get(self, client: httpx.Client) -> None:
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True

    def test_post_form(self, client: httpx.Client) -> None:
        assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True

    def test_post_direct(self, client: httpx.Client) -> None:
        answer = client.post("/sparql", content=ASK, headers={"content-type": f"{QUERY}; charset=UTF-8"})
        assert answer.json()["boolean"] is True

    def test_percent_encoding_is_undone_once(self, client: httpx.Client) -> None:
        query = 'SELECT (<http://example.org/a%20b> AS ?x) ("é + %2B" AS ?y) {}'
        for answer in (
            client.get("/sparql", params={"query": query}),
            client.post("/sparql", data={"query": query}),
            client.post("/sparql", content=query.encode(), headers={"content-type": QUERY}),
        ):
            row = answer.json()["results"]["bindings"][0]
            assert (row["x"]["value"], row["y"]["value"]) == ("http://example.org/a%20b", "é + %2B")

    def test_head_gives_the_headers_of_get(self, client: httpx.Client) -> None:
        head, get = (
            client.request(method, "/sparql", params={"query": SELECT}) for method in ("HEAD", "GET")
        )
        assert head.status_code == 200 and head.content == b""
        assert head.headers["content-type"] == get.headers["content-type"]
        assert head.headers["etag"] == get.headers["etag"]

    def test_options_tells_what_is_allowed(self, client: httpx.Client) -> None:
        answer = client.options("/sparql")
        assert answer.status_code == 204
        assert {method.strip() for method in answer.headers["allow"].split(",")} == {
            "GET",
            "HEAD",
            "POST",
            "OPTIONS",
        }


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "expected"),
        [
            ("application/sparql-results+json", "application/sparql-results+json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv", "text/csv"),
            ("text/tab-separated-values", "text/tab-separated-values"),
            ("application/json", "application/json"),
            ("*/*", "application/sparql-results+json"),
            ("application/*", "application/sparql-results+json"),
            ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
            ("text/csv, application/sparql-results+xml;q=0.5", "text/csv"),
            ("text/turtle, text/csv;q=0.1", "text/csv"),
            ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ],
    )
    def test_table(self, client: httpx.Client, accept: str, expected: str) -> None:
        answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == expected
        assert "accept" in answer.headers["vary"].lower()

    def test_table_bodies_hold_the_same(self, client: httpx.Client) -> None:
        def body(name: str) -> httpx.Response:
            return client.get("/sparql", params={"query": SELECT, "format": name})

        from_json = [(row["label"]["value"]) for row in body("json").json()["results"]["bindings"]]
        space = "{http://www.w3.org/2005/sparql-results#}"
        from_xml = [node.text for node in ET.fromstring(body("xml").text).iter(f"{space}literal")]
        from_csv = body("csv").text.splitlines()[1:]
        from_tsv = [line.partition("@")[0].strip('"') for line in body("tsv").text.splitlines()[1:]]
        assert from_json == from_xml == from_csv == from_tsv == ["espionage", "spionage"]

    @pytest.mark.parametrize(
        ("name", "media_type", "engine"),
        [
            ("turtle", "text/turtle", RdfFormat.TURTLE),
            ("ntriples", "application/n-triples", RdfFormat.N_TRIPLES),
            ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
            ("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML),
            ("trig", "application/trig", RdfFormat.TRIG),
            ("nquads", "application/n-quads", RdfFormat.N_QUADS),
        ],
    )
    def test_graph(self, client: httpx.Client, name: str, media_type: str, engine: RdfFormat) -> None:
        negotiated = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": media_type})
        named = client.get("/sparql", params={"query": CONSTRUCT, "format": name})
        for answer in (negotiated, named):
            assert answer.headers["content-type"].partition(";")[0] == media_type
            assert len({str(quad.triple) for quad in parse(answer.content, format=engine)}) == 2

    def test_refuses_what_it_cannot_give(self, client: httpx.Client) -> None:
        answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": "image/png"})
        assert answer.status_code == 406
        assert "application/sparql-results+json" in answer.json()["detail"]

    def test_refuses_a_table_format_for_a_graph(self, client: httpx.Client) -> None:
        answer = client.get("/sparql", params={"query": CONSTRUCT, "format": "csv"})
        assert answer.status_code == 406
        assert "text/turtle" in answer.json()["detail"]

    def test_unknown_format_names_the_known(self, client: httpx.Client) -> None:
        answer = client.get("/sparql", params={"query": SELECT, "format": "yaml"})
        assert answer.status_code == 400 and "turtle" in answer.json()["detail"]

    def test_malformed_accept(self, client: httpx.Client) -> None:
        answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": "garbage"})
        assert answer.status_code == 400

    def test_ask_in_every_table_format(self, client: httpx.Client) -> None:
        for name in ("json", "xml", "csv", "tsv"):
            answer = client.get("/sparql", params={"query": ASK, "format": name})
            assert answer.status_code == 200 and "true" in answer.text


class TestDataset:
    """§2.1.4: the request's dataset goes before the query's own."""

    def count(self, client: httpx.Client, query: str, **parameters: object) -> int:
        answer = client.get("/sparql", params={"query": query, **parameters})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    def test_without_one_it_is_the_union(self, client: httpx.Client) -> None:
        assert self.count(client, self.COUNT) > self.count(
            client, self.COUNT, **{"default-graph-uri": VOCABULARY}
        )

    def test_default_graphs_merge(self, client: httpx.Client) -> None:
        one = self.count(client, self.COUNT, **{"default-graph-uri": VOCABULARY})
        two = self.count(client, self.COUNT, **{"default-graph-uri": [VOCABULARY, ONTOLOGY]})
        assert two > one > 0

    def test_only_named_leaves_the_default_graph_empty(self, client: httpx.Client) -> None:
        assert self.count(client, self.COUNT, **{"named-graph-uri": VOCABULARY}) == 0
        assert self.count(client, self.NAMED, **{"named-graph-uri": VOCABULARY}) > 0

    def test_only_default_leaves_no_named_graph(self, client: httpx.Client) -> None:
        assert self.count(client, self.NAMED, **{"default-graph-uri": VOCABULARY}) == 0

    def test_request_goes_before_query(self, client: httpx.Client) -> None:
        query = f"SELECT (COUNT(*) AS ?n) FROM <{ONTOLOGY}> {{ ?s ?p ?o }}"
        assert self.count(client, query, **{"default-graph-uri": VOCABULARY}) == self.count(
            client, self.COUNT, **{"default-graph-uri": VOCABULARY}
        )

    def test_from_in_the_query_counts(self, client: httpx.Client) -> None:
        query = f"SELECT (COUNT(*) AS ?n) FROM <{VOCABULARY}> {{ ?s ?p ?o }}"
        assert self.count(client, query) == self.count(
            client, self.COUNT, **{"default-graph-uri": VOCABULARY}
        )

    def test_an_unknown_graph_is_empty_and_never_fetched(self, client: httpx.Client) -> None:
        for iri in ("http://127.0.0.1:1/x.ttl", "file:///etc/hostname"):
            assert self.count(client, f"SELECT (COUNT(*) AS ?n) FROM <{iri}> {{ ?s ?p ?o }}") == 0
            assert self.count(client, self.COUNT, **{"default-graph-uri": iri}) == 0


class TestRefusals:
    """§2.1.6 and what a client can get wrong: each a problem document that helps."""

    @pytest.mark.parametrize(
        ("parameters", "status", "kind"),
        [
            ([("query", ASK), ("query", ASK)], 400, "bad-request"),
            ([("query", ASK), ("timeout", "3")], 400, "unknown-parameter"),
            ([("query", ASK), ("default-graph-uri", "not an iri")], 400, "bad-request"),
            ([("default-graph-uri", VOCABULARY)], 400, "missing-parameter"),
            ([("update", "DROP ALL")], 401, "unauthenticated"),
            ([("query", "")], 400, "syntax-error"),
            ([("query", "INSERT DATA { <a:a> <a:b> <a:c> }")], 400, "bad-request"),
            ([("query", "ASK {}" + " " * 200_000)], 413, "query-too-long"),
        ],
    )
    def test_parameters(
        self, client: httpx.Client, parameters: list[tuple[str, str]], status: int, kind: str
    ) -> None:
        answer = client.post("/sparql", data=_form(parameters))
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"].endswith(f"/problem/{kind}") and problem["status"] == status
        assert problem["title"] and problem["detail"]

    @pytest.mark.parametrize(
        ("content_type", "body", "status"),
        [
            ("application/sparql-update", b"DROP ALL", 401),
            ("text/plain", b"ASK {}", 415),
            ("application/json", b"{}", 415),
            (f"{QUERY}; charset=latin1", b"ASK {}", 415),
            (QUERY, b"ASK { ?s ?p \xff }", 400),
            (FORM, b"query=%FF", 400),
            (FORM, b"", 400),
        ],
    )
    def test_bodies(self, client: httpx.Client, content_type: str, body: bytes, status: int) -> None:
        answer = client.post("/sparql", content=body, headers={"content-type": content_type})
        assert answer.status_code == status, answer.text
        assert answer.json()["status"] == status

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
    def test_methods(self, client: httpx.Client, method: str) -> None:
        answer = client.request(method, "/sparql", params={"query": ASK})
        assert answer.status_code == 405 and "GET" in answer.headers["allow"]

    @pytest.mark.parametrize(
        ("query", "line", "column"),
        [
            ("SELCT ?x { }", 1, 1),
            ("SELECT * {\n  ?s ?p ?o .\n  FILTER(\n}", 4, 2),  # the engine counts past the brace
            ("SELECT * { ?a nope:b ?c }", 1, 15),
            ("ASK {\n ?s ?p <not-absolute> }", 2, 22),  # and past the IRI
        ],
    )
    def test_syntax_errors_have_a_place(
        self, client: httpx.Client, query: str, line: int, column: int
    ) -> None:
        problem = client.get("/sparql", params={"query": query}).json()
        assert problem["status"] == 400
        assert (problem["line"], problem["column"]) == (line, column), problem["detail"]


class TestVersions:
    def test_etag_saves_the_second_answer(self, client: httpx.Client) -> None:
        first = client.get("/sparql", params={"query": SELECT})
        again = client.get(
            "/sparql", params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]}
        )
        assert again.status_code == 304 and again.content == b""
        assert int(first.headers["dataset-version"]) >= 1

    def test_formats_have_different_etags(self, client: httpx.Client) -> None:
        tags = {
            client.get("/sparql", params={"query": SELECT, "format": name}).headers["etag"]
            for name in ("json", "csv")
        }
        assert len(tags) == 2

    def test_a_query_that_asks_the_clock_has_none(self, client: httpx.Client) -> None:
        assert "etag" not in client.get("/sparql", params={"query": "SELECT (NOW() AS ?t) {}"}).headers


def test_large_results_are_streamed_whole(client: httpx.Client) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    total = int(counted["results"]["bindings"][0]["n"]["value"])
    with client.stream("GET", "/sparql", params={"query": query}) as answer:
        rows = json.loads(b"".join(answer.iter_bytes()))["results"]["bindings"]
    assert len(rows) == total > 5000


def _form(parameters: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in parameters:
        fields.setdefault(name, []).append(value)
    return fields
