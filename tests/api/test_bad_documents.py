"""What is no document: `ingest` and `extract` give a clear line and exit code 2, and write nothing."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from api import cli
from graph.embedded import EmbeddedStore


def folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.touch()


def blank(path: Path) -> None:
    path.write_text("\n \n\t\n", encoding="utf-8")


def binary(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + bytes(range(256)) * 20)


def wrong_encoding(path: Path) -> None:
    path.write_bytes("Ministerie van coördinatie: beïnvloeding".encode("latin-1") * 20)


def huge(path: Path) -> None:
    path.write_bytes(b"De minister schrijft. " * 5_000_000)


def shopping_list(path: Path) -> None:
    path.write_text("Melk, brood, eieren en een half ons kaas.\n", encoding="utf-8")


def scan(path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(path)


BAD: list[tuple[str, Callable[[Path], None] | None, str]] = [
    ("missing.txt", None, "no such file"),
    ("folder", folder, "folder"),
    ("empty.txt", empty, "empty"),
    ("blank.txt", blank, "empty"),
    ("binary.txt", binary, "binary"),
    ("latin1.txt", wrong_encoding, "UTF-8"),
    ("huge.txt", huge, "limit"),
    ("list.txt", shopping_list, "parliamentary"),
    ("scan.pdf", scan, "scan"),
]


@pytest.mark.parametrize(("name", "make", "said"), BAD, ids=[name for name, _, _ in BAD])
@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    command: str,
    name: str,
    make: Callable[[Path], None] | None,
    said: str,
) -> None:
    file, data = tmp_path / name, tmp_path / "data"
    if make:
        make(file)
    monkeypatch.setenv("WEERBAAR_DATA", str(data))
    monkeypatch.setattr(sys, "argv", ["weerbaar", command, str(file)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    _, err = capfd.readouterr()
    assert ended.value.code == 2
    assert said.lower() in err.lower() and name in err
    assert err.startswith("weerbaar: ") and len(err.splitlines()) == 1
    assert not data.exists()


def test_a_locked_store_is_told_before_the_work(tmp_path: Path) -> None:
    from ingest.reviewed.edition import ROOT

    letter = ROOT.parent / "sample" / "kst-99999-1.txt"
    store = EmbeddedStore(tmp_path / "store")
    with store.writing():
        found = subprocess.run(
            [sys.executable, "-m", "api.cli", "ingest", str(letter)],
            capture_output=True,
            text=True,
            check=False,
            env={"WEERBAAR_DATA": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )
    assert found.returncode == 2
    assert "being written by process" in found.stderr and len(found.stderr.splitlines()) == 1
