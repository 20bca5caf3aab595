"""Workers are forked from one process, and whoever dies is told of and replaced."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from pyoxigraph import Store

from api.sparql.frames import Head, Job, Kind
from api.sparql.nursery import Nursery
from api.sparql.process import LOST, Worker, WorkerDied

MEGABYTES = 1500


async def answered(worker: Worker, snapshot: str) -> bytes:
    """What a worker says to ASK {}."""
    await worker.send(Job(snapshot, "ASK {}", 5, 100, table="json"))
    kind, data = await worker.receive()
    assert kind is Kind.HEAD and Head.decode(data).form == "table"
    found = b""
    while (frame := await worker.receive())[0] is Kind.DATA:
        found += frame[1]
    return found


@pytest.fixture
def snapshot(tmp_path: Path) -> str:
    """A store on disk."""
    store = Store(str(tmp_path / "store"))
    store.flush()
    del store
    return str(tmp_path / "store")


def test_workers_answer_each_for_itself(snapshot: str) -> None:
    async def two() -> None:
        nursery = Nursery(MEGABYTES)
        first, second = await nursery.worker(), await nursery.worker()
        assert first.process.number != second.process.number
        assert first.sandbox == second.sandbox == "shut"
        assert b"true" in await answered(first, snapshot)
        assert b"true" in await answered(second, snapshot)
        for worker in (first, second):
            await worker.kill()
        assert not first.alive and not second.alive
        await nursery.stop()

    asyncio.run(two())


def test_how_a_worker_ended_is_told(snapshot: str) -> None:
    async def killed() -> None:
        nursery = Nursery(MEGABYTES)
        worker = await nursery.worker()
        os.kill(worker.process.number, signal.SIGSYS)
        with pytest.raises(WorkerDied) as died:
            await worker.receive()
        assert died.value.code == -signal.SIGSYS
        await worker.kill()
        await nursery.stop()

    asyncio.run(killed())


def test_a_nursery_that_died_is_started_anew(snapshot: str) -> None:
    async def lost() -> None:
        nursery = Nursery(MEGABYTES)
        orphan = await nursery.worker()
        status = Path(f"/proc/{orphan.process.number}/stat").read_text(encoding="ascii")
        os.kill(int(status.rpartition(")")[2].split()[1]), signal.SIGKILL)
        assert await orphan.process.wait() == LOST
        worker = await nursery.worker()
        assert b"true" in await answered(worker, snapshot)
        for each in (orphan, worker):
            await each.kill()
        await nursery.stop()

    asyncio.run(lost())


def test_a_nursery_that_was_stopped_starts_nothing_again() -> None:
    """Whoever still waits for a worker of a copy that was let go of gets none, and no second copy."""

    async def stopped() -> None:
        nursery = Nursery(MEGABYTES)
        await nursery.load()
        await nursery.stop()
        with pytest.raises(WorkerDied):
            await nursery.worker()
        assert not nursery.alive

    asyncio.run(stopped())
