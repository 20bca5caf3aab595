"""Decisions over HTTP: only by who may, only on what they see, and felt at once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.marking import Marking
from tests.serving import LOKET, data_folder, start


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("review") / "data"
    shutil.copytree(data_folder(), copy, symlinks=True)
    return copy


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    service = start(folder)
    with service.client(headers={"accept": "application/json"}) as client:
        yield client
    service.process.terminate()
    service.process.wait()
    if service.process.stderr:
        service.process.stderr.close()


@pytest.fixture(scope="module")
def token(folder: Path) -> dict[str, str]:
    secret, _ = TokenFile(folder).create("analist", [Scope.READ, Scope.REVIEW], Marking.CLEAR, 1)
    return {"authorization": f"Bearer {secret}"}


def covers_espionage(client: httpx.Client) -> bool:
    query = f"ASK {{ <{LOKET}> wb:counters means:spionage }}"
    prefixes = (
        "PREFIX wb: <https://w3id.org/weerbaar/def#> PREFIX means: <https://w3id.org/weerbaar/id/means/> "
    )
    answer = client.get("/sparql", params={"query": prefixes + query}, headers={"accept": "*/*"})
    return bool(answer.json()["boolean"])


def claim_on_espionage(client: httpx.Client) -> str:
    query = (
        "PREFIX wb: <https://w3id.org/weerbaar/def#> PREFIX means: <https://w3id.org/weerbaar/id/means/> "
        f"SELECT ?c {{ ?c wb:claimSubject <{LOKET}> ; wb:claimObject means:spionage }}"
    )
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "*/*"})
    return str(answer.json()["results"]["bindings"][0]["c"]["value"])


def test_one_without_a_token_decides_nothing(client: httpx.Client) -> None:
    body = {"claim": claim_on_espionage(client), "verdict": "Rejected"}
    answer = client.post("/review/decisions", json=body)
    assert answer.status_code == 401
    assert covers_espionage(client)


def test_a_decision_is_on_record_and_felt_at_once(client: httpx.Client, token: dict[str, str]) -> None:
    claim = claim_on_espionage(client)
    answer = client.post(
        "/review/decisions", json={"claim": claim, "verdict": "Rejected", "note": "Nee."}, headers=token
    )
    assert answer.status_code == 201
    assert answer.headers["dataset-version"] == str(answer.json()["version"])
    assert not covers_espionage(client)
    again = client.post("/review/decisions", json={"claim": claim, "verdict": "Accepted"}, headers=token)
    assert again.status_code == 201
    assert covers_espionage(client)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"claim": "claim:0000", "verdict": "Rejected"}, 404),
        ({"claim": "klaim:0000", "verdict": "Rejected"}, 422),
        ({"claim": "claim:0000", "verdict": "Corrected"}, 422),
        ({"claim": "http://x/> ?p ?o } #", "verdict": "Rejected"}, 422),
        ({"claim": "http://x/>{}", "verdict": "Rejected"}, 422),
        ({"claim": "claim:0000", "verdict": "Perhaps"}, 422),
    ],
)
def test_what_cannot_be_decided_is_a_problem(
    client: httpx.Client, token: dict[str, str], body: dict[str, str], status: int
) -> None:
    answer = client.post("/review/decisions", json=body, headers=token)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_correction_that_breaks_a_shape_is_refused(client: httpx.Client, token: dict[str, str]) -> None:
    body = {
        "claim": claim_on_espionage(client),
        "verdict": "Corrected",
        "correction": {"object": "interest:economische-veiligheid"},
    }
    answer = client.post("/review/decisions", json=body, headers=token)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "gate-refused")
