"""The dataset of an update request, put into the update: before each WHERE of the grammar, and no other."""

import pytest

from api.problems import Problem
from api.sparql.using import with_dataset
from graph.errors import QueryError
from graph.targets import targets

A, B = "urn:a", "urn:b"
HEAD = "INSERT { GRAPH <urn:out> { ?s ?p 'WHERE' } }"


def test_without_a_dataset_an_update_stays_as_it_is() -> None:
    assert with_dataset("INSERT DATA { GRAPH <urn:out> { <urn:x> <urn:y> 1 } }", (), ()).startswith(
        "INSERT DATA"
    )


@pytest.mark.parametrize(
    "update",
    [
        f"{HEAD} WHERE {{ ?s ?p ?o }}",
        f"# WHERE\n{HEAD} # WHERE {{ }}\nwhere {{ {{ SELECT ?s ?p WHERE {{ ?s ?p 'WHERE {{ }}' }} }} }}",
        f"PREFIX WHERE: <urn:w> {HEAD} WHERE {{ ?s ?p WHERE:WHERE }} ; {HEAD} WHERE {{ ?s ?p ?o }}",
        "DELETE { GRAPH <urn:out> { ?s ?p ?o } } WHERE { ?s ?p ?o } ; CREATE GRAPH <urn:b>",
        f"DELETE {{ GRAPH <urn:out> {{ ?s ?p ?o }} }} {HEAD} WHERE {{ ?s ?p ?o FILTER(?o != \"WHERE\") }}",
    ],
)  # fmt: skip
def test_every_operation_that_looks_gets_it(update: str) -> None:
    made = with_dataset(update, (A,), (B,))
    reads = targets(made).reads
    assert reads and all((read.using, read.using_named) == ((A,), (B,)) for read in reads)
    assert made.replace(f"USING <{A}> USING NAMED <{B}> ", "") == update


@pytest.mark.parametrize("clause", ["USING <urn:b>", "USING NAMED <urn:b>"])
def test_only_one_of_them_says_it(clause: str) -> None:
    with pytest.raises(Problem, match="only one of them"):
        with_dataset(f"{HEAD} {clause} WHERE {{ ?s ?p ?o }}", (A,), ())
    with pytest.raises(Problem, match="only one of them"):
        with_dataset("WITH <urn:a> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", (A,), ())


def test_what_takes_none_is_refused() -> None:
    with pytest.raises(Problem, match="DELETE WHERE"):
        with_dataset("DELETE WHERE { GRAPH <urn:a> { ?s ?p ?o } }", (A,), ())
    with pytest.raises(QueryError, match="SERVICE"):
        with_dataset(f"{HEAD} WHERE {{ SERVICE <urn:x> {{ ?s ?p ?o }} }}", (A,), ())
