"""How a query was evaluated, over the real server: the engine's plan with rows and times."""

import http.server
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.serving import data_folder, start, stop

JOIN = """SELECT ?s ?l (COUNT(?o) AS ?n) {
  ?s skos:prefLabel ?l ; ?p ?o . FILTER(LANG(?l) = "nl")
} GROUP BY ?s ?l ORDER BY DESC(?n) LIMIT 5"""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNTED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
QUERY = "application/sparql-query"


def steps(plan: dict[str, object]) -> Iterator[dict[str, object]]:
    yield plan
    children = plan["children"]
    assert isinstance(children, list)
    for child in children:
        yield from steps(child)


def explain(client: httpx.Client, query: str) -> dict[str, object]:
    answer = client.get("/sparql/explain", params={"query": query})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


class TestPlan:
    def test_every_step_has_its_rows_and_its_time(self, client: httpx.Client) -> None:
        found = explain(client, JOIN)
        assert found["complete"] is True and found["ended_by"] is None and found["rows"] == 5
        for step in steps(found["plan"]):  # type: ignore[arg-type]
            assert step["name"] and step["number of results"] >= 1 and step["duration in seconds"] > 0  # type: ignore[operator]

    def test_rows_are_those_of_the_answer(self, client: httpx.Client) -> None:
        query = "SELECT ?l { means:spionage skos:prefLabel ?l }"
        rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert explain(client, query)["rows"] == len(rows) == 2

    def test_parsing_planning_and_evaluating_are_timed(self, client: httpx.Client) -> None:
        milliseconds = explain(client, JOIN)["milliseconds"]
        assert isinstance(milliseconds, dict)
        assert 0 < milliseconds["parse"] < milliseconds["evaluate"]
        assert 0 < milliseconds["plan"] < milliseconds["evaluate"]

    def test_the_engine_and_the_version_of_the_data_are_named(self, client: httpx.Client) -> None:
        answer = client.get("/sparql/explain", params={"query": JOIN})
        assert answer.json()["engine"].startswith("oxigraph ")
        assert str(answer.json()["dataset_version"]) == answer.headers["dataset-version"]
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(
        "query",
        [
            "ASK { ?s ?p ?o }",
            "DESCRIBE means:spionage",
            "CONSTRUCT WHERE { ?s skos:prefLabel ?l }",
            "BASE <urn:x> PREFIX skos: <urn:other:> SELECT * { ?s skos:prefLabel ?l }",
            "SELECT * {}",
        ],
    )
    def test_every_form_of_query(self, client: httpx.Client, query: str) -> None:
        assert explain(client, query)["complete"] is True

    def test_from_in_the_query_counts(self, client: httpx.Client) -> None:
        assert explain(client, "SELECT * FROM <urn:no-graph> { ?s ?p ?o }")["rows"] == 0

    def test_post_form_and_post_direct(self, client: httpx.Client) -> None:
        form = client.post("/sparql/explain", data={"query": JOIN})
        direct = client.post("/sparql/explain", content=JOIN, headers={"content-type": QUERY})
        assert form.json()["rows"] == direct.json()["rows"] == 5


class TestWhatDoesNotEnd:
    """The service of these tests has a deadline of 2 seconds."""

    @pytest.mark.slow
    def test_rows_until_the_deadline_are_told_as_a_part(self, client: httpx.Client) -> None:
        found = explain(client, ENDLESS)
        assert (found["complete"], found["ended_by"]) == (False, "deadline")
        assert isinstance(found["rows"], int) and found["rows"] > 0

    @pytest.mark.slow
    def test_a_plan_without_figures_where_nothing_came(self, client: httpx.Client) -> None:
        found = explain(client, COUNTED)
        assert (found["complete"], found["ended_by"], found["rows"]) == (False, "deadline", None)
        names = [step["name"] for step in steps(found["plan"])]  # type: ignore[arg-type]
        assert any(str(name).startswith("Aggregate") for name in names) and len(names) >= 6

    @pytest.mark.slow
    def test_no_more_at_once_than_the_setting_allows(self) -> None:
        service = start(data_folder(), query_seconds="2", explanations="1")
        try:
            with service.client() as client, ThreadPoolExecutor(2) as pool:
                both = list(
                    pool.map(lambda _: client.get("/sparql/explain", params={"query": COUNTED}), range(2))
                )
            assert sorted(answer.status_code for answer in both) == [200, 503]
            refused = next(answer for answer in both if answer.status_code == 503)
            assert refused.json()["type"].endswith("/overloaded") and refused.headers["retry-after"]
        finally:
            stop(service)

    @pytest.mark.slow
    def test_the_next_query_is_answered(self, client: httpx.Client) -> None:
        explain(client, COUNTED)
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


class TestRefusals:
    @pytest.mark.parametrize(
        ("parameters", "status", "kind"),
        [
            ({"query": "SELECT * {\n  ?s ?p ?o .\n  FILTER(\n}"}, 400, "syntax-error"),
            ({"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, 400, "bad-request"),
            ({"query": "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}"}, 400, "query-too-deep"),
            ({"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, 400, "service-refused"),
            ({"query": "ASK {}", "timeout": "3"}, 400, "unknown-parameter"),
            ({"query": "ASK {}", "default-graph-uri": "urn:g"}, 400, "bad-request"),
            ({"query": "ASK {}", "format": "csv"}, 400, "unknown-format"),
            ({}, 400, "missing-parameter"),
        ],
    )
    def test_each_is_a_problem(
        self, client: httpx.Client, parameters: dict[str, str], status: int, kind: str
    ) -> None:
        answer = client.get("/sparql/explain", params=parameters)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"].endswith(f"/problem/{kind}")

    def test_a_syntax_error_has_the_place_that_it_has_as_a_query(self, client: httpx.Client) -> None:
        query = {"query": "SELECT * { ?a nope:b ?c }"}
        asked, explained = (client.get(path, params=query).json() for path in ("/sparql", "/sparql/explain"))
        assert asked == explained and explained["column"] == 15

    def test_an_update_is_not_explained(self, client: httpx.Client) -> None:
        answer = client.post("/sparql/explain", data={"update": "DROP ALL"})
        assert answer.status_code == 400 and "update" in answer.json()["detail"]

    def test_not_acceptable(self, client: httpx.Client) -> None:
        answer = client.get("/sparql/explain", params={"query": "ASK {}"}, headers={"accept": "text/csv"})
        assert answer.status_code == 406

    @pytest.mark.parametrize("silent", ["", "SILENT"])
    def test_a_service_that_no_word_gives_away_is_refused_by_the_kernel(
        self, client: httpx.Client, silent: str
    ) -> None:
        called: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                called.append(self.path)

            do_POST = do_GET  # noqa: N815

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            query = f"SELECT * {{ FILTER(?a<?b)SERVICE {silent}:x#>\n{{ ?s ?p ?o }} }}"
            prefix = f"PREFIX : <http://127.0.0.1:{server.server_port}/> "
            answer = client.post("/sparql/explain", data={"query": prefix + query})
            server.shutdown()
        assert called == []
        assert answer.status_code == 400, answer.text
        assert answer.json()["type"].endswith("/service-refused")


class TestPage:
    def test_the_tree_stands_in_a_table(self, browser: httpx.Client) -> None:
        answer = browser.get("/sparql/explain", params={"query": JOIN})
        assert answer.headers["content-type"].startswith("text/html")
        assert "QuadPattern(?s skos:prefLabel ?l)" in answer.text and "<meter" in answer.text
        assert re.search(r"uitvoeren \d+,\d+ ms", answer.text)  # a point would mean thousands

    def test_what_is_wrong_stands_beside_the_query(self, browser: httpx.Client) -> None:
        answer = browser.get("/sparql/explain", params={"query": "SELECT * {"})
        assert answer.status_code == 400
        assert "<textarea" in answer.text and 'role="alert"' in answer.text

    def test_the_query_page_leads_to_it(self, browser: httpx.Client) -> None:
        assert 'formaction="/sparql/explain"' in browser.get("/sparql").text

    @pytest.mark.slow
    def test_a_part_is_called_a_part(self, browser: httpx.Client) -> None:
        assert (
            "niet tot haar einde uitgevoerd" in browser.get("/sparql/explain", params={"query": ENDLESS}).text
        )


def test_an_empty_store_has_a_plan_too(tmp_path: Path) -> None:
    service = start(tmp_path)
    try:
        with service.client() as client:
            assert explain(client, "SELECT * { ?s ?p ?o }")["rows"] == 0
    finally:
        stop(service)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    service = start(data_folder())
    try:
        before = set(service.data.rglob("*"))
        with service.client() as client:
            explain(client, JOIN)
        assert set(service.data.rglob("*")) - before <= {service.data / "audit.log"}
        assert not list(tmp_path.glob("weerbaar-explain-*"))
    finally:
        stop(service)
