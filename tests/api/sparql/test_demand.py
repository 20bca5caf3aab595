"""A snapshot is worth a copy once it was asked most for some time."""

from api.sparql.demand import MARGIN, PERIOD, Demand


def wanted(demand: Demand, *periods: list[str]) -> list[str | None]:
    """What is wanted at the end of each period in which these snapshots were asked."""
    found: list[str | None] = []
    for number, asked in enumerate(periods):
        for snapshot in asked[:-1]:
            assert demand.asked(snapshot, number * PERIOD) is None
        found.append(demand.asked(asked[-1], (number + 1) * PERIOD))
    return found


def test_one_that_was_asked_most_twice_in_a_row_is_wanted() -> None:
    assert wanted(Demand(), ["a", "a"], ["b", "a", "a"]) == [None, "a"]


def test_while_somebody_publishes_again_and_again_none_is_wanted() -> None:
    versions = [[f"v{number}"] * 3 for number in range(5)]
    assert wanted(Demand(), *versions) == [None] * 5


def test_the_one_that_is_held_is_not_wanted_again() -> None:
    demand = Demand()
    demand.held = "a"
    assert wanted(demand, ["a", "a"], ["a", "a"]) == [None, None]


def test_another_has_to_be_asked_far_more_than_the_one_held() -> None:
    demand = Demand()
    demand.held = "a"
    little, much = ["a", *["b"] * MARGIN], ["a", *["b"] * (MARGIN + 1)]
    assert wanted(demand, little, little, much) == [None, None, "b"]


def test_one_of_which_there_can_be_no_copy_is_not_wanted() -> None:
    demand = Demand()
    demand.refused.add("a")
    assert wanted(demand, ["a"], ["a"], ["a"]) == [None] * 3
