"""The update operation of the SPARQL 1.1 Protocol (§2.2), for callers with the scope `update`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.identity.audit import LONGEST, note
from api.identity.caller import Scope, caller_of
from api.problems import Problem
from api.settings import Settings
from api.sparql.protocol import UpdateRequest
from api.sparql.scan import scan
from api.sparql.updates import Runner
from api.sparql.using import with_dataset
from api.sparql.writes import Writes
from graph.knowledge import Knowledge
from graph.store import Store
from graph.update import update
from graph.writing import Authority, Updated


class Update:
    """Carries out updates, each whole or not at all."""

    def __init__(self, settings: Settings, writes: Writes) -> None:
        self._settings, self._writes = settings, writes
        self._run = Runner(settings)

    async def answer(self, request: Request, asked: UpdateRequest) -> Response:
        """Carry out an update, and say in which version of the graph it stands. Raises `Problem`."""
        caller_of(request).require(Scope.UPDATE)
        note(request.scope, update=asked.update[:LONGEST])
        nesting = scan(asked.update).nesting
        if nesting > self._settings.query_nesting:
            detail = f"Brackets nest {nesting} deep; at most {self._settings.query_nesting} are taken."
            raise Problem(400, "query-too-deep", detail)

        def write(store: Store, knowledge: Knowledge, authority: Authority) -> Updated:
            text = with_dataset(asked.update, asked.using, asked.using_named)
            return update(store, text, knowledge, authority, run=self._run)

        updated = await self._writes.carry_out(request, write, asked.marking)
        said = {
            "version": updated.version,
            "graphs": sorted(updated.graphs),
            "added": updated.added,
            "removed": updated.removed,
            "read": updated.read.label,
        }
        return JSONResponse(said, headers=await self._writes.headers(request, updated))
