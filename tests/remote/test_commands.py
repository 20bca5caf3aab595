"""The commands over engines elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.remote.elsewhere import Run


def test_canned_query(run: Run) -> None:
    code, out, err = run("query", "claims-in-document", "--document", "kst-99998-7")
    assert code == 0, err
    assert "Loket Veilig Onderzoek" in out


def test_sparql(run: Run) -> None:
    code, out, err = run("sparql", "SELECT ?m { ?m wb:counters means:spionage }", "--format", "csv")
    assert code == 0, err
    assert "loket-veilig-onderzoek" in out


def test_check_and_review(run: Run) -> None:
    code, _, err = run("check")
    assert "documents validated" in err and code == 0
    code, out, err = run("review", "list")
    assert code == 0 and "kst-99998-7" in out


def test_what_belongs_to_a_store_on_this_machine_is_refused(run: Run, tmp_path: Path) -> None:
    for command in (("backup", str(tmp_path / "b")), ("restore", str(tmp_path / "b")), ("verify",)):
        code, _, err = run(*command)
        assert (code, len(err.splitlines())) == (2, 1) and "WEERBAAR_STORE" in err
    assert not (tmp_path / "b").exists()
