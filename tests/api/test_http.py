"""The HTTP interface for programs: canned queries, documents, things, terms, description, operations."""

import csv
import io
import json

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from ontology.namespaces import PREFIXES

DOCUMENT = "kst-99998-7"
VOID, SD = PREFIXES["void"], "http://www.w3.org/ns/sparql-service-description#"
TYPE = NamedNode(PREFIXES["rdf"] + "type")


class TestQueries:
    def test_list_tells_how_to_ask(self, client: httpx.Client) -> None:
        found = {entry["name"]: entry for entry in client.get("/queries").json()}
        threat = next(p for p in found["measures-for-threat"]["parameters"] if p["name"] == "threat")
        assert threat["required"] and "wb:Means" in threat["kinds"]
        assert set(found["measures-for-threat"]["question"]) == {"nl", "en"}

    @pytest.mark.parametrize(
        "value", ["spionage", "espionage", "means:spionage", "https://w3id.org/weerbaar/id/means/spionage"]
    )
    def test_takes_label_curie_and_iri(self, client: httpx.Client, value: str) -> None:
        rows = client.get("/queries/measures-for-threat", params={"threat": value}).json()["rows"]
        assert "Loket Veilig Onderzoek" in {row["measure"]["label"]["nl"] for row in rows}

    @pytest.mark.parametrize("accept", ["application/json", "text/csv", "text/html"])
    def test_an_answer_says_what_took_its_time(self, client: httpx.Client, accept: str) -> None:
        day = f"2021-03-{len(accept):02}"  # nobody has asked for it yet
        answer = client.get(
            "/queries/measures-for-threat",
            params={"threat": "spionage", "date": day},
            headers={"accept": accept},
        )
        steps = dict(step.split(";dur=") for step in answer.headers["server-timing"].split(", "))
        assert set(steps) >= {"ask", "render"}
        assert all(0 <= float(milliseconds) < 60_000 for milliseconds in steps.values())

    def test_an_answer_that_is_given_again_says_so(self, client: httpx.Client) -> None:
        first, second = (
            client.get("/queries/measures-for-threat", params={"threat": "spionage", "date": "2021-03-31"})
            for _ in range(2)
        )
        assert second.headers["server-timing"].endswith("cache;desc=hit")
        assert second.content == first.content

    def test_rows_carry_their_evidence(self, client: httpx.Client) -> None:
        rows = client.get("/queries/measures-for-threat", params={"threat": "spionage"}).json()["rows"]
        quotes = [
            value for row in rows for value in row.values() if isinstance(value, dict) and "quote" in value
        ]
        assert quotes and all(quote["page"] == 1 and quote["document"] for quote in quotes)

    @pytest.mark.parametrize("how", [{"headers": {"accept": "text/csv"}}, {"params": {"format": "csv"}}])
    def test_csv(self, client: httpx.Client, how: dict[str, dict[str, str]]) -> None:
        parameters = {"threat": "spionage", **how.get("params", {})}
        answer = client.get("/queries/measures-for-threat", params=parameters, headers=how.get("headers"))
        assert answer.headers["content-type"].startswith("text/csv")
        assert next(csv.DictReader(io.StringIO(answer.text)))["measure"]

    @pytest.mark.parametrize(
        ("path", "status", "kind", "said"),
        [
            ("/queries/measures-for-treat", 404, "unknown-query", "measures-for-threat"),
            ("/queries/measures-for-threat", 422, "unknown-value", "threat"),
            ("/queries/measures-for-threat?threat=spionaag", 422, "unknown-value", "spionage"),
            ("/queries/measures-for-threat?threat=spionage&dat=x", 422, "unknown-value", "date"),
            ("/queries/measures-for-threat?threat=spionage&date=morgen", 422, "unknown-value", "year"),
            ("/queries/measures-for-threat?threat=spionage&format=pdf", 400, "unknown-format", "csv"),
        ],
    )
    def test_refusals(self, client: httpx.Client, path: str, status: int, kind: str, said: str) -> None:
        answer = client.get(path)
        assert answer.status_code == status
        problem = answer.json()
        assert problem["type"].endswith(f"/problem/{kind}") and said in problem["detail"]

    def test_unacceptable(self, client: httpx.Client) -> None:
        assert client.get("/queries/actors-named", headers={"accept": "image/png"}).status_code == 406

    def test_an_empty_answer_says_why(self, client: httpx.Client) -> None:
        answer = client.get("/queries/measures-for-threat", params={"threat": "sabotage"}).json()
        assert answer["rows"] == [] and answer["emptiness"]["looked_for"]["nl"]


class TestDocuments:
    def test_list(self, client: httpx.Client) -> None:
        (found,) = client.get("/documents").json()
        assert (found["id"], found["claims"], found["reviewed"]) == (DOCUMENT, 3, 0)
        assert found["iri"] == f"https://w3id.org/weerbaar/id/document/{DOCUMENT}"

    def test_claims_keep_their_modality(self, client: httpx.Client) -> None:
        claims = client.get(f"/documents/{DOCUMENT}").json()["claims"]
        said = {claim["object"].rpartition("/")[2]: claim["modality"].rpartition("/")[2] for claim in claims}
        assert said == {"spionage": "beweerd", "sabotage": "ontkend", "digitale-spionage": "beweerd"}
        assert all(claim["evidence"]["quote"] and claim["evidence"]["page"] == 1 for claim in claims)


class TestThings:
    @pytest.mark.parametrize(
        ("accept", "engine"),
        [
            ("text/turtle", RdfFormat.TURTLE),
            ("application/ld+json", RdfFormat.JSON_LD),
            ("application/rdf+xml", RdfFormat.RDF_XML),
            ("*/*", RdfFormat.TURTLE),
        ],
    )
    @pytest.mark.parametrize(
        "path", ["/id/means/spionage", f"/id/document/{DOCUMENT}", "/def", "/def/measures"]
    )
    def test_iris_give_rdf(self, client: httpx.Client, path: str, accept: str, engine: RdfFormat) -> None:
        answer = client.get(path, headers={"accept": accept})
        assert answer.status_code == 200 and "accept" in answer.headers["vary"].lower()
        assert any(True for _ in parse(answer.content, format=engine))

    def test_documents_have_one_page(self, browser: httpx.Client) -> None:
        answer = browser.get(f"/id/document/{DOCUMENT}")
        assert answer.status_code == 303 and answer.headers["location"] == f"/documents/{DOCUMENT}"

    def test_modules_lead_a_person_to_their_place(self, browser: httpx.Client) -> None:
        assert browser.get("/def/measures").headers["location"] == "/ontology#measures"

    @pytest.mark.parametrize("path", ["/id/means/nope", "/id/a b", "/id/<x>", "/def/nope", "/def/a%3E%20b"])
    def test_unknown(self, client: httpx.Client, path: str) -> None:
        answer = client.get(path, headers={"accept": "text/turtle"})
        assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"


class TestSelfDescription:
    def test_openapi_lists_every_query_with_its_parameters(self, client: httpx.Client) -> None:
        paths = client.get("/openapi.json").json()["paths"]
        listed = {entry["name"] for entry in client.get("/queries").json()}
        assert {f"/queries/{name}" for name in listed} <= set(paths)
        names = {p["name"] for p in paths["/queries/measures-for-threat"]["get"]["parameters"]}
        assert {"threat", "date", "format"} <= names

    def test_openapi_tells_of_the_sparql_service(self, client: httpx.Client) -> None:
        paths = client.get("/openapi.json").json()["paths"]
        assert {"get", "post"} <= set(paths["/sparql"])
        assert "get" in paths["/graph-store"]

    def test_documentation_loads_from_here(self, browser: httpx.Client) -> None:
        text = browser.get("/docs").text
        assert "http" not in text.replace('"http-equiv', "").split("<body>")[1].split("</body>")[0]
        for asset in ("/docs/assets/swagger-ui.css", "/docs/assets/swagger-ui-bundle.js", "/static/docs.js"):
            assert browser.get(asset).status_code == 200

    def test_service_description(self, client: httpx.Client) -> None:
        answer = client.get("/sparql", headers={"accept": "text/turtle"})
        quads = list(parse(answer.content, format=RdfFormat.TURTLE))
        endpoint = {q.object.value for q in quads if q.predicate.value == f"{SD}endpoint"}
        assert endpoint == {f"{client.base_url}".rstrip("/") + "/sparql"}
        assert any(q.predicate == TYPE and q.object.value == f"{SD}Service" for q in quads)
        assert sum(q.predicate.value == f"{SD}resultFormat" for q in quads) == 10

    def test_void(self, client: httpx.Client) -> None:
        answer = client.get("/.well-known/void", headers={"accept": "text/turtle"})
        quads = list(parse(answer.content, format=RdfFormat.TURTLE))
        sizes = {q.subject.value: q.object.value for q in quads if q.predicate.value == f"{VOID}triples"}
        counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
        all_of_it = next(value for name, value in sizes.items() if name.endswith("void#dataset"))
        assert all_of_it == counted["results"]["bindings"][0]["n"]["value"]
        assert any(q.predicate.value == f"{VOID}classPartition" for q in quads)
        assert any(q.predicate.value == f"{PREFIXES['sh']}declare" for q in quads)


class TestOperations:
    def test_metrics_count_requests(self, client: httpx.Client) -> None:
        client.get("/queries")
        text = client.get("/metrics").text
        assert 'weerbaar_requests_total{part="queries",status="200"}' in text
        assert "weerbaar_workers " in text

    def test_a_caller_cannot_make_time_series(self, client: httpx.Client) -> None:
        client.get("/made-up-by-the-caller")
        assert "made-up" not in client.get("/metrics").text

    def test_every_answer_is_written_down(self, client: httpx.Client, service) -> None:  # type: ignore[no-untyped-def]
        client.get("/documents", params={"format": "json"})
        last = (service.data / "audit.log").read_text(encoding="utf-8").splitlines()[-1]
        entry = json.loads(last)
        assert (entry["path"], entry["status"], entry["caller"]) == ("/documents", 200, "anonymous")
