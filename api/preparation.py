"""Answering canned queries ahead, after the start and after each publication.

It is done by a process of its own (`api.preparer`), so that it takes nothing from those who ask: not the
interpreter's lock, and the processor only when it would stand idle. Of several serving processes one does it
for all; the others find the answers beside the snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from typing import Final

from api.dataset import Dataset
from api.preparer import BUSY
from api.sparql.sandbox import environment
from graph.embedded import EmbeddedStore
from graph.errors import GraphError

log = logging.getLogger("weerbaar.preparation")
PAUSE: Final = 2.0
"""Seconds between looks for a new version. One is prepared when it was there at two looks: of many
publications in a row only the last is worth it."""
AGAIN: Final = 30.0
"""Seconds until another look at whether the process that was at it has finished, or died."""


class Preparation:
    """Keeps the answers of the newest version prepared.

    Args:
        dataset: on this machine; for a store elsewhere nothing is done, since its data may change.
        megabytes: room for the answers beside each snapshot; 0: none are prepared.
    """

    def __init__(self, dataset: Dataset, megabytes: int) -> None:
        self._store = dataset.store
        self._megabytes = megabytes
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch."""
        if self._megabytes and isinstance(self._store, EmbeddedStore):
            self._task = asyncio.get_running_loop().create_task(self._watch(self._store))

    async def stop(self) -> None:
        """End it, and the process if there is one."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self, store: EmbeddedStore) -> None:
        seen = done = 0
        while True:
            await asyncio.sleep(PAUSE)
            now = _version(store)
            if now != done and now == seen:
                code = await self._prepare(store)
                log.info("answers of version %s: %s", now, _told(code))
                done = 0 if code == BUSY else now
                await asyncio.sleep(AGAIN if code == BUSY else 0)
            seen = now

    async def _prepare(self, store: EmbeddedStore) -> int:
        """Run the process to its end; its exit code."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api.preparer"),
            *(str(store.folder.absolute()), str(self._megabytes), str(os.getpid())),
            stdin=DEVNULL,
            env=environment(),
        )
        try:
            return await process.wait()
        finally:
            await _end(process)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _version(store: EmbeddedStore) -> int:
    """The newest version; 0 when there is none, or when it cannot be told now."""
    try:
        return store.version
    except GraphError:
        return 0


def _told(code: int) -> str:
    return {0: "prepared", BUSY: "being prepared by another process"}.get(code, f"not prepared (exit {code})")
