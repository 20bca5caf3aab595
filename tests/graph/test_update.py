"""SPARQL updates: through the gate, under a clearance, one after another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.audit import verify
from graph.catalogue import held
from graph.embedded import EmbeddedStore
from graph.errors import GateRefused, QueryError, QuerySyntaxError, UpdateRefused
from graph.knowledge import VOCABULARY, Knowledge
from graph.marking import Marking
from graph.naming import derived_graph, document_graph, validation_graph
from graph.writing import Authority
from ontology.namespaces import GRAPH
from tests.graph.updates import MORE, NEW, NOTES, PREFIX_LINES, SECRET, change, value

INCREMENT = """WITH <urn:notes> DELETE { <urn:counter> <urn:is> ?n } INSERT { <urn:counter> <urn:is> ?more }
WHERE { <urn:counter> <urn:is> ?n BIND(?n + 1 AS ?more) }"""


def test_an_update_is_one_publication(store: EmbeddedStore, bare: Knowledge) -> None:
    version = store.version
    made = change(
        store,
        "INSERT DATA { GRAPH <urn:new> { <urn:x> <urn:is> 1 } GRAPH <urn:notes> { <urn:y> <urn:is> 2 } }",
        bare,
    )
    assert (made.version, made.graphs) == (version + 1, {NEW, NOTES})
    assert (value(store, "urn:x"), value(store, "urn:y")) == ("1", "2")
    assert verify(store) == ()


def test_an_update_that_changes_nothing_is_no_version(standing: EmbeddedStore, bare: Knowledge) -> None:
    version = standing.version
    assert (
        change(standing, "DELETE WHERE { GRAPH <urn:notes> { <urn:none> ?p ?o } }", bare).version == version
    )


def test_blank_nodes_stay_as_they_are(store: EmbeddedStore, bare: Knowledge) -> None:
    change(store, "INSERT DATA { GRAPH <urn:new> { [] <urn:is> 1 , [ <urn:is> 2 ] } }", bare)
    made = change(store, "INSERT DATA { GRAPH <urn:new> { <urn:x> <urn:is> 3 } }", bare)
    assert (made.added, made.removed) == (1, 0)


def test_no_increment_is_lost(store: EmbeddedStore, bare: Knowledge) -> None:
    """Unserialised, 400 such increments left 16."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: change(store, INCREMENT, bare), range(20)))
    assert value(store) == "20"


def test_a_graph_that_is_emptied_goes(store: EmbeddedStore, bare: Knowledge) -> None:
    change(store, "DROP GRAPH <urn:notes>", bare)
    assert NOTES not in held(store.reader())
    change(store, f"CLEAR GRAPH <{document_graph('a')}>", bare)
    gone = {document_graph("a"), derived_graph("a"), validation_graph("a")}
    assert not gone & held(store.reader()).keys(), "with what was made from it"


def test_a_documents_change_is_derived_from_anew(store: EmbeddedStore, bare: Knowledge) -> None:
    deny = f"""{PREFIX_LINES} WITH <{document_graph("a")}> DELETE {{ ?c wb:modality ?m }}
        INSERT {{ ?c wb:modality modality:ontkend }} WHERE {{ ?c wb:modality ?m }}"""
    assert store.reader().ask(f"{PREFIX_LINES} ASK {{ measure:m wb:counters ?x }}")
    change(store, deny, bare)
    assert not store.reader().ask(f"{PREFIX_LINES} ASK {{ measure:m wb:counters ?x }}")


def test_a_document_that_would_be_unsound_is_refused(store: EmbeddedStore, bare: Knowledge) -> None:
    version = store.version
    spoil = f"""{PREFIX_LINES} WITH <{document_graph("a")}> DELETE {{ ?c prov:wasQuotedFrom ?e }} INSERT {{ }}
        WHERE {{ ?c prov:wasQuotedFrom ?e }} ; INSERT DATA {{ GRAPH <urn:new> {{ <urn:x> <urn:is> 1 }} }}"""
    with pytest.raises(GateRefused, match="Een bewering heeft een citaat"):
        change(store, spoil, bare)
    assert store.version == version
    assert NEW not in held(store.reader()), "nothing of the request was done"


class TestNothingFlowsDown:
    """An update reads no more than what is marked as the graphs that it writes to."""

    CLEARED = Authority(Marking.RED, Marking.RED)

    @pytest.mark.parametrize(
        "text",
        [
            "INSERT { GRAPH <urn:notes> { ?s ?p ?o } } WHERE { GRAPH <urn:secret> { ?s ?p ?o } }",
            "INSERT { GRAPH <urn:notes> { ?s ?p ?o } } USING <urn:secret> WHERE { ?s ?p ?o }",
            "WITH <urn:notes> INSERT { ?s ?p ?o } USING NAMED <urn:secret> WHERE { GRAPH ?g { ?s ?p ?o } }",
            "INSERT { GRAPH <urn:notes> { <urn:x> <urn:is> 1 } } "
            "WHERE { FILTER EXISTS { GRAPH <urn:secret> { ?s ?p ?o } } }",
            "COPY <urn:secret> TO <urn:notes>",
            "ADD SILENT <urn:secret> TO <urn:notes>",
            "MOVE SILENT <urn:secret> TO <urn:notes>",
            "INSERT { GRAPH <urn:notes> { <urn:x> <urn:is> 1 } GRAPH <urn:secret> { <urn:x> <urn:is> 1 } } "
            "WHERE { }",
            "INSERT { GRAPH ?g { <urn:x> <urn:is> 1 } } WHERE { GRAPH ?g { <urn:counter> <urn:is> 0 } "
            "GRAPH ?h { <urn:secret> ?p ?o } }",
            "INSERT DATA { GRAPH <urn:secret> { <urn:y> <urn:is> 1 } } ; "
            "INSERT { GRAPH <urn:notes> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        ],
    )
    def test_what_asks_for_more_is_refused(self, standing: EmbeddedStore, bare: Knowledge, text: str) -> None:
        version = standing.version
        with pytest.raises(UpdateRefused, match="marked TLP:"):
            change(standing, text, bare, self.CLEARED)
        assert standing.version == version

    def test_what_does_not_name_it_does_not_find_it(self, store: EmbeddedStore, bare: Knowledge) -> None:
        all_there_is = "INSERT { GRAPH <urn:notes> { ?s <urn:seen> ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
        made = change(store, all_there_is.replace("?p", "<urn:is>"), bare, self.CLEARED)
        assert (made.read, made.added) == (Marking.CLEAR, 1)
        assert "CANARY" not in str(store.reader().graph(NOTES))

    def test_a_new_graph_counts_as_it_will_be_marked(self, store: EmbeddedStore, bare: Knowledge) -> None:
        copy = "INSERT { GRAPH <urn:more> { ?s <urn:is> ?o } } WHERE { GRAPH ?g { ?s <urn:is> ?o } }"
        assert change(store, copy, bare, self.CLEARED).added == 2
        assert held(store.reader(Marking.RED))[MORE].marking is Marking.RED
        low = copy.replace("more", "new")
        assert change(store, low, bare, Authority(Marking.RED, Marking.CLEAR)).added == 1
        assert "CANARY" not in str(store.reader().graph(NEW))

    def test_a_variable_stands_for_graphs_of_the_marking_that_is_named(
        self, store: EmbeddedStore, bare: Knowledge
    ) -> None:
        text = "DELETE { GRAPH ?g { ?s <urn:is> 0 } } INSERT { GRAPH ?g { ?s <urn:is> 7 } } "
        text += "WHERE { GRAPH ?g { ?s <urn:is> 0 } }"
        with pytest.raises(UpdateRefused, match="name the marking"):
            change(store, text, bare, self.CLEARED)
        assert change(store, text, bare, Authority(Marking.RED, Marking.CLEAR)).graphs == {NOTES}

    def test_a_name_that_is_made_up_is_not_written_over(self, store: EmbeddedStore, bare: Knowledge) -> None:
        """Run at TLP:CLEAR, where the graph is not there, its content would be lost."""
        text = f"INSERT {{ GRAPH ?g {{ <urn:x> <urn:is> 1 }} }} WHERE {{ BIND(<{SECRET}> AS ?g) }}"
        with pytest.raises(UpdateRefused, match="marked TLP:RED"):
            change(store, text, bare, Authority(Marking.RED, Marking.CLEAR))
        assert "CANARY" in str(store.reader(Marking.RED).graph(SECRET))

    def test_a_document_may_be_copied_from_below(self, store: EmbeddedStore, bare: Knowledge) -> None:
        text = "INSERT { GRAPH <urn:secret> { ?s ?p ?o } } WHERE { GRAPH <urn:notes> { ?s ?p ?o } }"
        assert change(store, text, bare, self.CLEARED).added == 1


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH <urn:out> { ?s ?p ?o } } WHERE { GRAPH <urn:secret> { ?s ?p ?o } }",
        "INSERT { GRAPH <urn:out> { ?s ?p ?o } } USING <urn:secret> WHERE { ?s ?p ?o }",
        "INSERT { GRAPH <urn:out> { ?s ?p ?o } } USING NAMED <urn:secret> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT { GRAPH <urn:out> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s <urn:is> ?o . ?s ?p ?o } }",
        "COPY SILENT <urn:secret> TO <urn:out>",
        "INSERT { GRAPH ?g { <urn:x> <urn:is> 'seen' } } WHERE { GRAPH ?g { ?s <urn:is> 'CANARY' } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o FILTER(?o = 'CANARY') } }",
    ],
)
def test_an_update_neither_reads_nor_changes_what_is_hidden(
    store: EmbeddedStore, bare: Knowledge, text: str
) -> None:
    try:
        change(store, text, bare)
    except UpdateRefused as error:
        assert "user/secret cannot be written" in str(error)
    for clearance in (Marking.CLEAR, Marking.AMBER_STRICT):
        assert not store.reader(clearance).ask("ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'CANARY')) }")
    assert len(store.reader(Marking.RED).graph(SECRET)) == 1
    assert not store.reader().ask("ASK { ?s ?p 'seen' }")
    assert verify(store) == ()


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <urn:secret> { <urn:x> <urn:is> 1 } }",
        "DROP GRAPH <urn:secret>",
        f"INSERT DATA {{ GRAPH <{VOCABULARY}> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}catalogue> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{derived_graph('a')}> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}review> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}document/reviewed/a> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}document/vocabulary> {{ <urn:x> <urn:is> 1 }} }}",
        f"INSERT DATA {{ GRAPH <{GRAPH}user/> {{ <urn:x> <urn:is> 1 }} }}",
        "INSERT DATA { GRAPH <http://example.org/elsewhere> { <urn:x> <urn:is> 1 } }",
        "DROP ALL",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_what_a_caller_may_not_write_is_refused(standing: EmbeddedStore, bare: Knowledge, text: str) -> None:
    version = standing.version
    with pytest.raises(UpdateRefused, match="cannot be written"):
        change(standing, text, bare)
    assert standing.version == version


def test_with_the_clearance_it_is_allowed(store: EmbeddedStore, bare: Knowledge) -> None:
    text = "INSERT DATA { GRAPH <urn:secret> { <urn:x> <urn:is> 1 } GRAPH <urn:more> { <urn:x> <urn:is> 2 } }"
    change(store, text, bare, Authority(Marking.RED, Marking.AMBER))
    marks = {name: found.marking for name, found in held(store.reader(Marking.RED)).items()}
    assert (marks[SECRET], marks[MORE]) == (Marking.RED, Marking.AMBER)
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("INSERT DATA { GRAPH <urn:a> { <urn:x> <urn:is> } }", QuerySyntaxError, "line 1"),
        ("LOAD <http://127.0.0.1:9/> INTO GRAPH <urn:a>", QueryError, "LOAD is refused"),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:a>", QueryError, "LOAD is refused"),
        ("WITH <urn:a> INSERT { <urn:x> <urn:is> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
         QueryError, "SERVICE is refused"),
        ("WITH <urn:a> INSERT { <urn:x> <urn:is> ?o } WHERE { OPTIONAL { { SERVICE ?e { ?s ?p ?o } } } }",
         QueryError, "SERVICE is refused"),
        ("INSERT DATA { <urn:x> <urn:is> 1 }", QueryError, "no named graph"),
        ("DELETE WHERE { ?s ?p ?o }", QueryError, "no named graph"),
        ("MOVE <urn:notes> TO DEFAULT", QueryError, "no named graph"),
        ("CREATE GRAPH <urn:notes>", QueryError, "failed"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said(
    standing: EmbeddedStore, bare: Knowledge, text: str, error: type[Exception], message: str
) -> None:
    version = standing.version
    with pytest.raises(error, match=message):
        change(standing, text, bare)
    assert standing.version == version
