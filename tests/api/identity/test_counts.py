"""Counts that processes share: the same as those of one, exact under a crowd, and held up by nobody."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.identity.counts import ROWS, CountTable, SharedCounts
from api.identity.limits import CallerLimits, Full
from api.problems import Problem

FORK = multiprocessing.get_context("fork")
NOON = 1_800_000_000.0
"""A moment at which a minute begins."""


@pytest.fixture
def table() -> Iterator[CountTable]:
    """For two processes."""
    with closing(CountTable(2)) as made:
        yield made


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still, for child processes too."""
    monkeypatch.setattr(time, "time", lambda: NOON)


STEPS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 7.0, 31.0, 59.0, 61.0, 130.0]), st.sampled_from(["a", "b"])),
    max_size=60,
)


@given(steps=STEPS, per_minute=st.integers(1, 6))
@settings(deadline=None)
def test_the_window_is_that_of_the_package_limits(steps: list[tuple[float, str]], per_minute: int) -> None:
    now = NOON
    with pytest.MonkeyPatch.context() as patch, closing(CountTable(2)) as table:
        patch.setattr(time, "time", lambda: now)
        ours = [SharedCounts(table, 0), SharedCounts(table, 1)]
        theirs = SlidingWindowCounterRateLimiter(MemoryStorage())
        theirs.storage.timer.cancel()
        for index, (seconds, caller) in enumerate(steps):
            now += seconds
            counts = ours[index % 2]
            full = counts.enter(caller, per_minute, at_once=1)
            assert (full is None) == theirs.hit(RateLimitItemPerMinute(per_minute), caller)
            if full is None:
                counts.leave(caller)


def test_what_runs_in_another_process_counts(table: CountTable) -> None:
    one, other = SharedCounts(table, 0), SharedCounts(table, 1)
    assert one.enter("a", 0, at_once=2) is None
    assert other.enter("a", 0, at_once=2) is None
    assert one.enter("a", 0, at_once=2) is Full.AT_ONCE
    assert one.enter("b", 0, at_once=2) is None, "others may"
    other.leave("a")
    assert one.enter("a", 0, at_once=2) is None


def test_what_ran_in_a_process_that_died_is_forgotten(table: CountTable) -> None:
    one, other = SharedCounts(table, 0), SharedCounts(table, 1)
    for counts in (one, one, other):
        assert counts.enter("a", 0, at_once=3) is None
    table.forget(0)
    assert [other.enter("a", 0, at_once=3) for _ in range(3)] == [None, None, Full.AT_ONCE]


def test_a_crowd_of_processes_gets_exactly_what_one_caller_may(table: CountTable, noon: None) -> None:
    def ask(process: int, taken: object) -> None:
        counts = SharedCounts(table, process)
        found = 0
        for _ in range(2000):
            if counts.enter("a", 3001, at_once=64) is None:
                found += 1
                counts.leave("a")
        taken.send(found)  # type: ignore[attr-defined]

    pairs = [FORK.Pipe(duplex=False) for _ in range(2)]
    processes = [FORK.Process(target=ask, args=(each, pairs[each][1])) for each in range(2)]
    for process in processes:
        process.start()
    taken = [receiving.recv() for receiving, _ in pairs]
    for process in processes:
        process.join()
    assert sum(taken) == 3001 and min(taken) > 0


def test_who_dies_while_it_counts_holds_up_nobody(table: CountTable) -> None:
    reading, writing = os.pipe()

    def die() -> None:
        with table.locked():
            os.write(writing, b"x")
            time.sleep(60)

    process = FORK.Process(target=die)
    process.start()
    os.read(reading, 1)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert SharedCounts(table, 0).enter("a", 1, at_once=1) is None
    for end in (reading, writing):
        os.close(end)


def test_more_callers_than_have_room_displace_nothing_that_runs(table: CountTable, noon: None) -> None:
    counts = SharedCounts(table, 0)
    for number in range(50):
        assert counts.enter(f"running {number}", 10, at_once=1) is None
    for number in range(2 * ROWS):
        if counts.enter(f"passing {number}", 10, at_once=1) is None:
            counts.leave(f"passing {number}")
    for number in range(50):
        assert counts.enter(f"running {number}", 10, at_once=1) is Full.AT_ONCE


def test_a_caller_is_told_which_limit_it_met(table: CountTable, noon: None) -> None:
    limits = CallerLimits(per_minute=2, at_once=1, counts=SharedCounts(table, 0))
    with limits.slot("a"), pytest.raises(Problem, match="1 requests of yours are running"), limits.slot("a"):
        pass
    with limits.slot("a"):
        pass
    with pytest.raises(Problem, match="more than 2 requests in a minute") as told, limits.slot("a"):
        pass
    assert told.value.status == 429
