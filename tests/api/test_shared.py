"""What serving processes have in common: turns that come round, and settings of which each has a part."""

import multiprocessing
import os
import signal
import time
from contextlib import closing
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from api.settings import SHARED_OUT, Settings
from api.shared import Turns

FORK = multiprocessing.get_context("fork")
ROUNDS = 40


def test_who_waits_comes_next() -> None:
    """Each asks again at once; without order, one would have most of its turns in a row."""
    reading, writing = os.pipe()

    def take(name: bytes) -> None:
        for _ in range(ROUNDS):
            with turns:
                os.write(writing, name)
                time.sleep(0.003)

    with closing(Turns()) as turns:
        processes = [FORK.Process(target=take, args=(name,)) for name in (b"a", b"b")]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
    taken = os.read(reading, 1000)
    for end in (reading, writing):
        os.close(end)
    assert len(taken) == 2 * ROUNDS
    both = taken[: min(taken.rindex(b"a"), taken.rindex(b"b")) + 1].lstrip(taken[:1])  # while both wanted it
    assert max(len(list(run)) for _, run in groupby(both)) <= 3


def test_one_at_a_time_and_nobody_waits_for_the_dead() -> None:
    with closing(Turns()) as turns:
        reading, writing = os.pipe()

        def die() -> None:
            with turns:
                os.write(writing, b"x")
                time.sleep(60)

        process = FORK.Process(target=die)
        process.start()
        assert process.pid is not None and os.read(reading, 1)
        waiting = FORK.Process(target=turns.__enter__)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        os.kill(process.pid, signal.SIGKILL)
        waiting.join(5)
        assert waiting.exitcode == 0
        process.join()
        for end in (reading, writing):
            os.close(end)


@given(processes=st.integers(1, 16), values=st.tuples(*[st.integers(16, 500)] * len(SHARED_OUT)))
def test_the_parts_make_up_the_whole(processes: int, values: tuple[int, ...]) -> None:
    given_values = dict(zip(SHARED_OUT, values, strict=True))
    settings = Settings(serving_processes=processes, **given_values)  # type: ignore[arg-type]
    parts = [settings.share(each) for each in range(processes)]
    for name, value in given_values.items():
        found = [getattr(part, name) for part in parts]
        assert sum(found) == value and min(found) >= 1 and max(found) - min(found) <= 1


def test_nothing_stays_nothing_in_each() -> None:
    settings = Settings(serving_processes=2, query_long=0, answer_megabytes=0)
    assert {(part.query_long, part.answer_megabytes) for part in map(settings.share, range(2))} == {(0, 0)}
