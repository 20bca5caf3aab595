"""Requests that nobody would write, by a caller who may do everything: no failure of ours, nothing half said.

`test_fuzz.py` holds the same for a caller without a token, whose writes end at the door.
"""

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.audit import verify
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.serving import LOKET, Service, data_folder, start, stop

CALLER = "everybody"
HOME = f"{GRAPH}user/{CALLER}/"
LETTER = f"{GRAPH}document/kst-99998-7"
ALLOWED = {503, 504, 507}
"""Overload, deadline, memory: told to the client as such."""
QUIET = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "SEARCH")
SAMPLES = {
    "text/turtle": '@prefix e: <urn:e:> . e:a e:p "x"@nl, 1.0, [ e:q _:b ], (1 2) ; e:r """a\n"b""" .',
    "application/n-triples": '<urn:a> <urn:p> "x\\u00e9"@nl .\n_:b <urn:p> "1"^^<urn:t> .\n',
    "application/ld+json": '{"@context": {"e": "urn:e:"}, "@id": "e:a", "e:p": [1, {"@value": "x"}, {}]}',
}
UPDATES = (
    f"INSERT DATA {{ GRAPH <{HOME}n> {{ <urn:x> <urn:p> 1, 'x'@nl, [] }} }}",
    f"WITH <{HOME}n> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p ?o FILTER(?o = 1) }}",
    f"COPY SILENT <{HOME}n> TO <{HOME}m> ; DROP SILENT GRAPH <{HOME}m> ; CLEAR SILENT GRAPH <{HOME}n>",
    f"INSERT {{ GRAPH <{HOME}n> {{ ?s ?p _:b }} }} USING NAMED <{LETTER}> WHERE {{ GRAPH ?g {{ ?s a ?o }} }}",
    f"WITH <{LETTER}> DELETE {{ ?c wb:modality ?m }} WHERE {{ ?c wb:modality ?m FILTER(?m = 1) }}",
)
PIECES = [*"{}<>\"'\\;.#\x00\ufffeé", "GRAPH", "?g", "_:b", "\U0001f600"]
REFERENCES = (
    "", "x", "claim:", "claim:x", ":", "nope:x", "http://[", "http://a b", "http://a\x00", "http://", "urn:x",
    "https://w3id.org/weerbaar/id/claim/x", "http://a/%zz", "http://a/\u202e", "claim:\ufffe", "http://é.nl/<",
    "_:b", "http://a'} ; DROP ALL #", "claim:" + "x" * 5000,
)  # fmt: skip
NAMES = (
    f"{HOME}n", LETTER, f"{GRAPH}document/", f"{GRAPH}document/x%2Fy", f"{GRAPH}catalogue", "urn:x", "http://[",
    "no iri", "", "http://a\x00", f"{HOME}é ", f"{HOME}<>", f"{HOME}../../vocabulary", f"{HOME}" + "x" * 4000,
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """The service, and a token for all of it."""

    service: Service
    token: str
    claim: str
    """A claim of the letter."""

    def client(self, **options: object) -> httpx.Client:
        """A client with that token."""
        client = self.service.client(**options)
        client.headers["authorization"] = f"Bearer {self.token}"
        return client


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A service over a store of its own, which must be sound when all is done."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-fuzz-"))
    shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
    token, _ = TokenFile(folder).create(CALLER, list(Scope), Marking.RED, days=1)
    service = start(folder, query_workers="2", query_seconds="3", requests_per_minute="0")
    with service.client() as client:
        asked = {"query": f"SELECT ?c {{ ?c a wb:Claim ; wb:claimSubject <{LOKET}> }}", "format": "json"}
        claim = client.get("/sparql", params=asked).json()["results"]["bindings"][0]["c"]["value"]
    yield World(service, token, claim)
    assert stop(service) in (0, -SIGTERM)
    assert verify(EmbeddedStore(folder / "store")) == ()
    shutil.rmtree(folder)


def hold(answer: httpx.Response, sent: object) -> None:
    """No failure but overload, deadline and memory; and a problem that says what to do."""
    assert answer.status_code < 500 or answer.status_code in ALLOWED, (sent, answer.status_code, answer.text)
    if answer.status_code >= 400 and answer.request.method != "HEAD":
        assert answer.headers["content-type"] == "application/problem+json", (sent, answer.text)
        assert answer.json()["detail"], sent


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """A good text with a few pieces put in, cut out or doubled; now and then as it was."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        width = draw(st.integers(0, 6))
        text = text[:at] + draw(st.sampled_from(PIECES)) * draw(st.integers(0, 2)) + text[at + width :]
    return text


@pytest.mark.slow
def test_every_operation_that_is_described(world: World) -> None:
    """As schemathesis makes requests up from the description, with the token; each must get past the door."""
    schema = schemathesis.openapi.from_url(f"{world.service.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {("post", "/sparql"), ("put", "/graph-store"), ("post", "/review/decisions")} <= {
        (operation.method, operation.path) for operation in operations
    }
    told = {f"{operation.method} {operation.path}": answers(operation, world) for operation in operations}
    assert min(sum(counts.values()) for counts in told.values()) > 0
    assert {404, 422} & told["post /review/decisions"].keys() and 200 in told["get /health"]


def answers(operation: schemathesis.schemas.APIOperation, world: World) -> Counter[int]:
    """How often an operation was answered with each status."""
    counts: Counter[int] = Counter()

    @settings(QUIET, max_examples=15)
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(timeout=30, headers={"authorization": f"Bearer {world.token}"})
        assert answer.status_code < 500 or answer.status_code in ALLOWED, answer.text
        assert answer.status_code != 401
        counts[answer.status_code] += 1

    ask()
    return counts


def test_every_method_on_every_path(world: World) -> None:
    with world.client() as client:
        paths = list(client.get("/openapi.json").json()["paths"])
        for path in (
            *paths,
            "/",
            "/graph/user/x",
            "/graph/",
            "/graph",
            "/static/",
            "/docs",
            "/nowhere",
            "//",
            "/%00",
        ):
            for method in METHODS:
                for body in (b"", b"{", b"\xff\x00"):
                    answer = client.request(method, path.replace("{", "").replace("}", ""), content=body)
                    assert answer.status_code < 500 or answer.status_code in ALLOWED, (
                        method,
                        path,
                        answer.text,
                    )


def test_mutated_updates(world: World) -> None:
    seen: Counter[int] = Counter()

    @settings(QUIET, max_examples=60)
    @given(text=mutated(UPDATES), form=st.booleans(), using=st.sampled_from([None, None, *NAMES]))
    def send(text: str, form: bool, using: str | None) -> None:
        dataset = {"using-graph-uri": using} if using is not None else {}
        with world.client() as client:
            if form:
                answer = client.post("/sparql", data={"update": text, **dataset})
            else:
                headers = {"content-type": "application/sparql-update"}
                answer = client.post("/sparql", params=dataset, content=text.encode(), headers=headers)
        hold(answer, (text, using))
        seen[answer.status_code] += 1

    send()
    assert seen[200] and seen[400], f"some were carried out, some refused: {seen}"


def test_mutated_graphs(world: World) -> None:
    seen: Counter[int] = Counter()

    @settings(QUIET, max_examples=100)
    @given(
        kind=st.sampled_from(
            [*SAMPLES, *SAMPLES, "application/trig", "", "text/turtle; charset=utf-16", "/"]
        ),
        method=st.sampled_from(["PUT", "POST"]),
        name=st.sampled_from([NAMES[0], *NAMES]),
        marking=st.sampled_from([None, None, "TLP:CLEAR", "TLP:RED", "TLP:PINK", "", "\x00"]),
        data=st.data(),
    )
    def send(kind: str, method: str, name: str, marking: str | None, data: st.DataObject) -> None:
        text = data.draw(mutated((SAMPLES[kind],) if kind in SAMPLES else tuple(SAMPLES.values())))
        parameters = {"graph": name} | ({"marking": marking} if marking is not None else {})
        headers = {"content-type": kind}
        with world.client() as client:
            answer = client.request(
                method, "/graph-store", params=parameters, content=text.encode(), headers=headers
            )
        hold(answer, (kind, name, marking, text))
        seen[answer.status_code] += 1

    send()
    assert seen[204] and seen[400] and seen[415], f"some were written, some refused: {seen}"


def test_a_graph_that_would_keep_the_writer_busy_for_hours(world: World) -> None:
    """Ten blank nodes that all point to each other: to name them canonically takes hours."""
    knot = " ".join(
        f"_:b{one} <urn:p> _:b{other} ." for one in range(10) for other in range(10) if one != other
    )
    update = {"update": f"INSERT DATA {{ GRAPH <{HOME}knot> {{ {knot} }} }}"}
    with world.client() as client:
        headers = {"content-type": "text/turtle"}
        sent = client.put("/graph-store", params={"graph": f"{HOME}knot"}, content=knot, headers=headers)
        for answer in (sent, client.post("/sparql", data=update)):
            assert answer.status_code == 400 and "look alike" in answer.json()["detail"]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_of_graphs(world: World, name: str) -> None:
    with world.client() as client:
        for method in ("GET", "HEAD", "DELETE")[: 2 if name == LETTER else 3]:
            hold(client.request(method, "/graph-store", params={"graph": name}), (method, name))
        for pairs in (
            [("graph", name), ("graph", name)],
            [("graph", name), ("default", "")],
            [("graph", name), ("x", "")],
        ):
            hold(client.get("/graph-store", params=httpx.QueryParams(pairs)), pairs)
        for key in ("default-graph-uri", "named-graph-uri"):
            hold(
                client.get("/sparql", params={"query": "ASK { GRAPH ?g { ?s ?p ?o } }", key: name}),
                (key, name),
            )


@pytest.mark.parametrize("reference", REFERENCES)
def test_odd_references_in_decisions(world: World, reference: str) -> None:
    with world.client() as client:
        for body in (
            {"claim": reference, "verdict": "Accepted"},
            {"claim": reference, "verdict": "Corrected", "correction": {"object": "means:spionage"}},
            *(
                {"claim": world.claim, "verdict": "Corrected", "correction": {part: reference}}
                for part in ("subject", "predicate", "object", "modality")
            ),
        ):
            hold(client.post("/review/decisions", json=body), body)


@QUIET
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(REFERENCES),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["claim", "verdict", "note", "correction", "object", ""]), inner, max_size=5
            )
        ),
        max_leaves=8,
    ),
    raw=st.booleans(),
)
def test_decisions_of_any_shape(world: World, body: object, raw: bool) -> None:
    text = json.dumps(body)
    content = (text[: len(text) // 2] if raw else text).encode()
    with world.client() as client:
        headers = {"content-type": "application/json"}
        hold(client.post("/review/decisions", content=content, headers=headers), text)


@pytest.mark.parametrize(
    "value",
    [
        "Bearer",
        "Bearer x y",
        "Basic eDp5",
        "Bearer \xff",
        "bearer a.b.c",
        ", ,",
        "Bearer " + "x" * 5000,
    ],
)
def test_odd_credentials(world: World, value: str) -> None:
    with world.service.client() as client:
        answer = client.get(
            "/sparql", params={"query": "ASK {}"}, headers={"authorization": value.encode("latin-1")}
        )
    hold(answer, value)
    assert answer.status_code in (200, 400, 401)
