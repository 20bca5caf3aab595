"""The process that carries out updates: it stays, is ended when it must be, and is then made anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

from api.problems import Problem
from api.settings import Settings
from api.sparql.updates import Runner
from graph.errors import QueryError, QuerySyntaxError

INSERT = "INSERT DATA { GRAPH <urn:g> { <urn:x> <urn:is> 1 } }"
FILL = """INSERT { GRAPH <urn:g> { ?s ?p ?n } } WHERE { BIND(<urn:a> AS ?s) BIND(<urn:b> AS ?p)
    VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } VALUES ?c { 0 1 2 3 4 5 6 7 8 9 }
    BIND(?a * 100 + ?b * 10 + ?c AS ?n) }"""
ENDLESS = """INSERT { GRAPH <urn:g> { <urn:x> <urn:is> ?n } }
    WHERE { { SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j . ?k ?l ?m } } } }"""


@pytest.fixture
def run() -> Iterator[Runner]:
    """A runner that gives an update one second."""
    made = Runner(Settings(query_seconds=1))
    yield made
    made.close()


def pid(run: Runner) -> int:
    assert run.process is not None
    return run.process.pid


def test_one_process_carries_out_one_after_another(run: Runner, tmp_path: Path) -> None:
    run(tmp_path / "a", INSERT)
    first = pid(run)
    run(tmp_path / "b", INSERT.replace("1", "2"))
    assert pid(run) == first
    assert [len(Store.read_only(str(tmp_path / name))) for name in "ab"] == [1, 1]


def test_what_fails_is_said_and_the_process_stays(run: Runner, tmp_path: Path) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        run(tmp_path / "a", INSERT + "\n}")
    assert error.value.line == 2
    first = pid(run)
    with pytest.raises(QueryError, match="failed"):
        run(tmp_path / "a", "DROP GRAPH <urn:none>")
    assert pid(run) == first


def test_one_that_takes_too_long_ends_with_its_process_and_the_next_gets_another(
    run: Runner, tmp_path: Path
) -> None:
    run(tmp_path / "a", FILL)
    first = pid(run)
    with pytest.raises(Problem) as problem:
        run(tmp_path / "a", ENDLESS)
    assert (problem.value.status, run.process) == (504, None)
    run(tmp_path / "b", INSERT)
    assert pid(run) != first


def test_a_process_that_died_between_two_updates_is_replaced(run: Runner, tmp_path: Path) -> None:
    run(tmp_path / "a", INSERT)
    assert run.process is not None
    run.process.kill()
    run.process.wait()
    run(tmp_path / "b", INSERT)
