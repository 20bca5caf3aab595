"""SPARQL 1.1 Graph Store HTTP Protocol §5.3 to §5.6, over the real server: PUT, POST and DELETE."""

import time

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph.embedded import EmbeddedStore
from graph.knowledge import VOCABULARY
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.protocol.writers import LETTER, SECRET, Writable

TURTLE = {"content-type": "text/turtle"}
ONE, TWO = "<urn:a> <urn:b> 1 .", "<urn:a> <urn:b> 2 ."
CALLERS = ["/graph-store?graph=" + f"{GRAPH}user/writer/{{}}".replace("/", "%2F"), "/graph/user/writer/{}"]


def content(client: httpx.Client, path: str) -> set[Triple]:
    """The triples of a graph."""
    answer = client.get(path, headers={"accept": "application/n-triples"}).raise_for_status()
    return {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}


def triple(number: int) -> Triple:
    return Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal(number))


def kind(answer: httpx.Response) -> tuple[int, str]:
    """Status and kind of a problem."""
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize("path", CALLERS, ids=["indirect", "direct"])
def test_a_graph_is_made_replaced_added_to_and_removed(writer: httpx.Client, path: str) -> None:
    path = path.format("one" if "?" in path else "two")
    assert writer.get(path).status_code == writer.delete(path).status_code == 404
    assert writer.put(path, content=ONE, headers=TURTLE).status_code == 201
    assert content(writer, path) == {triple(1)}
    replaced = writer.put(path, content=TWO, headers=TURTLE)
    assert replaced.status_code == 204 and content(writer, path) == {triple(2)}
    added = writer.post(path, content=ONE, headers=TURTLE)
    assert added.status_code == 204 and content(writer, path) == {triple(1), triple(2)}
    assert int(added.headers["dataset-version"]) == int(replaced.headers["dataset-version"]) + 1
    assert writer.delete(path).status_code == 204
    assert writer.get(path).status_code == 404


def test_a_post_without_a_name_makes_a_graph_of_the_callers(writer: httpx.Client) -> None:
    first = writer.post("/graph-store", content=ONE, headers=TURTLE)
    assert first.status_code == 201
    assert first.headers["location"].startswith(f"{GRAPH}user/writer/")
    path = "/graph/" + first.headers["location"].removeprefix(GRAPH)
    assert content(writer, path) == {triple(1)}


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle; charset=utf-8", "<> <urn:b> 1 ."),
        ("application/n-triples", f'<{GRAPH}user/writer/it> <urn:b> "1" .'),
        ("application/ld+json", '{"@id": "it", "urn:b": 1}'),
    ],
)
def test_formats(writer: httpx.Client, media_type: str, body: str) -> None:
    answer = writer.put("/graph/user/writer/it", content=body, headers={"content-type": media_type})
    assert answer.status_code in (201, 204), answer.text
    (found,) = content(writer, "/graph/user/writer/it")
    assert found.subject == NamedNode(f"{GRAPH}user/writer/it"), (
        "relative names stand against the graph's own"
    )


def test_blank_nodes_of_two_requests_are_not_the_same(writer: httpx.Client) -> None:
    for number in (1, 2):
        writer.post("/graph/user/writer/blank", content=f"_:x <urn:b> {number} .", headers=TURTLE)
    assert len({triple.subject for triple in content(writer, "/graph/user/writer/blank")}) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "expected"),
    [
        ("PATCH", "/graph/user/writer/x", ONE, TURTLE, (405, "method-not-allowed")),
        ("PUT", "/graph/user/writer/x", ONE, {"content-type": "application/trig"},
         (415, "unsupported-media-type")),
        ("PUT", "/graph/user/writer/x", ONE, {}, (415, "unsupported-media-type")),
        ("PUT", "/graph/user/writer/x", "<urn:a> <urn:b>", TURTLE, (400, "syntax-error")),
        ("PUT", "/graph/user/writer/x", "", TURTLE, (400, "bad-request")),
        ("PUT", "/graph-store?default", ONE, TURTLE, (403, "forbidden")),
        ("PUT", "/graph-store", ONE, TURTLE, (400, "bad-request")),
        ("PUT", "/graph/user/writer/x?marking=TLP:RED", ONE, TURTLE, (403, "forbidden")),
        ("PUT", "/graph/user/writer/x?colour=red", ONE, TURTLE, (400, "unknown-parameter")),
        ("PUT", f"/graph-store?graph={VOCABULARY}", ONE, TURTLE, (403, "forbidden")),
        ("PUT", f"/graph-store?graph={SECRET}", ONE, TURTLE, (403, "forbidden")),
        ("DELETE", f"/graph-store?graph={SECRET}", "", {}, (404, "not-found")),
        ("DELETE", f"/graph-store?graph={VOCABULARY}", "", {}, (403, "forbidden")),
        ("PUT", "/graph/document/new", ONE + " <urn:c> a wb:Claim .", TURTLE, (400, "syntax-error")),
    ],
)  # fmt: skip
def test_what_is_refused(
    world: Writable, writer: httpx.Client, method: str, path: str, body: str, headers: dict[str, str],
    expected: tuple[int, str],
) -> None:  # fmt: skip
    version = world.store.version
    answer = writer.request(method, path, content=body, headers=headers)
    assert kind(answer) == expected, answer.text
    assert world.store.version == version


def test_an_unsound_document_is_refused_and_a_sound_one_taken(world: Writable, writer: httpx.Client) -> None:
    path = f"/graph/document/{LETTER.rpartition('/')[2]}"
    turtle = writer.get(path, headers={"accept": "text/turtle"}).text
    claim = "<urn:claim> a <https://w3id.org/weerbaar/def#Claim> ."
    refused = writer.post(path, content=claim, headers=TURTLE)
    assert kind(refused) == (422, "gate-refused") and refused.json()["report"]
    before = world.store.version
    same = writer.put(path, content=turtle, headers=TURTLE)
    assert (same.status_code, same.headers["dataset-version"]) == (204, str(before)), same.text
    writer.delete(path).raise_for_status()
    derived = f"{GRAPH}derived/{LETTER.rpartition('/')[2]}"
    assert writer.get("/graph-store", params={"graph": derived}).status_code == 404, "with what was derived"
    assert writer.put(path, content=turtle, headers=TURTLE).status_code == 201
    assert writer.get("/graph-store", params={"graph": derived}).status_code == 200


def test_if_match_holds_the_version(writer: httpx.Client) -> None:
    made = writer.put("/graph/user/writer/held", content=ONE, headers=TURTLE)
    seen = writer.get("/graph/user/writer/held").headers["etag"]
    writer.put("/graph/user/writer/other", content=ONE, headers=TURTLE)
    for tag in (made.headers["etag"], seen):
        answer = writer.put("/graph/user/writer/held", content=TWO, headers={**TURTLE, "if-match": tag})
        assert kind(answer) == (412, "precondition-failed")
    assert content(writer, "/graph/user/writer/held") == {triple(1)}


def test_a_marking_is_kept(world: Writable, writer: httpx.Client) -> None:
    with world.client("cleared") as cleared:
        cleared.put(
            "/graph/user/cleared/amber?marking=TLP:AMBER", content=ONE, headers=TURTLE
        ).raise_for_status()
        cleared.put("/graph/user/cleared/amber", content=TWO, headers=TURTLE).raise_for_status()
    store: EmbeddedStore = world.store
    assert len(store.reader(Marking.AMBER).graph(f"{GRAPH}user/cleared/amber")) == 1
    assert not store.reader(Marking.GREEN).graph(f"{GRAPH}user/cleared/amber")
    assert writer.get("/graph/user/cleared/amber").status_code == 404


def test_every_write_is_on_record(world: Writable, writer: httpx.Client) -> None:
    writer.put("/graph/user/writer/recorded", content=ONE + TWO, headers=TURTLE).raise_for_status()
    deadline = time.monotonic() + 10
    while not (lines := [line for line in world.audit() if "user/writer/recorded" in str(line)]):
        assert time.monotonic() < deadline, "the record follows the answer at once"
    assert (lines[0]["caller"], lines[0]["method"], lines[0]["status"]) == ("writer", "PUT", 201)
    assert (lines[0]["graphs"], lines[0]["triples_added"]) == ([f"{GRAPH}user/writer/recorded"], 2)


def test_options_tell_what_is_taken(writer: httpx.Client) -> None:
    answer = writer.options("/graph-store")
    assert {"PUT", "POST", "DELETE"} <= {part.strip() for part in answer.headers["allow"].split(",")}
