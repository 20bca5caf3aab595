"""Addresses of engines. What endpoints answer is tested on real ones in `test_store` and `test_remote`."""

from __future__ import annotations

import pytest

from graph.endpoint import Endpoint


@pytest.mark.parametrize(
    ("url", "update", "graph_store"),
    [
        ("http://h:7878/query", "http://h:7878/update", None),
        ("https://h/ds/query?union-default-graph", "https://h/ds/update", None),
        ("https://h/repositories/r", "https://h/repositories/r/statements", None),
        ("http://h:8890/sparql", "http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth"),
    ],
)
def test_one_address_tells_the_others(url: str, update: str, graph_store: str | None) -> None:
    endpoint = Endpoint.at(url, "user", "secret")
    assert (endpoint.query, endpoint.update, endpoint.graph_store) == (url, update, graph_store)
    assert "secret" not in repr(endpoint)


def test_an_unknown_address_says_what_is_expected() -> None:
    with pytest.raises(ValueError, match=r"https://h/other is no address .* expected …/query"):
        Endpoint.at("https://h/other")
