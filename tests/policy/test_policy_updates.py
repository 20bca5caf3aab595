"""Updates bring nothing hidden out either: what they find is what they find where the hidden never was.

`test_battery.py` tries them on copies of every backend; here they go through the gate.

Nor do they bring it down: what one who sees all writes into a lower graph, is what one who sees no more than
that graph's readers would write there.
"""

from pathlib import Path

import pytest

from graph.audit import verify
from graph.embedded import EmbeddedStore
from graph.errors import GateRefused, QueryError, UpdateRefused
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.update import update
from graph.writing import Authority
from ontology.namespaces import GRAPH
from tests.policy.canaries import leaks, name, publish, secret
from tests.policy.questions import descents, updates

OUT = f"{GRAPH}user/out-"


def test_nor_does_it_through_the_gate(tmp_path: Path) -> None:
    store, nothing = publish(tmp_path / "all", Marking.RED), Knowledge.load()
    bare = Knowledge((), (), nothing.shapes, nothing.rules, {})
    done = 0
    for number, text in updates(5, 24, OUT):
        try:
            update(store, text, bare, Authority(Marking.GREEN, Marking.CLEAR))
        except (GateRefused, QueryError, UpdateRefused) as error:
            assert not leaks(str(error), Marking.GREEN, text)
            continue
        done += 1
        triples = store.reader(Marking.GREEN).graph(f"{OUT}{number}")
        assert not leaks(str(triples), Marking.GREEN, text), text
    assert done > 6
    assert verify(store) == ()
    everything = store.reader(Marking.RED).construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert secret(Marking.RED) in str(everything), "and what is hidden is still there"


@pytest.mark.parametrize(
    ("low", "count"),
    [
        (Marking.CLEAR, 30),
        pytest.param(Marking.CLEAR, 120, marks=pytest.mark.slow),
        pytest.param(Marking.GREEN, 60, marks=pytest.mark.slow),
        pytest.param(Marking.AMBER_STRICT, 60, marks=pytest.mark.slow),
    ],
)
def test_nothing_flows_down(tmp_path: Path, low: Marking, count: int, bare: Knowledge) -> None:
    full, control = publish(tmp_path / "all", Marking.RED), publish(tmp_path / "control", low)
    written = refused = 0
    for number, text in descents(100 + low, count, OUT):
        mine = outcome(full, text, number, bare, Authority(Marking.RED, low))
        if (
            isinstance(mine, str) and "marked TLP:" in mine
        ):  # told of a graph that it may see, and nothing was written
            refused += 1
            continue
        assert mine == outcome(control, text, number, bare, Authority(low, low)), text
        written += isinstance(mine, frozenset) and bool(mine)
    seen = full.reader(low).construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert not leaks(str(seen), low, " ".join(name(marking) for marking in Marking))
    assert written > count / 10 and refused > count / 20, (written, refused)
    assert verify(full) == ()
    everything = full.reader(Marking.RED).construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    assert secret(Marking.RED) in str(everything), "and what is hidden is still there"


def outcome(
    store: EmbeddedStore, text: str, number: int, bare: Knowledge, authority: Authority
) -> frozenset[str] | str:
    """What stands in an update's graph after it, or why it was refused."""
    try:
        update(store, text, bare, authority)
    except (GateRefused, QueryError) as error:
        return type(error).__name__
    except UpdateRefused as error:
        return str(error)
    return frozenset(map(str, store.reader(authority.marking).graph(f"{OUT}{number}")))


@pytest.fixture(scope="module")
def bare() -> Knowledge:
    """The shapes and rules alone, so that a store is made in no time."""
    known = Knowledge.load()
    return Knowledge((), (), known.shapes, known.rules, {})
