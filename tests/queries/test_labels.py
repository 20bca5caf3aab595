"""People may write a label as they like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from graph.memory import MemoryReader
from graph.reader import Table
from ontology.namespaces import ID, WB, Iri, expand
from queries.labels import fold, labels, names

MEANS = (Iri(WB + "Means"),)
AGENT = (Iri(WB + "Agent"),)


@pytest.mark.parametrize(
    "typed", ["beïnvloeding", "Beinvloeding", "BEÏNVLOEDING", " influence ", "beinvloedng"]
)
def test_case_accents_and_language_do_not_matter(little_world: MemoryReader, typed: str) -> None:
    assert names(little_world, MEANS).find(typed) == (ID + "means/beinvloeding",)


def test_instances_of_a_subclass_are_found(little_world: MemoryReader) -> None:
    assert names(little_world, AGENT).find("russische federatie") == (ID + "agent/ru",)


def test_a_label_of_another_kind_is_not_found(little_world: MemoryReader) -> None:
    assert names(little_world, MEANS).find("Rusland") == ()


def test_the_last_part_of_an_iri_is_a_name_of_last_resort(little_world: MemoryReader) -> None:
    assert names(little_world, AGENT).find("ru") == (ID + "agent/ru",)


def test_one_label_for_two_things_gives_both(little_world: MemoryReader) -> None:
    assert names(little_world, MEANS).find("valse berichten") == (
        ID + "means/desinformatie",
        ID + "means/propaganda",
    )


def test_of_several_classes_the_best_name_wins(little_world: MemoryReader) -> None:
    both = names(little_world, (*MEANS, *AGENT))
    assert both.find("Rusland") == (ID + "agent/ru",)
    assert both.find("nepnieuws") == (ID + "means/desinformatie",)
    assert both.nearest("Ruslnd")[0] == "Rusland"


def test_a_thing_of_two_classes_is_found_once(little_world: MemoryReader) -> None:
    assert names(little_world, (*AGENT, Iri(WB + "State"))).find("Rusland") == (ID + "agent/ru",)


def test_the_nearest_labels_are_those_that_look_alike(little_world: MemoryReader) -> None:
    assert names(little_world, MEANS).nearest("desinformtie")[0] == "desinformatie"
    assert names(little_world, MEANS).nearest("xyzzy") == ()


def test_a_thing_without_label_is_called_by_its_identifier(little_world: MemoryReader) -> None:
    found = labels(
        little_world, [expand("document:brief-1"), expand("means:beinvloeding"), expand("agent:zz")]
    )
    assert found == {
        expand("document:brief-1"): {"": "brief-1"},
        expand("means:beinvloeding"): {"nl": "beïnvloeding", "en": "influence"},
    }


class Counting(MemoryReader):
    """Counts what it is asked."""

    asked = 0

    def select(self, query: str) -> Table:
        self.asked += 1
        return super().select(query)


def test_a_label_is_looked_up_once() -> None:
    """What has no label is remembered as well."""
    named, nameless = Iri(f"{ID}means/named"), Iri(f"{ID}means/nameless")
    label = Triple(NamedNode(named), NamedNode(expand("skos:prefLabel")), Literal("naam", language="nl"))
    reader = Counting({Iri(f"{ID}graph"): [label]})
    assert labels(reader, [named, nameless]) == {named: {"nl": "naam"}}
    assert labels(reader, [nameless, named]) == {named: {"nl": "naam"}}
    assert reader.asked == 1


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
