"""Which graphs an update writes to and reads, as its text tells."""

from __future__ import annotations

import pytest

from graph.errors import QueryError
from graph.targets import targets
from ontology.namespaces import GRAPH


def test_names_are_resolved_before_they_are_judged() -> None:
    written = "INSERT DATA { GRAPH u:a { <x> rdf:type skos:Concept } }"
    assert targets(f"PREFIX u: <{GRAPH}user/> {written}").named == {f"{GRAPH}user/a"}
    assert targets(f"BASE <{GRAPH}> {written.replace('u:a', '<catalogue>')}").named == {f"{GRAPH}catalogue"}
    with pytest.raises(QueryError, match="prefix “u:”"):
        targets(written)


@pytest.mark.parametrize("where", ["?s ?p ?o", "BIND(1 AS ?s) FILTER NOT EXISTS { ?s ?p ?o }"])
def test_a_pattern_that_could_find_nothing_is_refused(where: str) -> None:
    text = f"INSERT {{ GRAPH <urn:a> {{ ?s <urn:is> 1 }} }} WHERE {{ {where} }}"
    with pytest.raises(QueryError, match="names no graph"):
        targets(text)
    (reads,) = targets(text.replace("WHERE", "USING <urn:b> WHERE")).reads
    assert reads.using == ("urn:b",)


def test_targets_are_named_or_open() -> None:
    assert targets("MOVE <urn:a> TO <urn:b>").named == {"urn:a", "urn:b"}
    copy = targets("COPY <urn:a> TO <urn:b>")
    assert (copy.named, copy.sources, copy.reading) == ({"urn:b"}, {"urn:a"}, True)
    assert not targets("CLEAR NAMED ; INSERT DATA { GRAPH <urn:a> { <urn:x> <urn:is> 1 } }").reading
    assert targets("CLEAR NAMED").any
    assert targets(
        "INSERT { GRAPH ?g { ?s ?p 1 } GRAPH <urn:b> { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    ).any
    reading = targets("WITH <urn:a> DELETE { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert (reading.named, reading.any) == ({"urn:a"}, False), "what is only read is no target"
