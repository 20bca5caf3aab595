"""Problem details for HTTP (RFC 9457): the one shape in which this service says that something is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from ontology.namespaces import BASE

MEDIA_TYPE: Final = "application/problem+json"

KINDS: Final[dict[str, str]] = {
    "bad-request": "The request cannot be understood",
    "cannot-evaluate": "The query cannot be evaluated",
    "engine-failed": "The query engine failed",
    "locked": "Another process is writing",
    "malformed-accept": "Malformed Accept header",
    "method-not-allowed": "Method not allowed",
    "missing-parameter": "Missing parameter",
    "not-acceptable": "No acceptable format",
    "not-found": "Not found",
    "not-offered": "Not offered here",
    "not-ready": "No graph to answer from",
    "not-written": "The change could not be written",
    "overloaded": "Too many queries at once",
    "precondition-failed": "The graph has changed since",
    "query-too-complex": "Query needs too much memory",
    "query-too-long": "Query too long",
    "query-too-deep": "Query nested too deeply",
    "query-too-slow": "Query passed its deadline",
    "request-too-slow": "Request not completed in time",
    "result-too-large": "Result too large",
    "service-refused": "SERVICE is not allowed",
    "forbidden": "Not allowed",
    "gate-refused": "The graph would break its own rules",
    "syntax-error": "Malformed query",
    "unauthenticated": "No valid credentials",
    "too-many-requests": "Too many requests",
    "unknown-format": "Unknown format",
    "unknown-parameter": "Unknown parameter",
    "unknown-query": "Unknown canned query",
    "unknown-value": "Unknown value",
    "version-gone": "Version not to be had",
    "unsupported-media-type": "Unsupported media type",
    "internal-error": "Something broke on our side",
}
"""Every kind of problem, the last part of its `type`, with its title."""


class Problem(Exception):
    """A refusal, or a failure, that the client is told of. `extra` holds further members, such as `line`."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    @property
    def title(self) -> str:
        """The same for every problem of this kind."""
        return KINDS[self.kind]

    @property
    def document(self) -> dict[str, object]:
        """The problem as a JSON object."""
        return {
            "type": f"{BASE}problem/{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }


class ProblemResponse(Response):
    """A problem as `application/problem+json`."""

    media_type = MEDIA_TYPE

    def __init__(self, problem: Problem) -> None:
        body = json.dumps(problem.document, ensure_ascii=False).encode()
        super().__init__(body, problem.status, {"cache-control": "no-store", **problem.headers})


def from_status(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem that stands for a bare HTTP status."""
    kind = {404: "not-found", 405: "method-not-allowed", 415: "unsupported-media-type"}.get(
        status, "bad-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal-error"
    )
    return Problem(status, kind, detail, headers=headers)
