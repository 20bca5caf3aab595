"""A plan as the engine tells it, and as a person reads it."""

from hypothesis import given
from hypothesis import strategies as st

from api.sparql.explanation import Explanation, Tree, readable

PATTERN = {
    "name": "QuadPattern(?s ?p ?o)",
    "number of results": 7,
    "duration in seconds": 0.002,
    "children": [],
}
TREE = {
    "name": "Project(?s)",
    "number of results": 7,
    "duration in seconds": 0.0035,
    "children": [PATTERN, {**PATTERN, "duration in seconds": 0.0005}],
}


def explained(tree: Tree) -> Explanation:
    return Explanation("engine 1", "whole", 0.1, 0.2, tree)


def test_own_time_is_what_the_steps_below_did_not_take() -> None:
    top, first, second = explained(TREE).steps
    assert (top.milliseconds, top.own, top.depth) == (3.5, 1.0, 0)
    assert (first.own, second.own, first.depth) == (2.0, 0.5, 1)


def test_the_whole_is_the_top_step() -> None:
    assert (explained(TREE).rows, explained(TREE).evaluate) == (7, 3.5)


def test_what_was_not_measured_is_none_and_not_zero() -> None:
    bare = explained({"name": "Project(?s)", "children": [{"name": "QuadPattern(?s ?p ?o)", "children": []}]})
    assert bare.rows is None and bare.evaluate is None
    assert {(step.rows, step.milliseconds, step.own) for step in bare.steps} == {(None, None, None)}


def test_clocks_that_disagree_give_no_time_below_zero() -> None:
    top, *_ = explained({**TREE, "duration in seconds": 0.001}).steps
    assert top.own == 0


def test_names_are_shortened_for_a_person_only() -> None:
    name = "Filter((?x = <https://w3id.org/weerbaar/id/means/spionage>))"
    assert readable(name) == "Filter((?x = means:spionage))"
    assert readable("Extend(?450d89c4fb0a20a4f0ed673cc72d990d -> ?n)") == "Extend(?450d89… -> ?n)"
    assert readable("Values(" + "x" * 1000).endswith(" …")
    assert readable("Path(?a <urn:p>+ ?b)") == "Path(?a <urn:p>+ ?b)"


@given(st.recursive(st.just([]), lambda children: st.lists(children, max_size=4), max_leaves=20))
def test_every_step_is_told_once(shape: list[object]) -> None:
    def tree(children: list[object]) -> Tree:
        return {"name": "Join", "children": [tree(child) for child in children]}  # type: ignore[arg-type]

    def count(children: list[object]) -> int:
        return 1 + sum(count(child) for child in children)  # type: ignore[arg-type]

    assert len(explained(tree(shape)).steps) == count(shape)
