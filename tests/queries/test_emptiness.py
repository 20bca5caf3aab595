"""Why there is nothing, in words."""

import pytest
from pyoxigraph import NamedNode

from graph.memory import MemoryReader
from ontology.namespaces import expand
from queries.binding import MisplacedParameter, template
from queries.emptiness import explain, step

TEXTS = {"nl": "Wat is er?", "en": "What is there?"}
NOTHING = template("SELECT ?x WHERE { VALUES ?means { ?_means } ?x <urn:none> ?means }")


def node(curie: str) -> NamedNode:
    return NamedNode(expand(curie))


def test_the_first_step_that_fails_is_the_reason(little_world: MemoryReader) -> None:
    steps = [
        step("?m a wb:Means", {"nl": "Geen middelen.", "en": "No means."}),
        step(
            "VALUES ?means { ?_means } ?m wb:counters ?means",
            {"nl": "Niets tegen {means}.", "en": "Nothing."},
        ),
        step("FILTER(false)", {"nl": "Anders.", "en": "Otherwise."}),
    ]
    found = explain(little_world, NOTHING, TEXTS, steps, {"means": (node("means:propaganda"),)})
    assert found.missing == {"nl": "Niets tegen propaganda.", "en": "Nothing."}
    assert found.looked_for["en"] == "What is there? (means: propaganda)"


def test_no_reason_is_given_when_every_step_holds(little_world: MemoryReader) -> None:
    steps = [step("?m a wb:Means", TEXTS)]
    assert (
        explain(little_world, NOTHING, TEXTS, steps, {"means": (node("means:propaganda"),)}).missing is None
    )


def test_several_values_are_named_and_an_absent_one_is_a_dash(little_world: MemoryReader) -> None:
    steps = [step("FILTER(false)", {"nl": "{means} en {date}", "en": "{means} and {date}"})]
    both = (node("means:propaganda"), node("means:desinformatie"))
    found = explain(little_world, NOTHING, TEXTS, steps, {"means": both})
    assert found.missing == {"nl": "propaganda, desinformatie en –", "en": "propaganda, disinformation and –"}


def test_without_arguments_the_question_itself_was_looked_for(little_world: MemoryReader) -> None:
    assert explain(little_world, NOTHING, TEXTS, [], {}).looked_for == TEXTS


def test_only_neighbours_that_have_an_answer_are_near(little_world: MemoryReader) -> None:
    counters = template(f"SELECT ?m WHERE {{ VALUES ?x {{ ?_means }} ?m <{expand('wb:counters')}> ?x }}")
    near = explain(little_world, counters, TEXTS, [], {"means": (node("means:propaganda"),)}).nearest
    assert [(each.parameter, each.thing) for each in near] == [
        ("means", expand("means:beinvloeding")),
        ("means", expand("means:desinformatie")),
    ]
    assert explain(little_world, NOTHING, TEXTS, [], {"means": (node("means:propaganda"),)}).nearest == ()


def test_a_step_that_is_no_sparql_is_refused() -> None:
    with pytest.raises(SyntaxError):
        step("?a ?b", TEXTS)
    with pytest.raises(MisplacedParameter):
        step("?a ?b ?_c", TEXTS)
