"""The same commands and the same service over engines elsewhere: real Oxigraph and Virtuoso servers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api import cli
from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.admission import Admission
from graph.catalogue import Entry
from graph.endpoint import Endpoint
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.remote import RemoteStore
from ingest.rdf import to_graph
from ontology.namespaces import GRAPH, Iri
from tests import serving
from tests.graph.engines import ENGINES, served
from tests.graph.test_clearance import canary, content, graph_of

LETTER = Iri(f"{GRAPH}document/kst-99998-7")
JSON = {"accept": "application/sparql-results+json"}
Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Elsewhere:
    """A service over two engines of one kind, that for everybody and that for everything."""

    kind: str
    service: serving.Service
    settings: Mapping[str, str]
    secret: str
    """A token of one who may see and write everything."""

    def client(self, secret: str = "") -> httpx.Client:
        bearer = {"authorization": f"Bearer {secret}"} if secret else {}
        return self.service.client(headers=bearer)


@pytest.fixture(scope="module", params=ENGINES)
def elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Elsewhere]:
    """The knowledge, the letter, and a graph of each marking with a canary in it."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "engines").mkdir()
    with served(request.param, folder / "engines") as engines:
        settings = settings_for(engines)
        store = RemoteStore(engines, folder / "data" / "remote.lock")
        with store.writing() as writer:
            Admission(writer, Knowledge.load()).admit(to_graph(serving.letter()))
            writer.publish(
                {graph_of(marking): content(marking) for marking in Marking},
                entries={graph_of(marking): Entry(marking=marking) for marking in Marking},
            )
        scopes = frozenset({Scope.READ, Scope.UPDATE, Scope.REVIEW})
        secret, _ = TokenFile(folder / "data").create("owner", scopes, Marking.RED, 1)
        service = serving.start(folder / "data", **settings)
        try:
            yield Elsewhere(request.param, service, settings, secret)
        finally:
            serving.stop(service)


def settings_for(engines: Mapping[Marking, Endpoint]) -> dict[str, str]:
    """As an operator would set them."""
    one = engines[Marking.CLEAR]
    named = " ".join(f"{marking.slug.upper()}={engine.query}" for marking, engine in engines.items())
    user = {"store_user": one.user, "store_password": one.password or ""} if one.user else {}
    return {"store": named, **user}


@pytest.fixture
def run(elsewhere: Elsewhere) -> Run:
    """Runs `weerbaar …` with those settings: exit code, standard output, standard error."""
    environment = {
        **os.environ,
        "WEERBAAR_DATA": str(elsewhere.service.data),
        **{f"WEERBAAR_{name.upper()}": value for name, value in elsewhere.settings.items()},
    }

    def call(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "api.cli", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    return call


def ask(client: httpx.Client, query: str, **options: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query, **options}, headers=JSON)


def values(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {cell["value"] for row in response.json()["results"]["bindings"] for cell in row.values()}


class TestCommands:
    def test_canned_query(self, run: Run) -> None:
        code, out, err = run("query", "claims-in-document", "--document", "kst-99998-7")
        assert code == 0, err
        assert "Loket Veilig Onderzoek" in out

    def test_sparql(self, run: Run) -> None:
        code, out, err = run("sparql", "SELECT ?m { ?m wb:counters means:spionage }", "--format", "csv")
        assert code == 0, err
        assert "loket-veilig-onderzoek" in out

    def test_check_and_review(self, run: Run) -> None:
        code, _, err = run("check")
        assert "documents validated" in err and code == 0
        code, out, err = run("review", "list")
        assert code == 0 and "kst-99998-7" in out

    def test_what_belongs_to_a_store_on_this_machine_is_refused(self, run: Run, tmp_path: Path) -> None:
        for command in (("backup", str(tmp_path / "b")), ("restore", str(tmp_path / "b")), ("verify",)):
            code, _, err = run(*command)
            assert (code, len(err.splitlines())) == (2, 1) and "WEERBAAR_STORE" in err
        assert not (tmp_path / "b").exists()


class TestService:
    def test_documents_pages_and_questions(self, elsewhere: Elsewhere) -> None:
        with elsewhere.client() as client:
            assert client.get("/ready").status_code in (200, 503)
            assert client.get("/documents/kst-99998-7", headers={"accept": "application/json"}).is_success
            for path in ("/", "/documents", "/documents/kst-99998-7", "/sparql", "/queries"):
                page = client.get(path, headers={"accept": "text/html"})
                assert page.is_success and "<html" in page.text, path
            answer = client.get("/queries/claims-in-document", params={"document": "kst-99998-7"})
            assert answer.is_success and "Loket Veilig Onderzoek" in answer.text

    @pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
    def test_a_table_in_every_format(self, elsewhere: Elsewhere, form: str) -> None:
        with elsewhere.client() as client:
            found = client.get(
                "/sparql", params={"query": "SELECT ?m { ?m wb:counters means:spionage }", "format": form}
            )
            assert found.is_success and serving.LOKET in found.text

    @pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
    def test_a_graph_in_every_format(self, elsewhere: Elsewhere, form: str) -> None:
        query = (
            f"CONSTRUCT {{ <{serving.LOKET}> skos:prefLabel ?l }} {{ <{serving.LOKET}> skos:prefLabel ?l }}"
        )
        with elsewhere.client() as client:
            found = client.get("/sparql", params={"query": query, "format": form})
            assert found.is_success and "Loket Veilig Onderzoek" in found.text
            whole = client.get("/graph-store", params={"graph": LETTER, "format": form})
            assert whole.is_success and "Loket Veilig Onderzoek" in whole.text

    def test_yes_no_and_a_page(self, elsewhere: Elsewhere) -> None:
        with elsewhere.client() as client:
            assert ask(client, "ASK { ?m wb:counters means:spionage }").json()["boolean"] is True
            assert ask(client, "ASK { ?m wb:counters <urn:nothing> }").json()["boolean"] is False
            page = client.get(
                "/sparql",
                params={"query": "SELECT ?m { ?m wb:counters means:spionage }"},
                headers={"accept": "text/html"},
            )
            assert page.is_success and "Loket Veilig Onderzoek" in page.text

    def test_blank_nodes_travel(self, elsewhere: Elsewhere) -> None:
        """Virtuoso names them in a way that is no name."""
        query = "SELECT ?s { ?s ?p ?o FILTER(ISBLANK(?s)) } LIMIT 100"
        with elsewhere.client() as client:
            found = ask(client, query)
            assert len(found.json()["results"]["bindings"]) == 100, found.text
            assert "nodeID" not in found.text

    def test_a_large_table_is_whole(self, elsewhere: Elsewhere) -> None:
        with elsewhere.client() as client:
            found = client.get(
                "/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5000", "format": "tsv"}
            )
            assert found.is_success and len(found.text.splitlines()) == 5001

    def test_an_answer_is_not_called_unchanging(self, elsewhere: Elsewhere) -> None:
        with elsewhere.client() as client:
            found = ask(client, "ASK { ?s ?p ?o }")
            assert "etag" not in found.headers and int(found.headers["dataset-version"]) > 0


class TestPolicy:
    QUERIES = (
        "SELECT ?o { ?s <urn:says> ?o }",
        "SELECT ?o { GRAPH ?g { ?s <urn:says> ?o } }",
        "SELECT ?o {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }}",
        "SELECT ?o {{ {{ SELECT ?o {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }} }} }}",
        "SELECT ?o { <urn:shared> <urn:next>+ ?o }",
        "SELECT ?o FROM <{hidden}> {{ ?s ?p ?o }}",
        "SELECT ?o FROM NAMED <{hidden}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{hidden}> {{ ?s ?p ?o }} }}",
    )

    @pytest.mark.parametrize("query", QUERIES)
    def test_nobody_sees_what_is_above_the_clearance(self, elsewhere: Elsewhere, query: str) -> None:
        asked = query.format(hidden=graph_of(Marking.RED)) if "{{" in query else query
        parameters: list[dict[str, str]] = [
            {},
            {"default-graph-uri": graph_of(Marking.RED)},
            {"named-graph-uri": graph_of(Marking.RED)},
        ]
        with elsewhere.client() as client:
            for more in parameters:
                found = client.post("/sparql", data={"query": asked, **more}, headers={"accept": "*/*"})
                assert found.status_code in (200, 400), found.text
                for marking in list(Marking)[1:]:
                    assert canary(marking) not in found.text

    def test_the_one_who_may_does(self, elsewhere: Elsewhere) -> None:
        with elsewhere.client(elsewhere.secret) as client:
            assert {canary(marking) for marking in Marking} <= values(ask(client, self.QUERIES[0]))
        with elsewhere.client() as client:
            assert values(ask(client, self.QUERIES[0])) == {canary(Marking.CLEAR)}

    @pytest.mark.parametrize(
        ("query", "status", "says"),
        [
            ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE"),
            ("SELECT (<bif:now>() AS ?x) {}", 400, "functions"),
            ("SELECT (<\\u0062if:now>() AS ?x) {}", 400, ""),
            ("PREFIX b: <BIF:> SELECT (b:now() AS ?x) {}", 400, "functions"),
            ("define input:inference 'x' SELECT * { ?s ?p ?o }", 400, "line 1"),
            ("DROP ALL", 400, "update"),
            ("SELCT", 400, "line 1"),
        ],
    )
    def test_what_is_no_query_never_gets_there(
        self, elsewhere: Elsewhere, query: str, status: int, says: str
    ) -> None:
        with elsewhere.client(elsewhere.secret) as client:
            found = ask(client, query)
        assert found.status_code == status and says in found.text

    def test_the_dataset_asked_for_or_a_refusal(self, elsewhere: Elsewhere) -> None:
        """Never an answer over another dataset than the one that was asked for."""
        clear, says = graph_of(Marking.CLEAR), "SELECT ?o {} {{ ?s <urn:says> ?o }}"
        named = "SELECT ?o { GRAPH ?g { ?s <urn:says> ?o } }"
        virtuoso = elsewhere.kind == "virtuoso"
        with elsewhere.client(elsewhere.secret) as client:
            one = ask(client, says.format(""), **{"default-graph-uri": clear})
            assert values(one) == {canary(Marking.CLEAR)}
            assert values(ask(client, named, **{"named-graph-uri": clear})) == {canary(Marking.CLEAR)}
            stated = ask(client, says.format(f"FROM <{clear}>"))
            both = ask(client, says.format(f"FROM <{clear}>"), **{"default-graph-uri": LETTER})
            beside = ask(client, named, **{"default-graph-uri": clear})
        if virtuoso:
            assert values(stated) == {canary(Marking.CLEAR)}
            assert both.status_code == beside.status_code == 400
        else:
            assert stated.status_code == 400 and "passes over FROM" in stated.text
            assert values(both) == values(beside) == set()

    def test_an_answer_that_is_too_large_is_refused_whole(self, elsewhere: Elsewhere) -> None:
        settings = {**elsewhere.settings, "result_megabytes": "1"}
        folder = elsewhere.service.data.with_name("small")
        service = serving.start(folder, **settings)
        try:
            with service.client() as client:
                found = ask(client, "SELECT * { ?s ?p ?o }")
                assert found.status_code == 413
        finally:
            serving.stop(service)


class TestWriting:
    def test_an_update_passes_the_gate_and_is_seen_by_a_second_process(self, elsewhere: Elsewhere) -> None:
        notes = f"{GRAPH}user/notes-{elsewhere.kind}"
        beside = elsewhere.service.data.with_name("beside")
        beside.mkdir(exist_ok=True)
        shutil.copy(elsewhere.service.data / "tokens.json", beside)
        other = serving.start(beside, **elsewhere.settings)
        try:
            with elsewhere.client(elsewhere.secret) as client:
                text = f"INSERT DATA {{ GRAPH <{notes}> {{ <urn:n> <urn:note> 'gezien' }} }}"
                done = client.post("/sparql", data={"update": text})
                assert done.status_code == 200, done.text
                version = done.headers["dataset-version"]
            with other.client(headers={"authorization": f"Bearer {elsewhere.secret}"}) as second:
                found = ask(second, "SELECT ?o { ?s <urn:note> ?o }")
                assert values(found) == {"gezien"}
                assert found.headers["dataset-version"] == version
        finally:
            serving.stop(other)


class TestSetUp:
    @pytest.mark.parametrize(
        ("value", "says"),
        [
            ("http://127.0.0.1:9/query", "cannot be reached"),
            ("http://127.0.0.1:9/elsewhere", "no address of a known engine"),
            ("PURPLE=http://127.0.0.1:9/query", "unknown TLP marking"),
            ("RED=http://127.0.0.1:9/query RED=http://127.0.0.1:8/query", "twice"),
        ],
    )
    def test_a_setting_that_cannot_be_used_is_one_line(
        self,
        value: str,
        says: str,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
        tmp_path: Path,
    ) -> None:
        monkeypatch.setenv("WEERBAAR_STORE", value)
        monkeypatch.setenv("WEERBAAR_PORT", "0")
        monkeypatch.setenv("WEERBAAR_DATA", str(tmp_path))
        for command in (["query", "actors-named"], ["serve"]):
            monkeypatch.setattr(sys, "argv", ["weerbaar", *command])
            with pytest.raises(SystemExit) as ended:
                cli.main()
            err = capfd.readouterr().err
            assert ended.value.code == 2 and says in err and len(err.splitlines()) == 1
