"""Several serving processes: forked from this one, watched, replaced when they die, ended with it.

uvicorn has a supervisor of its own (`uvicorn.supervisors.Multiprocess`), which does not do here. It starts
every process from a fresh interpreter, which doubles the time to the first answer and the memory of an idle
service, where a fork shares what was imported. It replaces a process that cannot start without end, or ends
the whole service for it; it waits for ever for one that does not end; its processes live on when it is
killed; and two of its signals change the number of processes, among which our limits are shared out.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import Final

from api.errors import EXPECTED, ServingFailed

log = logging.getLogger("weerbaar.serving")
FORK: Final = multiprocessing.get_context("fork")
ENDING: Final = (signal.SIGTERM, signal.SIGINT)
MARGIN: Final = 3.0
"""Seconds beyond the time for running answers, after which a process that has not ended is killed."""
SETTLED: Final = 5.0
"""Seconds after which a process that dies did not die of its start."""
LONGEST: Final = 30.0
"""Seconds between two attempts to replace a process that dies of its start."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a process has of its parent."""

    number: int
    report: Connection
    parent: int
    """A descriptor that can be read when the parent is gone."""

    def started(self) -> None:
        """It answers from now on."""
        self.report.send("")


@dataclass(slots=True)
class _Place:
    """One of the processes, or that which replaces it."""

    number: int
    process: ForkProcess | None = None
    report: Connection | None = None
    begun: float = 0.0
    started: bool = False
    said: str = ""
    """Why it could not start, in its own words."""
    failures: int = 0
    """How often in a row it died of its start, or soon after."""
    due: float = field(default=0.0)
    """When to start it again, while there is none."""


class Supervisor:
    """Runs `serve` in `number` processes.

    Args:
        serve: serves until SIGTERM; calls `Post.started` once it answers.
        died: told the number of a process that is gone, before it is replaced.
        seconds: that running answers have to end.
    """

    def __init__(
        self, serve: Callable[[Post], None], number: int, died: Callable[[int], None], seconds: float
    ) -> None:
        self._serve, self._died, self._seconds = serve, died, seconds
        self._places = [_Place(each) for each in range(number)]
        self._caught: list[int] = []
        self._wake, self._wakened = socket.socketpair()
        self._alive, self._held = os.pipe()
        """Nobody writes to it: its end is that of this process."""

    def run(self, ready: Callable[[], None]) -> int:
        """Serve until a signal, and give it.

        Args:
            ready: called once, when all of them answer.

        Raises:
            ServingFailed: they cannot start.
        """
        for end in (self._wake, self._wakened):
            end.setblocking(False)
        before = {number: signal.signal(number, self._catch) for number in ENDING}
        signal.set_wakeup_fd(self._wakened.fileno())
        gc.collect()
        gc.freeze()  # what was imported stays, and its pages stay shared
        try:
            self._watch(ready)
        finally:
            self._end()
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
        return self._caught[0]

    def _catch(self, number: int, _: FrameType | None) -> None:
        self._caught.append(number)

    def _watch(self, ready: Callable[[], None]) -> None:
        told = False
        while not self._caught:
            for place in self._places:
                if place.process is None and time.monotonic() >= place.due:
                    self._start(place)
            self._wait()
            for place in self._places:
                self._look(place)
            if not told and all(place.started for place in self._places):
                told = True
                ready()
            self._consider(told=told)

    def _wait(self) -> None:
        """Until something happens, or a process is due."""
        watched: list[Connection | int] = []
        for place in self._places:
            if place.process is not None:
                watched.append(place.process.sentinel)
            if place.report is not None:
                watched.append(place.report)
        due = [place.due for place in self._places if place.process is None]
        self._sleep(watched, max(0.0, min(due) - time.monotonic()) if due else None)

    def _sleep(self, watched: Iterable[Connection | int], seconds: float | None) -> None:
        wait([self._wake, *watched], seconds)
        with suppress(BlockingIOError):
            self._wake.recv(4096)

    def _start(self, place: _Place) -> None:
        place.report, theirs = FORK.Pipe(duplex=False)
        post = Post(place.number, theirs, self._alive)
        place.process = FORK.Process(target=self._become, args=(post,))
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # none is lost on the way
        try:
            place.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        theirs.close()
        place.begun, place.started, place.said = time.monotonic(), False, ""

    def _become(self, post: Post) -> None:
        """Go on as a serving process."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches it before the parent's SIGTERM does
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        os.close(self._held)
        self._wake.close()
        self._wakened.close()
        for place in self._places:
            if place.report is not None:
                place.report.close()
        try:
            self._serve(post)
        except EXPECTED as error:
            post.report.send(str(error))
            raise SystemExit(2) from error

    def _look(self, place: _Place) -> None:
        """Take what a process reports, and notice its end."""
        if place.report is not None and place.report.poll():
            try:
                place.said = place.report.recv()
                place.started = not place.said
            except EOFError:
                place.report.close()
                place.report = None
        if place.process is None or place.process.is_alive():
            return
        lived = time.monotonic() - place.begun
        place.failures = 0 if place.started and lived > SETTLED else place.failures + 1
        place.due = time.monotonic() + (min(2.0 ** (place.failures - 3), LONGEST) if place.failures else 0.0)
        place.said = place.said or f"it ended with {place.process.exitcode}"
        place.process = None
        self._died(place.number)
        log.error("serving process %d is gone (%s)", place.number, place.said)

    def _consider(self, *, told: bool) -> None:
        """Whether to go on. Raises `ServingFailed` when a first start fails, or all fail to start again."""
        failed = [place for place in self._places if place.process is None and not place.started]
        if failed and (not told or len(failed) == len(self._places)):
            raise ServingFailed(f"a serving process could not start: {failed[0].said}")

    def _end(self) -> None:
        """Ask all of them to end, wait, and kill who has not; a second signal kills at once."""
        running = [place.process for place in self._places if place.process is not None]
        for process in running:
            process.terminate()
        end, asked = time.monotonic() + self._seconds + MARGIN, len(self._caught)
        while time.monotonic() < end and len(self._caught) == asked:
            left = [process.sentinel for process in running if process.is_alive()]
            if not left:
                break
            self._sleep(left, end - time.monotonic())
        for process in running:
            process.kill()
            process.join()
