"""Who may see what, held by a battery: whatever is asked, hidden graphs have no influence on the answer.

2,400 questions go to a worker process over its own protocol, each also over a control store in which the
hidden graphs never were; the answers must be equal. `test_policy_http.py` asks the real service.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.sparql.frames import HEADER, Head, Job, Kind, Refusal, frame
from graph.audit import verify
from graph.marking import Marking
from graph.snapshots import SnapshotReader
from tests.policy.canaries import leaks, publish, secret
from tests.policy.questions import Question, malformed, questions

COUNT = 2400


class Worker:
    """A process of the service that evaluates queries, spoken to by its own protocol."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        assert self._receive()[0] is Kind.READY

    def answer(self, snapshot: str, question: Question) -> tuple[str, bytes]:
        """The form of the answer with its bytes, or `refused` with the problem."""
        assert self._process.stdin
        job = Job(
            snapshot, question.text, 20, 100, "json", "ntriples", question.default, question.named
        )  # fmt: skip
        self._process.stdin.write(frame(Kind.JOB, job.encode()))
        self._process.stdin.flush()
        form, parts = "", list[bytes]()
        while True:
            kind, data = self._receive()
            if kind is Kind.REFUSED:
                return "refused", data
            if kind is Kind.END:
                return form, b"".join(parts)
            if kind is Kind.HEAD:
                form = Head.decode(data).form
            else:
                parts.append(data)

    def _receive(self) -> tuple[Kind, bytes]:
        assert self._process.stdout
        kind, length = HEADER.unpack(self._process.stdout.read(HEADER.size))
        return Kind(kind), self._process.stdout.read(length)


@contextmanager
def worker() -> Iterator[Worker]:
    """One worker process, ended with the block."""
    command = [sys.executable, "-m", "api.sparql.worker", "1500"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Worker(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="module")
def snapshots(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[Marking, tuple[SnapshotReader, SnapshotReader]]:
    """For each clearance what it sees of the store, and of a store that holds no more than that."""
    folder = tmp_path_factory.mktemp("canaries")
    store = publish(folder / "all", Marking.RED)
    assert verify(store) == ()
    seen = {}
    for clearance in Marking:
        readers = store.reader(clearance), publish(folder / clearance.slug, clearance).reader(Marking.RED)
        assert isinstance(readers[0], SnapshotReader) and isinstance(readers[1], SnapshotReader)
        seen[clearance] = readers[0], readers[1]
    return seen


def normal(answer: tuple[str, bytes]) -> object:
    """An answer without the order of its rows."""
    form, data = answer
    if form == "refused":
        return Refusal.decode(data)
    if form == "graph":
        return sorted(data.decode().splitlines())
    said = json.loads(data)
    if "boolean" in said:
        return said["boolean"]
    rows = said["results"]["bindings"]
    return said["head"], sorted(json.dumps(row, sort_keys=True) for row in rows)


def ask_both(
    seen: dict[Marking, tuple[SnapshotReader, SnapshotReader]], asked: list[Question]
) -> dict[str, int]:
    """Put each question to the store and to its control; how many answers there were of each kind."""
    kinds = dict.fromkeys(("table", "graph", "refused", "told"), 0)
    with worker() as real, worker() as control:
        for question in asked:
            mine, theirs = seen[question.clearance]
            answer = real.answer(str(mine.path), question)
            assert not leaks(answer[1].decode(), question.clearance, question.whole), question
            expected = control.answer(str(theirs.path), question)
            assert normal(answer) == normal(expected), question
            kinds[answer[0]] += 1
            kinds["told"] += any(secret(marking) in answer[1].decode() for marking in Marking)
    return kinds


@pytest.mark.slow
def test_no_question_is_answered_otherwise_for_what_is_hidden(
    snapshots: dict[Marking, tuple[SnapshotReader, SnapshotReader]],
) -> None:
    kinds = ask_both(snapshots, questions(20_260_112, COUNT))
    assert kinds["table"] > COUNT / 3 and kinds["graph"] > COUNT / 6, kinds
    assert kinds["told"] > COUNT / 15, kinds
    assert kinds["refused"] < COUNT / 10, "most of the questions are well formed"


def test_no_message_tells_of_it(snapshots: dict[Marking, tuple[SnapshotReader, SnapshotReader]]) -> None:
    kinds = ask_both(snapshots, list(malformed(7, 200)))
    assert kinds["refused"] > 100, kinds


def test_the_battery_would_find_a_leak(
    snapshots: dict[Marking, tuple[SnapshotReader, SnapshotReader]],
) -> None:
    """The same questions over a store that hides nothing: if none told, the battery would prove nothing."""
    found = {"told": 0, "otherwise": 0}
    with worker() as real:
        for question in questions(1, 200):
            answer = real.answer(str(snapshots[Marking.RED][0].path), question)
            found["told"] += bool(leaks(answer[1].decode(), question.clearance, question.whole))
            own = real.answer(str(snapshots[question.clearance][0].path), question)
            found["otherwise"] += normal(answer) != normal(own)
    assert found["told"] > 15 and found["otherwise"] > 25, found


def test_the_reader_itself_hides(
    snapshots: dict[Marking, tuple[SnapshotReader, SnapshotReader]], tmp_path: Path
) -> None:
    """Below the protocol: a reader of a clearance knows no other graph, whatever it is asked."""
    for clearance, (reader, control) in snapshots.items():
        for query in ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "SELECT * { ?s ?p ?o }"):
            mine, theirs = (
                sorted(str(dict(row)) for row in each.select(query).rows) for each in (reader, control)
            )
            assert mine == theirs
            assert not leaks(str(mine), clearance)
            assert secret(clearance) in str(mine)
