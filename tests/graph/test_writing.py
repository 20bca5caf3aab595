"""What callers may write, and what stays as it was when they do."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.admission import admit
from graph.catalogue import Entry, held
from graph.embedded import EmbeddedStore
from graph.errors import UnknownGraph, UpdateRefused
from graph.knowledge import LICENCE, Knowledge
from graph.marking import Marking
from graph.naming import document_graph
from graph.writing import Authority, is_open, write_graph
from ontology.namespaces import GRAPH, Iri
from tests.graph.claims import claim, document

NOTE = Triple(NamedNode("urn:n"), NamedNode("urn:is"), Literal(1))
HIDDEN = Iri(f"{GRAPH}user/hidden")


@pytest.fixture
def bare(knowledge: Knowledge) -> Knowledge:
    """The shapes and rules alone, so that a store is made in no time."""
    return Knowledge((), (), knowledge.shapes, knowledge.rules, {})


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("document/kst-30821-125", True),
        ("reviewed/kst-30821-125", True),
        ("user/a/b", True),
        ("user/", False),
        ("document/", False),
        ("document/reviewed/kst-30821-125", False),  # its derived graph is that of the reviewed edition
        ("document/vocabulary", False),  # its derived graph is that of the vocabulary
        ("derived/kst-30821-125", False),
        ("catalogue", False),
        ("review", False),
        ("elsewhere", False),
    ],
)
def test_names_that_are_open(name: str, may: bool) -> None:
    assert is_open(Iri(GRAPH + name)) is may


def test_a_document_keeps_licence_and_marking(tmp_path: Path, bare: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    admit(
        store,
        document(claim("measure:m", "counters", "means:spionage")),
        bare,
        marking=Marking.GREEN,
        licence=LICENCE,
    )
    name = document_graph("a")
    extra = Triple(
        NamedNode("urn:x"), NamedNode("http://www.w3.org/2000/01/rdf-schema#comment"), Literal("y")
    )
    made = write_graph(
        store, name, lambda before: (*before, extra), bare, Authority(Marking.RED, Marking.RED)
    )
    assert (made.graphs, made.added, made.removed, made.created) == ({name}, 1, 0, frozenset())
    there = held(store.reader(Marking.GREEN))[name]
    assert there.marking is Marking.GREEN
    assert LICENCE in {
        str(triple.object.value) for triple in there.description if not isinstance(triple.object, Triple)
    }


def test_what_is_hidden_is_not_there_to_be_removed(tmp_path: Path, bare: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish({HIDDEN: [NOTE]}, entries={HIDDEN: Entry(Marking.RED)})
    with pytest.raises(UnknownGraph):
        write_graph(store, HIDDEN, lambda _: (), bare, Authority(), must_exist=True)
    with pytest.raises(UpdateRefused):
        write_graph(store, HIDDEN, lambda _: (NOTE,), bare, Authority())
    assert store.reader(Marking.RED).graph(HIDDEN) == (NOTE,)


class TestNamesTellNothing:
    """What a caller may not write is refused in the same words, whether it is there or not."""

    MINE = Authority(home=f"{GRAPH}user/me/", brings_documents=False)

    def refusal(self, store: EmbeddedStore, name: str, bare: Knowledge, authority: Authority) -> str:
        with pytest.raises(UpdateRefused) as refused:
            write_graph(store, Iri(GRAPH + name), lambda _: (NOTE,), bare, authority)
        return str(refused.value).replace(name, "…")

    @pytest.mark.parametrize(("taken", "free"), [("user/you/x", "user/you/y"), ("document/x", "document/y")])
    def test_a_hidden_graph_is_as_one_that_is_not_there(
        self, tmp_path: Path, bare: Knowledge, taken: str, free: str
    ) -> None:
        store = EmbeddedStore(tmp_path)
        store.publish({Iri(GRAPH + taken): [NOTE]}, entries={Iri(GRAPH + taken): Entry(Marking.RED)})
        assert self.refusal(store, taken, bare, self.MINE) == self.refusal(store, free, bare, self.MINE)

    def test_one_meets_only_oneself_in_ones_own_area(self, tmp_path: Path, bare: Knowledge) -> None:
        store = EmbeddedStore(tmp_path)
        write_graph(store, Iri(f"{GRAPH}user/me/x"), lambda _: (NOTE,), bare, self.MINE)
        for other in ("user/me/", "user/mean/x", "user/x", "user/me"):
            self.refusal(store, other, bare, self.MINE)

    def test_who_brings_documents_in_learns_that_a_number_is_taken(
        self, tmp_path: Path, bare: Knowledge
    ) -> None:
        """Official numbers are one space for all: this stays, and the scope says who may know."""
        store = EmbeddedStore(tmp_path)
        taken = document_graph("a")
        store.publish({taken: [NOTE]}, entries={taken: Entry(Marking.RED)})
        brings = Authority(home=f"{GRAPH}user/me/", brings_documents=True)
        self.refusal(store, "document/a", bare, brings)
        write_graph(store, document_graph("b"), lambda _: (NOTE,), bare, brings)


def test_a_condition_that_fails_stops_it(tmp_path: Path, bare: Knowledge) -> None:
    store = EmbeddedStore(tmp_path)

    def fail() -> None:
        raise LookupError("not now")

    with pytest.raises(LookupError):
        write_graph(store, HIDDEN, lambda _: (NOTE,), bare, Authority(condition=fail))
    assert store.version == 0
