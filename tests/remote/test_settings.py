"""Settings that name no engine that can be used."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from api import cli


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("http://127.0.0.1:9/query", "cannot be reached"),
        ("http://127.0.0.1:9/elsewhere", "no address of a known engine"),
        ("PURPLE=http://127.0.0.1:9/query", "unknown TLP marking"),
        ("RED=http://127.0.0.1:9/query RED=http://127.0.0.1:8/query", "twice"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    value: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("WEERBAAR_STORE", value)
    monkeypatch.setenv("WEERBAAR_PORT", "0")
    monkeypatch.setenv("WEERBAAR_DATA", str(tmp_path))
    for command in (["query", "actors-named"], ["serve"]):
        monkeypatch.setattr(sys, "argv", ["weerbaar", *command])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        err = capfd.readouterr().err
        assert ended.value.code == 2 and says in err and len(err.splitlines()) == 1
