"""What is marked in the front matter is answered ahead, as it would be answered when asked."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import Timeout

from graph.catalogue import Entry
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.memory import MemoryReader
from ontology.namespaces import GRAPH, Iri
from queries import formats, preparation
from queries.answering import answer, question
from queries.catalogue import CannedQuery, Catalogue
from queries.preparation import prepare, questions
from queries.prepared import Prepared
from queries.written import Source, keep, written
from tests.queries.test_memory import LISTED, measures

ROOM = 1 << 20
MARKED = LISTED.replace("#+ emptiness:", "#+ prepared: [measure]\n#+ emptiness:")
Canned = Callable[[str], CannedQuery]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path)
    store.publish(measures("loket", "toets"))
    return store


def beside(store: EmbeddedStore) -> Prepared:
    found = Prepared.beside(store.reader())
    assert found is not None
    return found


def filled(store: EmbeddedStore, query: CannedQuery, room: int = ROOM) -> Prepared:
    prepared = beside(store)
    with prepared.lock():
        assert prepare(store.reader(), prepared, Catalogue({query.name: query}), room, lambda: True)
    return prepared


def test_every_value_is_a_question(store: EmbeddedStore, canned: Canned) -> None:
    asked = list(questions(store.reader(), Catalogue({"sample": canned(MARKED)})))
    assert [str(each.arguments["measure"][0]).rsplit("/", 1)[1] for each in asked] == ["loket>", "toets>"]


@pytest.mark.parametrize(("mark", "number"), [("", 0), ("#+ prepared: []\n", 1)])
def test_without_a_mark_nothing_is_asked_and_without_a_name_one_question(
    store: EmbeddedStore, canned: Canned, mark: str, number: int
) -> None:
    query = canned(LISTED.replace("#+ emptiness:", f"{mark}#+ emptiness:"))
    assert len(list(questions(store.reader(), Catalogue({"sample": query})))) == number


def test_what_has_too_many_values_is_left_out(
    store: EmbeddedStore, canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "MOST", 1)
    assert not list(questions(store.reader(), Catalogue({"sample": canned(MARKED)})))


@pytest.mark.parametrize("form", preparation.FORMATS)
def test_what_was_prepared_is_what_is_answered(store: EmbeddedStore, canned: Canned, form: str) -> None:
    query = canned(MARKED)
    filled(store, query)
    asked = question(store.reader(), query, {"measure": "Loket"})
    found = written(store.reader(), asked, form)
    assert found is not None and found.source is Source.AHEAD
    assert found.body.decode() == formats.get(form).render(answer(store.reader(), query, asked.arguments))


def test_another_question_is_not_answered_by_it(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    filled(store, query)
    assert written(store.reader(), question(store.reader(), query, {}), "json") is None


def test_a_new_version_has_its_own(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    filled(store, query)
    store.publish(measures("loket", "meldpunt"))
    asked = question(store.reader(), query, {"measure": "loket"})
    assert written(store.reader(), asked, "json") is None


def test_a_changed_file_has_its_own(store: EmbeddedStore, canned: Canned) -> None:
    """Its SPARQL is the same, what its column means is not."""
    filled(store, canned(MARKED))
    changed = canned(MARKED.replace("en: measure,", "en: step,"))
    assert written(store.reader(), question(store.reader(), changed, {"measure": "loket"}), "json") is None
    assert not beside(store).complete(Catalogue({"sample": changed}))


def test_clearances_that_see_the_same_share_it(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    filled(store, query)
    reader = store.reader(Marking.RED)
    assert written(reader, question(reader, query, {"measure": "loket"}), "json")


def test_clearances_that_see_more_have_their_own(store: EmbeddedStore, canned: Canned) -> None:
    secret = Iri(f"{GRAPH}document/brief-2")
    entry = Entry(marking=Marking.AMBER)
    store.publish({secret: measures("geheim").popitem()[1]}, entries={secret: entry})
    query = canned(MARKED)
    prepared = filled(store, query)
    reader = store.reader(Marking.RED)
    own = Prepared.beside(reader)
    assert own is not None and own.folder != prepared.folder
    assert written(reader, question(reader, query, {"measure": "loket"}), "json") is None
    assert b"geheim" not in b"".join(
        zlib.decompress(file.read_bytes()) for file in prepared.folder.iterdir() if len(file.name) == 64
    )


def test_it_goes_on_where_it_was_ended(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    catalogue, prepared, turns = Catalogue({"sample": query}), beside(store), iter([True, False])
    with prepared.lock():
        assert not prepare(store.reader(), prepared, catalogue, ROOM, lambda: next(turns))
        loket, toets = questions(store.reader(), catalogue)
        assert prepared.has(loket, "json") and not prepared.has(toets, "json")
        assert not prepared.complete(catalogue)
        assert prepare(store.reader(), prepared, catalogue, ROOM, lambda: True)
    assert prepared.has(toets, "json") and prepared.complete(catalogue)


def test_it_takes_no_more_room_than_it_may(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    prepared = filled(store, query, room=1)
    loket, toets = questions(store.reader(), Catalogue({"sample": query}))
    assert prepared.has(loket, "json") and not prepared.has(toets, "json")


def test_what_is_damaged_is_asked_anew(store: EmbeddedStore, canned: Canned) -> None:
    query = canned(MARKED)
    prepared = filled(store, query)
    for file in prepared.folder.iterdir():
        file.write_bytes(file.read_bytes()[:-3])
    assert written(store.reader(), question(store.reader(), query, {"measure": "loket"}), "json") is None
    assert not prepared.complete(Catalogue({"sample": query}))


def test_one_process_writes(store: EmbeddedStore) -> None:
    with beside(store).lock(), pytest.raises(Timeout):
        beside(store).lock().acquire()


def test_what_can_change_is_never_prepared(canned: Canned) -> None:
    reader = MemoryReader(measures("loket"))
    assert Prepared.beside(reader) is None


def test_it_goes_with_its_snapshot(tmp_path: Path, canned: Canned) -> None:
    store = EmbeddedStore(tmp_path, keep=1)
    store.publish(measures("loket"))
    folder = filled(store, canned(MARKED)).folder
    assert folder.is_dir()
    store.publish(measures("toets"))
    store.reader()  # lets go of the first
    store.publish(measures("meldpunt"))
    assert not folder.exists()


def test_an_answer_is_kept_in_memory(store: EmbeddedStore, canned: Canned) -> None:
    asked = question(store.reader(), canned(LISTED), {})
    assert written(store.reader(), asked, "json") is None
    keep(store.reader(), asked, "json", b"{}")
    found = written(store.reader(), asked, "json")
    assert found is not None and (found.body, found.source) == (b"{}", Source.MEMORY)
    assert written(store.reader(), asked, "csv") is None


def test_memory_knows_a_query_that_was_read_anew(store: EmbeddedStore, canned: Canned) -> None:
    keep(store.reader(), question(store.reader(), canned(LISTED), {}), "json", b"{}")
    assert written(store.reader(), question(store.reader(), canned(LISTED), {}), "json") is None


def test_of_what_can_change_nothing_is_kept(canned: Canned) -> None:
    reader = MemoryReader(measures("loket"))
    asked = question(reader, canned(LISTED), {})
    keep(reader, asked, "json", b"{}")
    assert written(reader, asked, "json") is None
