"""What the tests of commands and of writing services share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api import cli
from tests.serving import Service, data_folder, start, stop


@pytest.fixture
def weerbaar(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs `weerbaar …`: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["weerbaar", *arguments])
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return (code, *capfd.readouterr())

    return call


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Service]:
    """A service with two workers and two versions over a data folder of its own."""
    shutil.copytree(data_folder() / "store", tmp_path / "store", symlinks=True)
    service = start(tmp_path, query_workers="2", versions="2")
    yield service
    stop(service)
