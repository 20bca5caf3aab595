"""The command line: what it prints, where, and with which exit code."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api import cli

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (
    "ingest", "extract", "query", "sparql", "check", "review", "token", "build", "serve",
    "backup", "restore", "verify",
)  # fmt: skip


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `weerbaar …` in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("WEERBAAR_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["weerbaar", *arguments])
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_shows_an_example(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Example:" in out and f"weerbaar {command}" in out


class TestQuery:
    def test_alone_lists_the_questions(self, run: Run) -> None:
        code, out, _ = run("query")
        assert code == 0
        assert "measures-for-threat --threat …" in out and "Welke maatregelen" in out

    def test_answers_as_table(self, run: Run) -> None:
        code, out, _ = run("query", "measures-for-threat", "--threat", "spionage")
        assert code == 0
        assert "Loket Veilig Onderzoek" in out and "p. 1" in out

    def test_answers_as_json(self, run: Run) -> None:
        _, out, _ = run("query", "measures-for-threat", "--threat", "means:spionage", "--format", "json")
        answer = json.loads(out)
        assert {row["measure"]["label"]["nl"] for row in answer["rows"]} >= {"Loket Veilig Onderzoek"}

    def test_answers_as_csv(self, run: Run) -> None:
        _, out, _ = run("query", "measures-for-threat", "--threat", "espionage", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert rows and rows[0]["measure"]

    def test_each_canned_query_has_its_own_options(self, run: Run) -> None:
        code, out, _ = run("query", "measures-for-threat", "--help")
        assert code == 0
        assert "--threat" in out and "--date" in out and "Example:" in out

    def test_a_negated_measure_does_not_cover(self, run: Run) -> None:
        _, out, _ = run("query", "measures-for-threat", "--threat", "sabotage", "--format", "json")
        assert "loket-veilig-onderzoek" not in {
            row["measure"]["iri"].rpartition("/")[2] for row in json.loads(out)["rows"]
        }


class TestSparql:
    def test_table(self, run: Run) -> None:
        code, out, _ = run("sparql", "SELECT ?l { means:spionage skos:prefLabel ?l }")
        assert code == 0 and "espionage" in out

    def test_csv(self, run: Run) -> None:
        _, out, _ = run("sparql", 'SELECT ("a" AS ?x) {}', "--format", "csv")
        assert out.splitlines() == ["x", "a"]

    def test_turtle(self, run: Run) -> None:
        _, out, _ = run("sparql", "CONSTRUCT WHERE { means:spionage a ?t }", "--format", "turtle")
        assert "means:spionage" in out

    def test_from_a_file(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "q.rq"
        file.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
        _, out, _ = run("sparql", f"@{file}", "--format", "json")
        assert json.loads(out)["boolean"] is True


class TestExplain:
    QUERY = "SELECT ?l { means:spionage skos:prefLabel ?l }"

    def test_as_a_tree_with_figures(self, run: Run) -> None:
        code, out, _ = run("sparql", "--explain", self.QUERY)
        assert code == 0
        assert "QuadPattern(means:spionage skos:prefLabel ?l)" in out
        assert "rows" in out and "parsed in" in out

    def test_as_json(self, run: Run) -> None:
        _, out, _ = run("sparql", "--explain", self.QUERY, "--format", "json")
        assert json.loads(out)["rows"] == 2 and json.loads(out)["complete"] is True


class TestRefusals:
    """One line on standard error, exit code 2, never a traceback."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("query", "measures-for-treat"), "measures-for-threat"),
            (("query", "measures-for-threat"), "threat"),
            (("query", "measures-for-threat", "--threat", "spionaag"), "spionage"),
            (("query", "measures-for-threat", "--threat", "spionage", "--date", "morgen"), "2021-02-03"),
            (("query", "measures-for-threat", "--threat", "spionage", "--format", "pdf"), "table, json, csv"),
            (("sparql", "SELCT ?x {}"), "line 1, column 1"),
            (("sparql", "SELECT * { ?s nope:p ?o }"), "nope:p"),
            (("sparql", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), "SERVICE"),
            (("sparql", "DROP ALL"), "is an update"),
            (("sparql", "@/no/such/file.rq"), "/no/such/file.rq"),
            (("sparql", "ASK {}", "--format", "pdf"), "turtle"),
            (("sparql", "ASK {}", "--format", "turtle"), "application/sparql-results+json"),
            (("sparql", "ASK {}", "--explain", "--format", "csv"), "table or json"),
            (("sparql", "SELECT * {", "--explain"), "line 1, column 11"),
        ],
    )
    def test_questions(self, run: Run, arguments: tuple[str, ...], said: str) -> None:
        code, _, err = run(*arguments)
        assert code == 2
        assert said in err
        assert err.startswith("weerbaar: ") and len(err.splitlines()) == 1

    @pytest.mark.parametrize(
        "arguments", [("query", "measures-for-threat", "--treat", "x"), ("nonsense",), ("ingest",)]
    )
    def test_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        code, _, err = run(*arguments)
        assert code == 2 and err and "Traceback" not in err

    def test_no_graph_yet(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WEERBAAR_DATA", str(tmp_path / "empty"))
        code, _, err = run("query", "actors-named")
        assert code == 2 and "weerbaar build" in err
        assert not (tmp_path / "empty").exists()

    def test_a_setting_of_the_wrong_type(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WEERBAAR_PORT", "many")
        code, _, err = run("serve")
        assert code == 2 and "WEERBAAR_PORT" in err


def test_asking_is_quick_because_little_is_loaded(data: Path) -> None:
    program = (
        "import sys; sys.argv = ['weerbaar', 'query', 'measures-for-threat', '--threat', 'spionage']\n"
        "from api import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "heavy = ('spacy', 'fastapi', 'uvicorn', 'pyshacl', 'owlready2')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"WEERBAAR_DATA": str(data), "PATH": "/usr/bin:/bin"},
    )
    assert found.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_error(data: Path) -> None:
    query = "SELECT * { ?s ?p ?o }"
    found = subprocess.run(
        f"{sys.executable} -m api.cli sparql '{query}' --format csv | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env={"WEERBAAR_DATA": str(data), "PATH": "/usr/bin:/bin"},
    )
    assert found.stdout and "Traceback" not in found.stderr


@pytest.mark.parametrize(
    "arguments", [("nope",), ("query", "measures-for-threat", "--nope", "x"), ("ingest",)]
)
def test_a_mistaken_command_line_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "--help` shows how" in err
