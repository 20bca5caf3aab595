"""What a caller may not see is not there: in SPARQL, in pages, in whole graphs, in counts."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from ontology.namespaces import GRAPH, ID, PREFIXES, Iri
from tests.serving import Service, data_folder, start, stop

CANARY = "kanarie-8f3a"
HIDDEN = Iri(f"{GRAPH}document/geheim")
THING = NamedNode(f"{ID}measure/geheime-maatregel")


@pytest.fixture(scope="module")
def marked() -> Iterator[tuple[Service, str]]:
    """A service whose graph holds one graph marked TLP:AMBER, and a token that may see it."""
    folder = Path(tempfile.mkdtemp(prefix="weerbaar-marked-"))
    shutil.copytree(data_folder() / "store", folder / "store", symlinks=True)
    label = NamedNode(PREFIXES["skos"] + "prefLabel")
    EmbeddedStore(folder / "store").publish(
        {HIDDEN: [Triple(THING, label, Literal(CANARY, language="nl"))]},
        entries={HIDDEN: Entry(marking=Marking.AMBER, title=CANARY)},
    )
    secret, _ = TokenFile(folder).create("analist", [Scope.READ], Marking.AMBER, days=1)
    service = start(folder)
    yield service, secret
    stop(service)
    shutil.rmtree(folder)


ASKED = [
    (
        "/sparql",
        {"query": f"SELECT ?s {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), '{CANARY}')) }}", "format": "json"},
    ),
    ("/sparql", {"query": "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}),
    ("/sparql", {"query": f"SELECT * FROM <{HIDDEN}> {{ ?s ?p ?o }}", "format": "csv"}),
    ("/sparql", {"query": f"DESCRIBE <{THING.value}>", "format": "turtle"}),
    ("/sparql", {"query": f"DESCRIBE <{THING.value}>", "format": "html"}),
    ("/sparql", {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": HIDDEN, "format": "csv"}),
    ("/sparql", {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": HIDDEN, "format": "csv"}),
    ("/graph-store", {"default": ""}),
    ("/graph-store", {"graph": HIDDEN}),
    ("/graph/document/geheim", {}),
    ("/id/measure/geheime-maatregel", {}),
    ("/.well-known/void", {}),
    ("/sparql", {}),
    ("/documents", {"format": "html"}),
    ("/", {}),
]


@pytest.mark.parametrize(("path", "parameters"), ASKED)
def test_anonymous_sees_nothing_of_it(
    marked: tuple[Service, str], path: str, parameters: dict[str, str]
) -> None:
    service, _ = marked
    with service.client() as client:
        text = client.get(path, params=parameters).text
    assert CANARY not in text


def test_a_cleared_caller_sees_it(marked: tuple[Service, str]) -> None:
    service, secret = marked
    with service.client(headers={"authorization": f"Bearer {secret}"}) as client:
        found = client.get("/sparql", params={"query": f"SELECT ?o {{ {THING} ?p ?o }}", "format": "csv"})
        assert CANARY in found.text
        assert client.get("/graph/document/geheim").status_code == 200
        assert CANARY in client.get("/id/measure/geheime-maatregel", headers={"accept": "text/turtle"}).text


def test_an_explanation_counts_only_what_the_caller_sees(marked: tuple[Service, str]) -> None:
    service, secret = marked
    query = {"query": f"SELECT * FROM <{HIDDEN}> {{ ?s ?p ?o }}"}
    with service.client() as client:
        rows = [
            client.get("/sparql/explain", params=query, headers=headers).json()["rows"]
            for headers in ({}, {"authorization": f"Bearer {secret}"})
        ]
    assert rows == [0, 1]


def test_a_wrong_token_is_refused(marked: tuple[Service, str]) -> None:
    service, secret = marked
    answer = httpx.get(f"{service.url}/documents", headers={"authorization": f"Bearer {secret}x"})
    assert answer.status_code == 401 and answer.json()["type"].endswith("/unauthenticated")


def test_etags_of_clearances_differ(marked: tuple[Service, str]) -> None:
    service, secret = marked
    with service.client() as client:
        tags = {
            client.get("/sparql", params={"query": "ASK {}"}, headers=headers).headers["etag"]
            for headers in ({}, {"authorization": f"Bearer {secret}"})
        }
    assert len(tags) == 2
