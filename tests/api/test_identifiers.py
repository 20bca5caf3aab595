"""An identifier instead of a file: looked up in a folder, never on the network."""

import shutil
import sys
from pathlib import Path

import pytest

from api import cli
from ingest.reviewed.edition import ROOT

SAMPLE = ROOT.parent / "sample" / "kst-99999-1.txt"


def test_an_identifier_is_looked_up_in_the_folder_of_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SAMPLE, tmp_path)
    monkeypatch.setenv("WEERBAAR_DOCUMENTS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["weerbaar", "extract", "kst-99999-1", "--json"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert '"surface"' in capfd.readouterr().out


def test_without_a_folder_it_says_which_setting_names_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WEERBAAR_DOCUMENTS", raising=False)
    monkeypatch.setattr(sys, "argv", ["weerbaar", "extract", "kst-99999-1"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "WEERBAAR_DOCUMENTS" in capfd.readouterr().err
