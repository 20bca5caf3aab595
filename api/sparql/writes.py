"""Writing on behalf of a caller: one after the other, under the caller's clearance, told what came of it."""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.dataset import Dataset
from api.identity.audit import note
from api.identity.caller import Caller, Scope, caller_of
from api.problems import Problem
from api.settings import Settings
from graph.errors import (
    GateRefused,
    GraphError,
    MarkingRefused,
    QueryError,
    QuerySyntaxError,
    StoreFailed,
    StoreLocked,
    UnknownGraph,
    UpdateRefused,
)
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.naming import USER
from graph.store import Store
from graph.writing import Authority, Updated

Write = Callable[[Store, Knowledge, Authority], Updated]
"""What is to be done; it takes the store's lock itself."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")


class Writes:
    """Hands writes to the one writer in the order in which they come."""

    def __init__(self, settings: Settings, dataset: Dataset) -> None:
        self._settings, self._dataset = settings, dataset
        self._turn = asyncio.Lock()
        self._loading = Lock()
        self._waiting = 0

    async def carry_out(self, request: Request, write: Write, marking: str | None = None) -> Updated:
        """Write, and note it in the audit log.

        Args:
            marking: of graphs that are new, as the request names it; the caller's clearance when it does not,
                so that what a caller read is not shown to others by default.

        Raises:
            Problem: everything that can stand in the way.
        """
        authority = self._authority(request, marking)
        if self._waiting >= self._settings.query_waiting:
            detail = f"{self._waiting} writes wait already; try again in a moment."
            raise Problem(503, "overloaded", detail, headers={"retry-after": "2"})
        self._waiting += 1
        try:
            async with self._turn:
                begun = time.perf_counter()
                with _told():
                    updated = await run_in_threadpool(self._write, write, authority)
        finally:
            self._waiting -= 1
        note(
            request.scope,
            graphs=sorted(updated.graphs),
            triples_added=updated.added,
            triples_removed=updated.removed,
            version=updated.version,
            write_ms=round((time.perf_counter() - begun) * 1000, 1),
        )
        return updated

    async def headers(self, request: Request, updated: Updated) -> dict[str, str]:
        """The version that holds the change; with its tag unless a still newer one came since."""
        headers = {"dataset-version": str(updated.version), "cache-control": "no-store"}
        version = await run_in_threadpool(self._dataset.version, caller_of(request).clearance)
        if version.number == updated.version:
            headers["etag"] = f'"{version.tag}"'
        return headers

    @cached_property
    def _knowledge(self) -> Knowledge:
        return Knowledge.load()

    def _write(self, write: Write, authority: Authority) -> Updated:
        with self._loading:
            knowledge = self._knowledge
        return write(self._dataset.store, knowledge, authority)

    def _authority(self, request: Request, marking: str | None) -> Authority:
        caller = caller_of(request)
        caller.require(Scope.UPDATE)
        given = caller.clearance if marking is None else _marking(marking)
        if given > caller.clearance:
            detail = f"{caller.name} may not write what is marked {given.label}"
            raise Problem(403, "forbidden", detail)
        return Authority(
            clearance=caller.clearance,
            marking=given,
            home=home_of(caller),
            brings_documents=Scope.INGEST in caller.scopes,
            reviews=Scope.REVIEW in caller.scopes,
            condition=self._condition(request, caller.clearance),
            policy=self._settings.review_policy,
        )

    def _condition(self, request: Request, clearance: Marking) -> Callable[[], None]:
        """That the graph is still at the version that `If-Match` names (RFC 9110 §13.1.1)."""
        stated = request.headers.get("if-match")

        def check() -> None:
            tag = self._dataset.version(clearance).tag  # nothing is written for whom nothing is open
            if stated is not None and not matches(stated, tag):
                detail = f"The graph is at {tag} now, and If-Match says {stated}; look again, then repeat."
                raise Problem(412, "precondition-failed", detail, headers={"etag": f'"{tag}"'})

        return check


def home_of(caller: Caller) -> str:
    """How the names of a caller's own graphs begin; a name that no address can hold goes by its hash as well.

    >>> home_of(Caller("analyst-1", frozenset(), Marking.CLEAR))
    'https://w3id.org/weerbaar/graph/user/analyst-1/'
    >>> home_of(Caller("https://issuer.example#me", frozenset(), Marking.CLEAR))
    'https://w3id.org/weerbaar/graph/user/https-issuer-example-me~92e09027be600cea/'
    """
    if _PLAIN.fullmatch(caller.name):
        return f"{USER}{caller.name}/"
    readable = "-".join(_PLAIN.findall(caller.name))
    return f"{USER}{readable}~{hashlib.sha256(caller.name.encode()).hexdigest()[:16]}/"


def matches(if_match: str, tag: str) -> bool:
    """Whether `If-Match` names the version: its own tag, or that of an answer in any format from it.

    >>> matches('"v3-ab12-json-turtle"', "v3-ab12"), matches('"v3-ab12"', "v4-cd34")
    (True, False)
    """
    given = [item.strip().removeprefix("W/").strip('"') for item in if_match.split(",")]
    return any(item in ("*", tag) or item.startswith(f"{tag}-") for item in given)


def _marking(text: str) -> Marking:
    try:
        return Marking.parse(text)
    except ValueError as error:
        raise Problem(400, "unknown-value", str(error), parameter="marking") from error


@contextmanager
def _told() -> Iterator[None]:
    """What stands in the way of writing, as a problem."""
    try:
        yield
    except QuerySyntaxError as error:
        raise Problem(400, "syntax-error", str(error), line=error.line, column=error.column) from error
    except QueryError as error:
        raise Problem(400, "cannot-evaluate", str(error)) from error
    except (UpdateRefused, MarkingRefused) as error:
        raise Problem(403, "forbidden", str(error)) from error
    except UnknownGraph as error:
        raise Problem(404, "not-found", str(error)) from error
    except GateRefused as error:
        raise Problem(422, "gate-refused", str(error), report=_report(error)) from error
    except StoreLocked as error:
        raise Problem(503, "locked", str(error), headers={"retry-after": "2"}) from error
    except StoreFailed as error:
        raise Problem(507, "not-written", str(error)) from error
    except GraphError as error:  # the store cannot be opened, or the engine that holds it not be reached
        raise Problem(503, "not-ready", str(error), headers={"retry-after": "5"}) from error


def _report(error: GateRefused) -> list[dict[str, str | None]]:
    return [
        {
            "severity": finding.severity,
            "nl": finding.nl,
            "en": finding.en,
            "focus": finding.focus,
            "path": finding.path,
            "value": finding.value,
            "shape": finding.shape,
            "quote": str(finding.quote) if finding.quote else None,
        }
        for finding in error.report.violations
    ]
