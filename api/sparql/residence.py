"""The copy in memory that workers share: made of the snapshot that is asked most.

They share it as forks do: the engine counts who looks at what, so each comes to have the parts of its own
that it looks at. In the worst case every process holds a whole copy, and the room is reckoned for that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from api.sparql.copying import fits
from api.sparql.demand import Demand
from api.sparql.nursery import Nursery
from api.sparql.process import Worker, WorkerDied

log = logging.getLogger("weerbaar.sparql")
AHEAD: Final = 1.0
"""Seconds after the start at which the first copy is begun: the first answers go before it."""


class Residence:
    """Where workers come from: a nursery over the copy if there is one, else one over nothing.

    Args:
        megabytes: memory that a query may take.
        room: megabytes that one copy may take; 0 for none.
        changed: called when workers should come from elsewhere than before.
    """

    def __init__(self, megabytes: int, room: int, changed: Callable[[], None]) -> None:
        self._megabytes, self._room, self._changed = megabytes, room, changed
        self._plain = Nursery(megabytes)
        self._copied: Nursery | None = None
        self._demand = Demand()
        self._timer: asyncio.TimerHandle | None = None
        self._loading: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def nursery(self) -> Nursery:
        """Whoever gives the next worker."""
        return self._copied if self._copied is not None and self._copied.alive else self._plain

    @property
    def held(self) -> str:
        """The snapshot that is in memory; empty for none."""
        return self.nursery.snapshot

    def gives(self, worker: Worker) -> bool:
        """Whether a worker comes from where workers come from now."""
        return worker.snapshot == self.held

    def expect(self, snapshot: str) -> None:
        """Begin with the copy of a snapshot before anybody asks, once the service has started."""
        self._timer = asyncio.get_running_loop().call_later(AHEAD, self._begin, snapshot)

    def asked(self, snapshot: str) -> None:
        """Take note of a query; make the copy of what most queries ask."""
        if not self._room or not snapshot:
            return
        self._demand.held = self.held
        wanted = self._demand.asked(snapshot, asyncio.get_running_loop().time())
        if wanted:
            self._begin(wanted)

    async def stop(self) -> None:
        """End every process."""
        if self._timer is not None:
            self._timer.cancel()
        tasks = {*self._ending, *([self._loading] if self._loading else ())}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for nursery in (self._copied, self._plain):
            if nursery is not None:
                await nursery.stop()

    def _begin(self, snapshot: str) -> None:
        if self._room and snapshot and snapshot != self.held and self._loading is None:
            self._loading = asyncio.create_task(self._load(snapshot))

    async def _load(self, snapshot: str) -> None:
        """Make the copy, and have workers come from it; or remember that there can be none."""
        self._let_go()  # two copies at once could take twice what is allowed
        nursery = Nursery(self._megabytes, snapshot, self._room)
        try:
            if await self._loaded(nursery):
                self._copied = nursery
                log.info("queries are answered from memory: a copy of %s", snapshot)
                self._changed()
            else:
                self._demand.refused.add(snapshot)
                log.info("queries are answered from disk: no copy of %s in %d MB", snapshot, self._room)
        finally:
            self._loading = None
            if self._copied is not nursery:
                await nursery.stop()

    async def _loaded(self, nursery: Nursery) -> bool:
        """Whether it has its copy now."""
        try:
            if fits(nursery.snapshot, self._room):
                await nursery.load()
                return True
        except (WorkerDied, OSError) as error:
            log.warning("a copy could not be made: %s", error)
        return False

    def _let_go(self) -> None:
        """Of a copy that is no longer wanted: it ends with the last query that it answers."""
        nursery, self._copied = self._copied, None
        if nursery is not None:
            self._changed()
            task = asyncio.create_task(nursery.end())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
