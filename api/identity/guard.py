"""The ASGI middleware in front of every route: who calls, within which limits, and the record of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from api.identity.audit import LONGEST, AuditLog
from api.identity.caller import ANONYMOUS, Caller
from api.identity.limits import CallerLimits
from api.identity.oidc import InvalidBearer, Verifier
from api.identity.tokens import PREFIX, TokenFile
from api.problems import Problem, ProblemResponse
from api.sent import Sent

UNLIMITED: Final = ("/health", "/ready", "/static/")
"""Paths that neither count nor are written down: probes and the pages' own files."""


class Guard:
    """Wraps the whole service. Routes add to the record by `audit.note`."""

    def __init__(
        self,
        app: ASGIApp,
        tokens: TokenFile,
        verifier: Verifier | None,
        limits: CallerLimits,
        audit: AuditLog,
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._verifier = verifier
        self._limits = limits
        self._audit = audit

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNLIMITED):
            await self._app(scope, receive, send)
            return
        begun, caller = time.perf_counter(), ANONYMOUS
        sent = send if isinstance(send, Sent) else Sent(send)
        try:
            caller = await self._caller(scope)
            scope.setdefault("state", {}).update(caller=caller, audit=sent.notes)
            with self._limits.slot(_counted_as(caller, scope)):
                await self._app(scope, receive, sent)
        except Problem as problem:
            await ProblemResponse(problem)(scope, receive, sent)
        finally:
            self._record(scope, caller, sent, time.perf_counter() - begun)

    async def _caller(self, scope: AsgiScope) -> Caller:
        header: bytes | None = next(
            (value for name, value in scope["headers"] if name == b"authorization"), None
        )
        if header is None:
            return ANONYMOUS
        scheme, _, credentials = header.decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            raise _refused(
                f"the authentication scheme {scheme!r} is not known; send `Authorization: Bearer …`"
            )
        if credentials.startswith(PREFIX):
            token = self._tokens.find(credentials.strip())
            if token is None:
                raise _refused("the API token is unknown, revoked or expired")
            return token.caller()
        if self._verifier is None:
            raise _refused("this service knows API tokens only; no OpenID Connect issuer is set")
        try:
            return await run_in_threadpool(self._verifier.caller, credentials.strip())
        except InvalidBearer as error:
            raise _refused(str(error)) from error

    def _record(self, scope: AsgiScope, caller: Caller, sent: Sent, seconds: float) -> None:
        self._audit.write(
            {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "caller": caller.name,
                "clearance": caller.clearance.label,
                "method": scope["method"],
                "path": scope["path"],
                "query": scope["query_string"].decode("latin-1")[:LONGEST],
                "status": sent.status,
                "complete": sent.complete,
                "ms": round(seconds * 1000, 1),
                "bytes": sent.bytes,
                **sent.notes,
            }
        )


def _counted_as(caller: Caller, scope: AsgiScope) -> str:
    """Anonymous callers are counted by address, so that one cannot use up what is everyone's."""
    if caller is not ANONYMOUS:
        return caller.name
    client = scope.get("client")
    return f"anonymous@{client[0] if client else '-'}"


def _refused(detail: str) -> Problem:
    return Problem(
        401,
        "unauthenticated",
        detail,
        headers={"WWW-Authenticate": 'Bearer realm="weerbaar", error="invalid_token"'},
    )
