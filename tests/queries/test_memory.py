"""What a snapshot answered once need not be worked out again, and nothing else is kept."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.embedded import EmbeddedStore
from graph.memory import MemoryReader
from ontology.namespaces import GRAPH, PREFIXES, WB, Iri, expand
from queries import memory
from queries.answering import ask
from queries.catalogue import CannedQuery

LISTED = """\
#+ question: {nl: "Welke maatregelen?", en: "Which measures?"}
#+ parameters:
#+   measure: {type: wb:Measure, required: false, description: {nl: een, en: one}, example: loket}
#+ columns:
#+   measure: {nl: maatregel, en: measure, type: wb:Measure}
#+ emptiness:
#+   - {pattern: "?measure a wb:Measure", nl: Geen., en: None.}
PREFIX wb: <https://w3id.org/weerbaar/def#>
SELECT ?measure WHERE { VALUES ?measure { ?_measure } ?measure a wb:Measure }
"""


def measures(*slugs: str) -> dict[Iri, Iterable[Triple]]:
    label, kind = NamedNode(PREFIXES["skos"] + "prefLabel"), NamedNode(PREFIXES["rdf"] + "type")
    triples = [
        Triple(NamedNode(expand(f"measure:{slug}")), predicate, value)
        for slug in slugs
        for predicate, value in ((kind, NamedNode(WB + "Measure")), (label, Literal(slug, language="nl")))
    ]
    return {Iri(GRAPH + "document/brief-1"): triples}


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path)
    store.publish(measures("loket", "toets"))
    return store


@pytest.fixture
def query(canned: Callable[[str], CannedQuery]) -> CannedQuery:
    return canned(LISTED)


def test_the_same_question_of_a_snapshot_gets_the_same_answer_object(
    store: EmbeddedStore, query: CannedQuery
) -> None:
    reader = store.reader()
    assert ask(reader, query, {}) is ask(reader, query, {"measure": ""})


def test_another_argument_is_another_question(store: EmbeddedStore, query: CannedQuery) -> None:
    reader = store.reader()
    assert len(ask(reader, query, {}).rows) == 2
    assert len(ask(reader, query, {"measure": "loket"}).rows) == 1


def test_a_publication_is_seen_at_once(store: EmbeddedStore, query: CannedQuery) -> None:
    assert len(ask(store.reader(), query, {}).rows) == 2
    store.publish(measures("loket", "toets", "meldpunt"))
    assert len(ask(store.reader(), query, {}).rows) == 3


def test_a_query_that_was_read_anew_is_asked_anew(
    store: EmbeddedStore, canned: Callable[[str], CannedQuery]
) -> None:
    """Its columns may mean something else now, though its SPARQL is the same."""
    reader, first, second = store.reader(), canned(LISTED), canned(LISTED)
    ask(reader, first, {})
    assert ask(reader, second, {}).query is second


def test_a_reader_that_is_no_snapshot_keeps_nothing(query: CannedQuery) -> None:
    reader = MemoryReader(measures("loket"))
    assert ask(reader, query, {}) is not ask(reader, query, {})


def test_what_is_too_large_to_keep_is_answered_all_the_same(
    store: EmbeddedStore, query: CannedQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "CELLS", 2)
    reader = store.reader()
    assert len(ask(reader, query, {}).rows) == 2
    assert ask(reader, query, {}) is not ask(reader, query, {})
