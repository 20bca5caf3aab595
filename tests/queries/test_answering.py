"""A question, its answer, and what comes with it."""

from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode

from graph.memory import MemoryReader
from ontology.namespaces import expand
from queries.answering import ask
from queries.catalogue import CannedQuery
from queries.errors import UnknownValue

COUNTERS = """\
#+ question: {nl: "Wat werkt tegen een middel?", en: "What counters a means?"}
#+ parameters:
#+   means:
#+     type: wb:Means
#+     description: {nl: een middel, en: a means}
#+     example: desinformatie
#+ columns:
#+   measure: {nl: maatregel, en: measure, type: wb:Measure}
#+ emptiness:
#+   - pattern: "?measure a wb:Measure"
#+     nl: Er zijn geen maatregelen.
#+     en: There are no measures.
#+   - pattern: "VALUES ?means { ?_means } ?measure wb:counters ?means"
#+     nl: Niets werkt tegen {means}.
#+     en: Nothing counters {means}.
PREFIX wb: <https://w3id.org/weerbaar/def#>
SELECT ?measure WHERE { VALUES ?means { ?_means } ?measure wb:counters ?means }
"""

CLAIMS = """\
#+ question: {nl: "Welke beweringen?", en: "Which claims?"}
#+ columns:
#+   quote: {nl: woorden, en: words}
#+   page: {nl: bladzijde, en: page, type: xsd:integer}
#+   document: {nl: document, en: document, type: wb:Document}
#+   claim: {nl: bewering, en: claim, type: wb:Claim}
PREFIX wb: <https://w3id.org/weerbaar/def#>
SELECT ?quote ?page ?document ?claim WHERE {
  ?claim a wb:Claim . BIND("woorden" AS ?quote) BIND(1 AS ?page) ?document a wb:Document
}
"""

Read = Callable[[str], CannedQuery]


def test_the_answer_carries_rows_labels_and_version(little_world: MemoryReader, canned: Read) -> None:
    answer = ask(little_world, canned(COUNTERS), {"means": "Disinformation"})
    assert answer.columns == ("measure",)
    assert [row["measure"] for row in answer.rows] == [NamedNode(expand("measure:loket"))]
    assert answer.arguments == {"means": (NamedNode(expand("means:desinformatie")),)}
    assert answer.version == 7
    assert answer.labels[expand("measure:loket")] == {"nl": "Loket, met “haken”"}
    assert answer.labels[expand("means:desinformatie")]["en"] == "disinformation"
    assert answer.emptiness is None


def test_an_empty_answer_says_what_which_part_and_what_is_nearest(
    little_world: MemoryReader, canned: Read
) -> None:
    emptiness = ask(little_world, canned(COUNTERS), {"means": "propaganda"}).emptiness
    assert emptiness is not None
    assert emptiness.looked_for["nl"] == "Wat werkt tegen een middel? (means: propaganda)"
    assert emptiness.missing == {"nl": "Niets werkt tegen propaganda.", "en": "Nothing counters propaganda."}
    assert [(near.thing, near.rows) for near in emptiness.nearest] == [
        (expand("means:beinvloeding"), 1),
        (expand("means:desinformatie"), 1),
    ]


def test_an_empty_graph_fails_at_the_first_step(canned: Read) -> None:
    query = canned(COUNTERS)
    with pytest.raises(UnknownValue):
        ask(MemoryReader({}), query, {"means": "propaganda"})


def test_the_answer_says_which_claims_no_person_has_read(little_world: MemoryReader, canned: Read) -> None:
    answer = ask(little_world, canned(CLAIMS), {})
    assert len(answer.rows) == 2
    assert answer.unreviewed == {expand("claim:c1")}
