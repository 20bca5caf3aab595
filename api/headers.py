"""Headers that every response carries: what a page may load, and where it may be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content Security Policy Level 3: this origin alone, and nothing inline."""
SECURITY: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]


_RAW: Final = _raw(SECURITY)


class SecurityHeaders:
    """Adds `SECURITY` to each response; a header that the application set itself stays."""

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        self._app = app
        self._origins = frozenset(origins)
        """Whose pages may read the answers (CORS); `*` for anyone's."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message["headers"] = list(message.get("headers", ()))
                there = {name for name, _ in given}
                given += [pair for pair in (*_RAW, *self._cors(scope)) if pair[0] not in there]
            await send(message)

        await self._app(scope, receive, with_headers)

    def _cors(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Leave to ask, for the origins of the settings (Fetch §3.2), by GET and POST only."""
        if not self._origins:
            return []
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if not origin or not self._origins & {"*", origin}:
            return []
        allowed = {
            "access-control-allow-origin": "*" if "*" in self._origins else origin,
            "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
            "access-control-allow-headers": "accept, content-type, if-none-match, authorization",
            "access-control-expose-headers": "etag, dataset-version",
            "vary": "origin, accept",
        }
        return _raw(allowed)
