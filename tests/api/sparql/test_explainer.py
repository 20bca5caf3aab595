"""Explaining without a server: which engine, in how much memory, and what is left when it is cut off."""

import asyncio
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pyoxigraph as ox
import pytest

from api.problems import Problem
from api.sparql import explainer
from api.sparql.explainer import Engine, Explainer
from api.sparql.explanation import Explanation
from api.sparql.frames import Job

MEGABYTES = 1500


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with three thousand triples."""
    folder = tmp_path_factory.mktemp("store")
    store = ox.Store(str(folder))
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:s{i}"), ox.NamedNode("urn:p"), ox.Literal(str(i)), ox.NamedNode("urn:g"))
        for i in range(3000)
    )
    store.flush()
    return str(folder)


def explain(store: str, query: str, *, seconds: float = 5, megabytes: int = MEGABYTES) -> Explanation:
    job = Job(snapshot=store, query=query, seconds=seconds, nesting=100)
    return asyncio.run(Explainer(megabytes, 1).explain(job))


def test_the_engine_is_of_the_version_that_answers() -> None:
    assert Engine.installed().name == f"oxigraph {ox.__version__}"
    assert Path(Engine.installed().program).is_file()


def test_rows_of_each_step(store: str) -> None:
    found = explain(store, "SELECT ?s { ?s <urn:p> ?o FILTER(STRLEN(?o) = 4) }")
    assert (found.ended, found.rows) == ("whole", 2000)
    assert [step.rows for step in found.steps if step.name.startswith("QuadPattern")] == [3000]


def test_a_store_is_opened_beside_its_writer(store: str) -> None:
    writer = ox.Store(store)
    assert explain(store, "ASK { ?s ?p ?o }").ended == "whole"
    del writer


@pytest.mark.slow
def test_too_much_memory_leaves_the_plan(store: str) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"
    found = explain(store, query, seconds=60, megabytes=700)
    assert (found.ended, found.evaluate) == ("memory", None)
    assert any(step.name.startswith("Sort") for step in found.steps)


@pytest.mark.slow
def test_what_cannot_even_be_planned_in_time_is_a_problem(store: str) -> None:
    product = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(30)))} }}" for i in range(9))
    with pytest.raises(Problem) as refused:
        explain(store, f"SELECT (COUNT(*) AS ?n) {{ {product} }}", seconds=1)
    assert (refused.value.status, refused.value.kind) == (504, "query-too-slow")


def test_an_engine_elsewhere_is_not_asked() -> None:
    with pytest.raises(Problem) as refused:
        explain("https://example.org/sparql", "ASK {}")
    assert (refused.value.status, refused.value.kind) == (501, "not-offered")


def test_without_its_command_line_the_problem_says_what_to_install(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(explainer, "distribution", missing)
    with pytest.raises(Problem) as refused:
        explain(store, "ASK {}")
    assert refused.value.status == 501 and f"oxigraph=={ox.__version__}" in refused.value.detail


def test_a_crowd_is_turned_away(store: str) -> None:
    async def two() -> list[object]:
        shared = Explainer(MEGABYTES, 1)
        job = Job(snapshot=store, query="ASK {}", seconds=5, nesting=100)
        return await asyncio.gather(shared.explain(job), shared.explain(job), return_exceptions=True)

    first, second = asyncio.run(two())
    assert isinstance(first, Explanation)
    assert isinstance(second, Problem) and second.status == 503


def test_whoever_gives_up_leaves_no_process(store: str) -> None:
    async def give_up() -> None:
        job = Job(
            snapshot=store, query="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", seconds=60, nesting=100
        )
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await Explainer(MEGABYTES, 1).explain(job)

    children = Path(f"/proc/self/task/{Path('/proc/thread-self').resolve().name}/children")
    before = children.read_text(encoding="ascii").split()  # the service of other tests, for one
    asyncio.run(give_up())
    assert children.read_text(encoding="ascii").split() == before
