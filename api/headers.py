"""Headers that every response carries: what a page may load, and where it may be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
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
                headers = MutableHeaders(scope=message)
                for name, value in {**SECURITY, **self._cors(scope)}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _cors(self, scope: Scope) -> Mapping[str, str]:
        """Leave to ask, for the origins of the settings (Fetch §3.2), by GET and POST only."""
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if not origin or not self._origins & {"*", origin}:
            return {}
        return {
            "access-control-allow-origin": "*" if "*" in self._origins else origin,
            "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
            "access-control-allow-headers": "accept, content-type, if-none-match, authorization",
            "access-control-expose-headers": "etag, dataset-version",
            "vary": "origin, accept",
        }
