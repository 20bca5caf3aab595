"""Headers that every response carries: what a page may load, and where it may be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from starlette.types import Scope

from api.sent import Headers

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


class CommonHeaders:
    """`SECURITY` for each response, and leave to read it for pages of other origins."""

    def __init__(self, origins: Collection[str] = ()) -> None:
        self._origins = frozenset(origins)
        """Whose pages may read the answers (CORS); `*` for anyone's."""

    def of(self, scope: Scope) -> Headers:
        """The headers of the answer to a request."""
        return (*_RAW, *self._cors(scope)) if self._origins else _RAW

    def _cors(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Leave to ask, for the origins of the settings (Fetch §3.2), by GET and POST only."""
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
