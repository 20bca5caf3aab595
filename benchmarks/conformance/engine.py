"""The peer: the engine alone, in this process, without anything of ours around it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from benchmarks.conformance.answers import Answer, Graph, read, table
from benchmarks.conformance.suite import Case, Data, Kind, dataset, named_in


class Refused(Exception):
    """The engine refused what it was sent; the message is its own."""


def answer(root: Path, test: Case) -> Answer:
    """What the engine answers to a query over the dataset of its test. Raises `Refused`."""
    store = _store(root, test.data)
    try:
        result = store.query(test.text, base_iri=test.base)
        if isinstance(result, ox.QueryTriples):
            return Graph(frozenset(ox.Quad(*triple) for triple in result))
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        if test.result is not None and test.result.suffix == ".csv":
            return read(result.serialize(format=ox.QueryResultsFormat.CSV) or b"", "text/csv")
        return table(result)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise Refused(str(error)) from error


def updated(root: Path, test: Case) -> Answer:
    """What the engine holds after an update. Raises `Refused`."""
    store = _store(root, test.data)
    try:
        store.update(test.text, base_iri=test.base)
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        raise Refused(str(error)) from error
    return Graph(frozenset(store))


def takes(test: Case) -> bool:
    """Whether the engine takes a request for well formed."""
    store = ox.Store()
    try:
        if test.kind is Kind.UPDATE_SYNTAX:
            store.update(test.text, base_iri=test.base)
        else:
            store.query(test.text, base_iri=test.base)
    except SyntaxError:
        return False
    except (RuntimeError, ValueError, OSError):
        return True  # well formed, and then nothing to fetch or to change
    return True


def _store(root: Path, data: Data) -> ox.Store:
    store = ox.Store()
    for name in named_in(root, data):
        store.add_graph(ox.NamedNode(name))
    store.extend(dataset(root, data))
    return store
