"""Carrying out updates in a process of their own, which is killed when one takes too long or too much."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer
from typing import Final

from api.problems import Problem
from api.settings import Settings
from api.sparql.sandbox import environment
from graph.errors import QueryError, QuerySyntaxError

GRACE: Final = 1.0
"""Seconds beyond the deadline in which the process may end by itself."""


class Runner:
    """Carries out one update at a time under the limits of a query. The process stays for the next."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        """The process, once there was an update, until it is ended."""
        self._turn = Lock()

    def __call__(self, store: Path, update: str) -> None:
        """Carry out an update on a store.

        Raises:
            QueryError, QuerySyntaxError: it failed or is malformed.
            Problem: a limit was passed; the process is gone.
        """
        asked = {"seconds": self._settings.query_seconds, "store": str(store), "update": update}
        with self._turn:
            process = self._ready()
            late = Timer(self._settings.query_seconds + GRACE, process.kill)
            late.daemon = True
            late.start()
            try:
                line = _ask(process, json.dumps(asked).encode() + b"\n")
            finally:
                in_time = late.is_alive()
                late.cancel()
            said = json.loads(line) if line else {"last": True}
            if said["last"]:
                self.process = None
                code = _end(process)
        if not line:
            raise self._ended(code, in_time)
        _raise(said)

    def close(self) -> None:
        """End the process."""
        with self._turn:
            if self.process is not None:
                _end(self.process)
                self.process = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self.process.poll() is not None:
            _end(self.process)
            self.process = None
        if self.process is None:
            self.process = _start(self._settings.query_megabytes)
        return self.process

    def _ended(self, code: int, in_time: bool) -> Problem:
        if in_time and code != -signal.SIGXCPU:
            detail = "The update needed more than it may have, and was ended; nothing was changed."
            return Problem(507, "query-too-complex", detail)
        detail = f"The update ran longer than {self._settings.query_seconds:g} seconds and was ended."
        return Problem(504, "query-too-slow", detail)


def _start(megabytes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.sparql.updating", str(megabytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )


def _ask(process: subprocess.Popen[bytes], line: bytes) -> bytes:
    """The answer to a line; none when the process ends first."""
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    return process.stdout.readline()


def _end(process: subprocess.Popen[bytes]) -> int:
    """Close the process's input, by which it ends, and give its exit code."""
    try:
        process.communicate(timeout=GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return process.returncode


def _raise(said: dict[str, object]) -> None:
    if "line" in said:
        raise QuerySyntaxError(str(said["reason"]), int(str(said["line"])), int(str(said["column"])))
    if "reason" in said:
        raise QueryError(str(said["reason"]))
