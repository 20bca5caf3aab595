"""Writing over engines elsewhere: updates, whole graphs, decisions and documents."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from graph.endpoint import Endpoint
from ontology.namespaces import GRAPH, Iri
from tests import serving
from tests.graph.engines import ENGINES
from tests.remote.elsewhere import LETTER, Elsewhere, Run, ask, values

NOTES = Iri(f"{GRAPH}user/owner/notes")
TURTLE = {"content-type": "text/turtle"}
ON_ESPIONAGE = f"SELECT ?c {{ ?c wb:claimSubject <{serving.LOKET}> ; wb:claimObject means:spionage }}"
COVERS = f"ASK {{ <{serving.LOKET}> wb:counters means:spionage }}"


def covers(client: httpx.Client) -> bool:
    return bool(ask(client, COVERS).json()["boolean"])


def test_an_update_passes_the_gate_and_is_seen_by_a_second_process(elsewhere: Elsewhere) -> None:
    notes = f"{GRAPH}user/owner/notes-{elsewhere.kind}"
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


def test_a_whole_graph_comes_and_goes(elsewhere: Elsewhere) -> None:
    about = {"graph": NOTES}
    with elsewhere.client(elsewhere.secret) as client:
        put = client.put("/graph-store", params=about, content="<urn:n> <urn:m> 1 .", headers=TURTLE)
        assert put.status_code == 201, put.text
        post = client.post("/graph-store", params=about, content="<urn:n> <urn:m> 2 .", headers=TURTLE)
        assert post.status_code == 204, post.text
        assert values(ask(client, "SELECT ?o { ?s <urn:m> ?o }")) == {"1", "2"}
        deleted = client.delete("/graph-store", params=about)
        assert deleted.status_code == 204, deleted.text
        assert client.get("/graph-store", params=about).status_code == 404
        assert client.delete("/graph-store", params=about).status_code == 404


def test_a_document_that_breaks_a_shape_stays_out(elsewhere: Elsewhere) -> None:
    broken = "<urn:c> a <https://w3id.org/weerbaar/def#Claim> ."
    with elsewhere.client(elsewhere.secret) as client:
        before = ask(client, COVERS).headers["dataset-version"]
        put = client.put("/graph-store", params={"graph": LETTER}, content=broken, headers=TURTLE)
        assert put.status_code == 422 and put.json()["type"].endswith("gate-refused"), put.text
        assert ask(client, COVERS).headers["dataset-version"] == before


def test_a_decision_counts_at_once(elsewhere: Elsewhere, run: Run) -> None:
    with elsewhere.client(elsewhere.secret) as client:
        [claim] = values(ask(client, ON_ESPIONAGE))
        said = client.post("/review/decisions", json={"claim": claim, "verdict": "Rejected"})
        assert said.status_code == 201, said.text
        assert not covers(client)
        code, _, err = run("review", "accept", claim, "--by", "A. Analist")
        assert code == 0 and "1 on record" in err
        assert covers(client)
        code, _, err = run("review", "accept", "claim:0000", "--by", "A. Analist")
        assert (code, len(err.splitlines())) == (2, 1) and "no document" in err


def test_a_document_is_taken_in(elsewhere: Elsewhere, run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "kst-99998-8.txt"
    letter.write_text(serving.LETTER.replace("Nr. 7", "Nr. 8"), encoding="utf-8")
    code, _, err = run("ingest", str(letter))
    assert code == 0, err
    with elsewhere.client() as client:
        assert client.get("/documents/kst-99998-8", headers={"accept": "application/json"}).is_success
    code, _, err = run("ingest", str(letter))
    assert code == 0 and "nothing new" in err


@pytest.mark.slow
@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("shared_folder", [True, False], ids=["one folder", "a folder each"])
def test_no_increment_is_lost_between_processes(kind: str, shared_folder: bool, tmp_path: Path) -> None:
    """Two processes read, add one and write; with a folder each, they share no lock file."""
    with ENGINES[kind](tmp_path / "engine") as endpoint:
        folders = [tmp_path / ("shared" if shared_folder else name) for name in ("one", "two")]
        command = [sys.executable, "-m", "tests.remote.counting"]
        writers = [
            subprocess.Popen([*command, str(folder), *addresses(endpoint)], stdout=subprocess.PIPE, text=True)
            for folder in folders
        ]
        done = [int(writer.communicate(timeout=120)[0]) for writer in writers]
        assert [writer.returncode for writer in writers] == [0, 0]
        rows = endpoint.select("SELECT ?n { GRAPH ?g { <urn:counter> <urn:is> ?n } }").rows
        endpoint.close()
    assert [row["n"].value for row in rows] == [str(sum(done))] and min(done) > 0


def addresses(endpoint: Endpoint) -> list[str]:
    return [endpoint.query, endpoint.user or "", endpoint.password or ""]
