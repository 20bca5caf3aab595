"""Carrying out an update in a process of its own, which is killed when it takes too long or too much."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from api.problems import Problem
from api.settings import Settings
from graph.errors import QueryError, QuerySyntaxError

KEPT: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "WEERBAAR_BASE", "LD_LIBRARY_PATH")
"""What the process gets of the environment."""


def runner(settings: Settings) -> Callable[[Path, str], None]:
    """What carries out an update in a process of its own, under the limits of a query.

    It raises `QueryError`, `QuerySyntaxError`, or `Problem` where a limit was passed.
    """

    def run(store: Path, update: str) -> None:
        limits = [str(settings.query_megabytes), str(settings.query_seconds)]
        command = [sys.executable, "-m", "api.sparql.updating", *limits, str(store)]
        try:
            done = subprocess.run(
                command,
                input=update.encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=settings.query_seconds + 1,
                check=False,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
            )
        except subprocess.TimeoutExpired as error:
            detail = f"The update ran longer than {settings.query_seconds:g} seconds and was ended."
            raise Problem(504, "query-too-slow", detail) from error
        if done.returncode:
            detail = "The update needed more than it may have, and was ended; nothing was changed."
            raise Problem(507, "query-too-complex", detail)
        _raise(json.loads(done.stdout))

    return run


def _raise(said: dict[str, object]) -> None:
    if "line" in said:
        raise QuerySyntaxError(str(said["reason"]), int(str(said["line"])), int(str(said["column"])))
    if said:
        raise QueryError(str(said["reason"]))
