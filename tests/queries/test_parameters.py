"""From what a person typed to terms, or to an error that says what to do."""

import pytest
from pyoxigraph import Literal, NamedNode

from graph.memory import MemoryReader
from ontology.namespaces import Iri, expand
from queries.errors import (
    AmbiguousValue,
    MissingParameter,
    TooManyValues,
    UnknownParameter,
    UnknownValue,
    WrongType,
)
from queries.parameters import Parameter, resolve

TEXTS = {"nl": "een middel", "en": "a means"}
MEANS = Parameter("means", TEXTS, "desinformatie", classes=(expand("wb:Means"),))
AGENT = Parameter("actor", TEXTS, "Rusland", classes=(expand("wb:Agent"),), required=False, several=True)


def typed(kind: str) -> Parameter:
    return Parameter("value", TEXTS, "1", datatype=expand(f"xsd:{kind}"))


def node(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


@pytest.mark.parametrize(
    "value",
    [
        "desinformatie",
        "Disinformation",
        "NEPNIEUWS",
        "means:desinformatie",
        "https://w3id.org/weerbaar/id/means/desinformatie",
        "<https://w3id.org/weerbaar/id/means/desinformatie>",
        "  desinformatie ",
    ],
)
def test_a_label_a_curie_and_an_iri_mean_the_same(little_world: MemoryReader, value: str) -> None:
    assert resolve(little_world, "q", [MEANS], {"means": value}) == {"means": (node("means:desinformatie"),)}


def test_several_values_are_several_terms_each_once(little_world: MemoryReader) -> None:
    given = {"actor": ["Rusland", "agent:ru"], "means": "propaganda"}
    assert resolve(little_world, "q", [MEANS, AGENT], given) == {
        "means": (node("means:propaganda"),),
        "actor": (node("agent:ru"),),
    }


def test_an_optional_parameter_may_be_left_out_or_left_blank(little_world: MemoryReader) -> None:
    assert resolve(little_world, "q", [AGENT], {}) == {}
    assert resolve(little_world, "q", [AGENT], {"actor": " "}) == {}


def test_a_default_is_used_when_nothing_is_given(little_world: MemoryReader) -> None:
    flag = Parameter("partial", TEXTS, "true", datatype=expand("xsd:boolean"), default="false")
    assert resolve(little_world, "q", [flag], {}) == {"partial": (Literal(False),)}
    assert resolve(little_world, "q", [flag], {"partial": "ja"}) == {"partial": (Literal(True),)}


@pytest.mark.parametrize(
    ("kind", "value", "lexical"),
    [
        ("date", "2021-02-03", "2021-02-03"),
        ("integer", "+012", "12"),
        ("boolean", "True", "true"),
        ("string", "a", "a"),
    ],
)
def test_a_datatype_gives_a_typed_literal(
    little_world: MemoryReader, kind: str, value: str, lexical: str
) -> None:
    (term,) = resolve(little_world, "q", [typed(kind)], {"value": value})["value"]
    assert term == Literal(lexical, datatype=NamedNode(expand(f"xsd:{kind}")))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "3 februari 2021", "a date, year-month-day, such as 2021-02-03"),
        ("date", "2021-02-30", "a date"),
        ("date", "20210203", "a date"),
        ("date", "2021-W05-3", "a date"),
        ("integer", "12.5", "a whole number"),
        ("integer", "twaalf", "a whole number"),
        ("integer", "1" * 400, "a whole number"),
        ("boolean", "misschien", "true or false"),
    ],
)
def test_a_wrong_type_is_told_what_is_expected(
    little_world: MemoryReader, kind: str, value: str, expected: str
) -> None:
    with pytest.raises(WrongType, match=expected) as caught:
        resolve(little_world, "q", [typed(kind)], {"value": value})
    assert caught.value.parameter == "value"


def test_an_unknown_value_is_told_the_nearest(little_world: MemoryReader) -> None:
    with pytest.raises(UnknownValue, match="no wb:Means is called 'desinfromatie'; nearest: desinformatie"):
        resolve(little_world, "q", [MEANS], {"means": "desinfromatie"})


def test_a_curie_that_the_graph_does_not_know_is_told_the_nearest(little_world: MemoryReader) -> None:
    with pytest.raises(UnknownValue) as caught:
        resolve(little_world, "q", [MEANS], {"means": "means:desinformaties"})
    assert "desinformatie" in caught.value.nearest


def test_a_thing_of_another_kind_is_unknown_here(little_world: MemoryReader) -> None:
    with pytest.raises(UnknownValue):
        resolve(little_world, "q", [MEANS], {"means": "agent:ru"})


@pytest.mark.parametrize(
    "value", ["means:a b", "<>", "://", "http://a b", 'x"} UNION {', "urn:<x>", "means:"]
)
def test_nonsense_is_an_unknown_value_and_nothing_worse(little_world: MemoryReader, value: str) -> None:
    with pytest.raises(UnknownValue):
        resolve(little_world, "q", [MEANS], {"means": value})


def test_a_label_of_two_things_asks_which(little_world: MemoryReader) -> None:
    with pytest.raises(AmbiguousValue, match="means:desinformatie, means:propaganda"):
        resolve(little_world, "q", [MEANS], {"means": "valse berichten"})


def test_an_unknown_parameter_is_told_what_there_is(little_world: MemoryReader) -> None:
    with pytest.raises(UnknownParameter, match="q has no parameter 'mean'; it takes: means"):
        resolve(little_world, "q", [MEANS], {"mean": "desinformatie"})


def test_a_missing_parameter_is_told_with_an_example(little_world: MemoryReader) -> None:
    with pytest.raises(MissingParameter, match=r"q needs 'means': a means \(for example: desinformatie\)"):
        resolve(little_world, "q", [MEANS], {"means": ""})


def test_two_values_where_one_is_asked_are_refused(little_world: MemoryReader) -> None:
    with pytest.raises(TooManyValues, match="takes one value, but 2 were given"):
        resolve(little_world, "q", [MEANS], {"means": ["propaganda", "desinformatie"]})


def test_a_parameter_tells_its_kinds() -> None:
    assert MEANS.kinds == ("wb:Means",)
    assert Parameter("x", TEXTS, "1", datatype=Iri(expand("xsd:date"))).kinds == ("xsd:date",)
