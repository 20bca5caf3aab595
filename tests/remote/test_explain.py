"""What else is asked over engines elsewhere: a plan, where there can be one, and tables as Parquet."""

import io

from pyarrow import parquet

from tests import serving
from tests.remote.elsewhere import Elsewhere

QUERY = "SELECT ?l { means:spionage skos:prefLabel ?l }"


def test_an_engine_elsewhere_explains_by_its_own_means(elsewhere: Elsewhere) -> None:
    with elsewhere.client() as client:
        answer = client.get("/sparql/explain", params={"query": QUERY})
    if elsewhere.kind == "virtuoso":  # answered from a snapshot here, and so explained here
        assert answer.status_code == 200 and answer.json()["rows"] == 2
    else:
        assert answer.status_code == 501, answer.text
        assert answer.json()["type"].endswith("/not-offered") and "elsewhere" in answer.json()["detail"]


def test_a_table_as_parquet(elsewhere: Elsewhere) -> None:
    query = "SELECT ?m { ?m wb:counters means:spionage }"
    with elsewhere.client() as client:
        answer = client.get("/sparql", params={"query": query, "format": "parquet"})
        asked = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "parquet"})
    rows = parquet.read_table(io.BytesIO(answer.content)).to_pylist()
    assert (serving.LOKET, "iri") in {(row["m"], row["m.kind"]) for row in rows}
    assert parquet.read_table(io.BytesIO(asked.content)).to_pylist() == [{"answer": True}]
