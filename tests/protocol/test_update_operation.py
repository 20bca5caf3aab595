"""SPARQL 1.1 Protocol §2.2, the update operation, over the real server: policy and gate."""

import random

import httpx
import pytest

from graph.knowledge import VOCABULARY
from graph.marking import Marking
from ontology.namespaces import GRAPH
from tests.policy.canaries import graphs, leaks, secret
from tests.protocol.writers import LETTER, NOTES, SECRET, UPDATE, Writable, ask, problem

ADD = f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:x> <urn:is> 1 }} }}"


def test_an_update_is_answered_with_the_version_that_holds_it(world: Writable, writer: httpx.Client) -> None:
    before = int(writer.get("/sparql", params={"query": "ASK {}"}).headers["dataset-version"])
    direct = writer.post("/sparql", content=ADD, headers=UPDATE)
    told = {"version": before + 1, "graphs": [NOTES], "added": 1, "removed": 0, "read": "TLP:CLEAR"}
    assert direct.json() == told
    assert direct.headers["dataset-version"] == str(before + 1)
    form = writer.post("/sparql", data={"update": ADD.replace(" 1 ", " 2, 3 ")})
    assert (form.json()["added"], form.json()["version"]) == (2, before + 2)
    assert ask(writer, f"ASK {{ GRAPH <{NOTES}> {{ <urn:x> <urn:is> 1, 2, 3 }} }}"), "and is seen at once"
    (line, _) = [line for line in world.audit() if "update" in line][:2]
    assert line["caller"] == "writer" and line["graphs"] == [NOTES] and line["triples_added"] == 1
    assert line["version"] == before + 1 and float(str(line["write_ms"])) > 0


def test_who_may(world: Writable) -> None:
    with world.client("reader") as reader:
        assert problem(reader.post("/sparql", content=ADD, headers=UPDATE)) == (403, "forbidden")
    answer = httpx.post(f"{world.service.url}/sparql", data={"update": ADD})
    assert problem(answer) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (f"INSERT DATA {{ GRAPH <{SECRET}> {{ <urn:x> <urn:is> 1 }} }}", (403, "forbidden")),
        (f"INSERT DATA {{ GRAPH <{VOCABULARY}> {{ <urn:x> <urn:is> 1 }} }}", (403, "forbidden")),
        (f"INSERT DATA {{ GRAPH <{GRAPH}catalogue> {{ <urn:x> <urn:is> 1 }} }}", (403, "forbidden")),
        (f"INSERT DATA {{ GRAPH <{GRAPH}derived/kst-99998-7> {{ <urn:x> a 1 }} }}", (403, "forbidden")),
        (f"BASE <{GRAPH}> INSERT DATA {{ GRAPH <rules> {{ <x> <y> 1 }} }}", (403, "forbidden")),
        ("DROP ALL", (403, "forbidden")),
        ("CLEAR NAMED", (403, "forbidden")),
        (f"MOVE <{LETTER}> TO <{GRAPH}review>", (403, "forbidden")),
        ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:a>", (400, "cannot-evaluate")),
        (f"WITH <{NOTES}> INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}",
         (400, "cannot-evaluate")),
        (f"INSERT {{ GRAPH <{NOTES}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}", (400, "cannot-evaluate")),
        (f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:x> <urn:is> }} }}", (400, "syntax-error")),
        (f"CREATE GRAPH <{LETTER}>", (400, "cannot-evaluate")),
        ("SELECT * { ?s ?p ?o }", (400, "syntax-error")),
        ("INSERT DATA { " + "{" * 500, (400, "query-too-deep")),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(
    writer: httpx.Client, update: str, expected: tuple[int, str]
) -> None:
    before = writer.get("/sparql", params={"query": "ASK {}"}).headers["dataset-version"]
    answer = writer.post("/sparql", content=update, headers=UPDATE)
    assert problem(answer) == expected, answer.text
    assert writer.get("/sparql", params={"query": "ASK {}"}).headers["dataset-version"] == before


OUT = f"{GRAPH}user/writer/out"
HIDDEN = list(graphs(Marking.RED))
SPYING = [
    f"INSERT {{ GRAPH <{OUT}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
    for graph in ("?g", *(f"<{name}>" for name in HIDDEN))
] + [
    f"INSERT {{ GRAPH <{OUT}> {{ ?s ?p ?o }} }} USING <{SECRET}> WHERE {{ ?s ?p ?o }}",
    f"INSERT {{ GRAPH <{OUT}> {{ ?s ?p ?o }} }} USING NAMED <{SECRET}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    f"COPY SILENT <{SECRET}> TO <{OUT}>",
    f"ADD SILENT <{SECRET}> TO <{OUT}>",
    f"INSERT {{ GRAPH <{OUT}> {{ <urn:it> <urn:is> ?n }} }} WHERE {{ {{ SELECT (MAX(?c) AS ?n) {{ "
    f"GRAPH ?g {{ ?s <urn:canary:value> ?c }} }} }} FILTER(?n > 1003) }}",
    f"INSERT {{ GRAPH <{OUT}> {{ <urn:it> <urn:is> 1 }} }} WHERE {{ "
    f"FILTER EXISTS {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }} }}",
    f"INSERT {{ GRAPH <{OUT}> {{ ?x <urn:is> ?y }} }} WHERE {{ GRAPH ?g {{ ?x <urn:canary:next>+ ?y }} }}",
]  # fmt: skip


@pytest.mark.parametrize("update", SPYING)
def test_an_update_brings_nothing_out(world: Writable, writer: httpx.Client, update: str) -> None:
    """What comes out of it is what comes out in a graph: nothing of what is hidden, not even that it is."""
    answer = writer.post("/sparql", content=update, headers=UPDATE)
    assert not leaks(answer.text, Marking.CLEAR, update)
    got = writer.get("/graph-store", params={"graph": OUT}, headers={"accept": "application/n-triples"})
    assert not leaks(got.text, Marking.CLEAR) and "urn:it" not in got.text
    with world.client("cleared") as cleared:
        assert secret(Marking.RED) in cleared.get("/graph-store", params={"graph": SECRET}).text


def test_what_a_cleared_caller_writes_is_hidden_by_default(world: Writable, writer: httpx.Client) -> None:
    mine = f"{GRAPH}user/cleared/"
    copy = f"""INSERT {{ GRAPH <{mine}copy> {{ <urn:it> <urn:says> ?title }} }}
        WHERE {{ GRAPH <{SECRET}> {{ ?document dcterms:title ?title }} }}"""
    with world.client("cleared") as cleared:
        answer = cleared.post("/sparql", content=copy, headers=UPDATE)
        assert (answer.status_code, answer.json()["read"]) == (200, "TLP:RED"), answer.text
        named = {"update": ADD.replace(NOTES, f"{mine}amber"), "marking": "TLP:AMBER"}
        assert cleared.post("/sparql", data=named).status_code == 200
        for name in ("copy", "amber"):
            assert cleared.get(f"/graph/user/cleared/{name}").status_code == 200
            assert writer.get(f"/graph/user/cleared/{name}").status_code == 404
    above = {"update": ADD, "marking": "TLP:AMBER"}
    assert problem(writer.post("/sparql", data=above)) == (403, "forbidden")


def test_nothing_that_a_cleared_caller_reads_flows_down(world: Writable, writer: httpx.Client) -> None:
    low = f"{GRAPH}user/cleared/low"
    into = f"INSERT {{ GRAPH <{low}> {{ <urn:it> <urn:says> ?o }} }} WHERE"
    with world.client("cleared") as cleared:
        made = {
            "update": f"INSERT DATA {{ GRAPH <{low}> {{ <urn:it> <urn:is> 1 }} }}",
            "marking": "TLP:CLEAR",
        }
        cleared.post("/sparql", data=made).raise_for_status()
        named = cleared.post("/sparql", data={"update": f"{into} {{ GRAPH <{SECRET}> {{ ?s ?p ?o }} }}"})
        assert problem(named) == (403, "forbidden") and "marked TLP:RED" in named.json()["detail"]
        found = cleared.post("/sparql", data={"update": f"{into} {{ GRAPH ?g {{ ?s dcterms:title ?o }} }}"})
        assert (found.status_code, found.json()["read"]) == (200, "TLP:CLEAR"), found.text
    got = writer.get("/graph-store", params={"graph": low}, headers={"accept": "application/n-triples"})
    assert "Voorbeeld" in got.text or found.json()["added"], "it finds what all may see"
    assert not leaks(got.text, Marking.CLEAR)


def test_names_tell_nothing(world: Writable) -> None:
    """A number that is taken by a hidden document, one that is free, another's graphs: one answer."""
    with world.client("visitor") as visitor:
        told = set()
        for name in (
            SECRET,
            f"{GRAPH}document/free",
            HIDDEN[2],
            f"{GRAPH}user/free",
            NOTES,
            f"{GRAPH}review",
        ):
            data = {"update": f"INSERT DATA {{ GRAPH <{name}> {{ <urn:x> <urn:is> 1 }} }}"}
            answers = (
                visitor.post("/sparql", data=data),
                visitor.put("/graph-store", params={"graph": name}, content="<urn:x> <urn:is> 1 .",
                            headers={"content-type": "text/turtle"}),
            )  # fmt: skip
            told |= {(answer.status_code, answer.text.replace(name, "…")) for answer in answers}
        assert len({status for status, _ in told}) == 1 and len(told) == 1, told
        mine = {"update": ADD.replace("user/writer", "user/visitor")}
        assert visitor.post("/sparql", data=mine).status_code == 200


def test_a_claim_typed_into_ones_own_graph_is_refused_by_triple_and_shape(writer: httpx.Client) -> None:
    text = (
        f"INSERT DATA {{ GRAPH <{NOTES}> {{ measure:m wb:counters means:spionage . <urn:c> a wb:Claim }} }}"
    )
    answer = writer.post("/sparql", content=text, headers=UPDATE)
    assert problem(answer) == (422, "gate-refused")
    found = {(finding["focus"], finding["shape"].rpartition("/")[2]) for finding in answer.json()["report"]}
    assert ("urn:c", "OwnObject") in found and len(found) == 3, found


def test_a_document_that_would_break_a_shape_is_refused_with_the_report(writer: httpx.Client) -> None:
    spoil = f"""WITH <{LETTER}> DELETE {{ ?c prov:wasQuotedFrom ?e }} INSERT {{ }}
        WHERE {{ ?c prov:wasQuotedFrom ?e }}"""
    answer = writer.post("/sparql", content=spoil, headers=UPDATE)
    assert problem(answer) == (422, "gate-refused")
    findings = answer.json()["report"]
    assert len(findings) >= 3 and all(finding["severity"] == "Violation" for finding in findings)
    assert any("without evidence no claim" in finding["en"] for finding in findings), findings


def test_a_documents_change_is_derived_from_anew(writer: httpx.Client) -> None:
    plan = f"ASK {{ GRAPH <{GRAPH}derived/kst-99998-7> {{ measure:voorbeeldplan wb:counters ?x }} }}"
    assert ask(writer, plan)
    unsure = f"""WITH <{LETTER}> DELETE {{ ?c wb:modality ?m }} INSERT {{ ?c wb:modality modality:ontkend }}
        WHERE {{ ?c wb:claimSubject measure:voorbeeldplan ; wb:modality ?m }}"""
    answer = writer.post("/sparql", content=unsure, headers=UPDATE)
    assert answer.status_code == 200, answer.text
    assert not ask(writer, plan)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"update": ADD, "query": "ASK {}"}, (400, "unknown-parameter")),
        ({"update": ADD, "default-graph-uri": NOTES}, (400, "unknown-parameter")),
        ({"update": ADD, "marking": "TLP:PINK"}, (400, "unknown-value")),
        ({"update": ADD, "using-graph-uri": "no iri"}, (400, "bad-request")),
        ({"using-graph-uri": NOTES}, (400, "missing-parameter")),
    ],
)
def test_a_malformed_request(writer: httpx.Client, data: dict[str, str], expected: tuple[int, str]) -> None:
    assert problem(writer.post("/sparql", data=data)) == expected


def test_an_update_is_not_sent_by_get_or_as_a_query(writer: httpx.Client) -> None:
    assert writer.get("/sparql", params={"update": ADD}).status_code == 400
    assert writer.post("/sparql", data={"query": ADD}).status_code == 400


def test_what_nobody_would_write_is_no_failure_of_ours(writer: httpx.Client) -> None:
    chance = random.Random(8)
    seeds = [
        ADD,
        *SPYING,
        f"MOVE SILENT <{NOTES}> TO <{OUT}> ; DELETE WHERE {{ GRAPH <{OUT}> {{ ?s ?p ?o }} }}",
    ]
    pieces = [
        "{",
        "}",
        "<",
        ">",
        '"',
        "'",
        "\\",
        ";",
        "#",
        "\x00",
        "WHERE",
        "USING",
        "GRAPH",
        "?g",
        "é",
        "^^",
        "_:x",
    ]
    for _ in range(60):
        text = chance.choice(seeds)
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(text))
            text = (
                text[:at] + chance.choice(pieces) * chance.randint(0, 2) + text[at + chance.randint(0, 5) :]
            )
        form = {"update": text, **chance.choice([{}, {"using-graph-uri": NOTES}])}
        answer = writer.post("/sparql", data=form)
        assert answer.status_code < 500, (form, answer.text)
