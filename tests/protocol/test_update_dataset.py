"""Where the patterns of an update look (SPARQL 1.1 Protocol §2.2.3): `using-graph-uri` and its kin."""

import httpx
import pytest

from ontology.namespaces import GRAPH
from tests.protocol.writers import NOTES, UPDATE, problem

ADD = f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:x> <urn:is> 1 }} }}"


class TestDatasetOfTheRequest:
    """`using-graph-uri` and `using-named-graph-uri`, as in the W3C cases update_dataset_*."""

    A, B, OUT = (f"{GRAPH}user/writer/{name}" for name in ("using-a", "using-b", "using-out"))

    @pytest.fixture(autouse=True)
    def _filled(self, writer: httpx.Client) -> None:
        data = "".join(f"GRAPH <{name}> {{ <{name}> <urn:in> 1 }} " for name in (self.A, self.B))
        clear = f"DROP SILENT GRAPH <{self.OUT}>"
        text = f"{clear} ; INSERT DATA {{ {data} }}"
        writer.post("/sparql", content=text, headers=UPDATE).raise_for_status()

    @pytest.mark.parametrize(
        ("pattern", "parameters", "found"),
        [
            ("?s <urn:in> 1", [("using-graph-uri", A)], {A}),
            ("?s <urn:in> 1", [("using-graph-uri", A), ("using-graph-uri", B)], {A, B}),
            ("GRAPH ?g { ?s <urn:in> 1 }", [("using-named-graph-uri", B)], {B}),
            ("GRAPH ?g { ?s <urn:in> 1 }", [("using-graph-uri", A)], set()),
            ("?s <urn:in> 1", [("using-named-graph-uri", A)], set()),
        ],
    )
    def test_says_where_patterns_look(
        self, writer: httpx.Client, pattern: str, parameters: list[tuple[str, str]], found: set[str]
    ) -> None:
        text = f"INSERT {{ GRAPH <{self.OUT}> {{ ?s <urn:found> 'where WHERE' }} }} WHERE {{ {pattern} }}"
        answer = writer.post("/sparql", params=httpx.QueryParams(parameters), content=text, headers=UPDATE)
        assert answer.status_code == 200, answer.text
        query = f"SELECT ?s {{ GRAPH <{self.OUT}> {{ ?s <urn:found> ?o }} }}"
        rows = writer.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert {row["s"]["value"] for row in rows} == found

    @pytest.mark.parametrize("clause", ["USING", "USING NAMED"])
    def test_the_update_does_not_say_it_too(self, writer: httpx.Client, clause: str) -> None:
        text = f"INSERT {{ GRAPH <{self.OUT}> {{ ?s ?p ?o }} }} {clause} <{self.A}> WHERE {{ ?s ?p ?o }}"
        answer = writer.post("/sparql", data={"update": text, "using-graph-uri": self.A})
        assert problem(answer) == (400, "bad-request")

    def test_a_delete_where_cannot_take_it(self, writer: httpx.Client) -> None:
        text = f"DELETE WHERE {{ GRAPH <{self.OUT}> {{ ?s ?p ?o }} }}"
        answer = writer.post("/sparql", data={"update": text, "using-graph-uri": self.A})
        assert problem(answer) == (400, "bad-request")
