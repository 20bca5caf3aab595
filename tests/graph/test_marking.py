"""The Traffic Light Protocol as markings and clearances."""

import pytest

from graph.marking import Marking


@pytest.mark.parametrize("marking", Marking)
def test_every_spelling_is_read(marking: Marking) -> None:
    assert {Marking.parse(text) for text in (marking.label, marking.slug, marking.name)} == {marking}


def test_an_unknown_marking_lists_the_known() -> None:
    with pytest.raises(ValueError, match=r"PINK.*TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER.STRICT, TLP:RED"):
        Marking.parse("PINK")
