"""`weerbaar review`: decisions from the command line, on a store of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weerbaar: Run) -> Run:
    """Runs `weerbaar review …` on a copy of the graph."""
    shutil.copytree(data, tmp_path / "data", symlinks=True)
    monkeypatch.setenv("WEERBAAR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WEERBAAR_REVIEWER", "A. Analist")

    def call(*arguments: str) -> tuple[int, str, str]:
        return weerbaar("review", *arguments)

    return call


def listed(run: Run) -> list[str]:
    """The claims that wait, in order."""
    code, out, _ = run("list", "--limit", "500")
    assert code == 0
    return ["claim:" + part.partition(")")[0] for part in out.replace("\n", " ").split("(claim:")[1:]]


def test_what_is_decided_waits_no_more(run: Run) -> None:
    before = listed(run)
    assert len(before) >= 2
    assert run("accept", before[0])[0] == 0
    assert run("reject", before[1], "--note", "Staat er niet.")[0] == 0
    assert listed(run) == [claim for claim in before if claim not in before[:2]]
    _, out, _ = run("rules")
    assert "0.5" in out or "1" in out


def test_decided_claims_become_training_data(run: Run, tmp_path: Path) -> None:
    right, wrong = listed(run)[:2]
    run("accept", right)
    run("reject", wrong)
    code, _, err = run("export", str(tmp_path / "reviewed.spacy"))
    assert code == 0
    assert "2 decided claims" in err
    docs = list(DocBin().from_disk(tmp_path / "reviewed.spacy").get_docs(spacy.blank("nl").vocab))
    assert {doc.user_data["weerbaar"]["claim"].rpartition("/")[2]: doc.cats["accepted"] for doc in docs} == {
        right.removeprefix("claim:"): 1.0,
        wrong.removeprefix("claim:"): 0.0,
    }


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "claim:0000"), "no document in the store makes the claim"),
        (("accept", "klaim:0000"), "unknown prefix 'klaim'"),
        (("correct", "claim:0000"), "say what to correct"),
        (("accept", "http://["), "'http://[' is no IRI"),
        (("accept", "claim:<"), "'claim:<' is no IRI"),
    ],
)
def test_what_cannot_be_decided_is_one_line_and_exit_code_2(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert says in err
    assert len(err.splitlines()) == 1
