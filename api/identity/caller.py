"""A caller: a name, what it may do and how far it may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from starlette.requests import HTTPConnection

from api.problems import Problem
from graph.marking import Marking


class Scope(StrEnum):
    """What a caller may do; each is granted by name."""

    READ = "read"
    INGEST = "ingest"
    REVIEW = "review"
    UPDATE = "update"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sends a request."""

    name: str
    scopes: frozenset[Scope]
    clearance: Marking

    def require(self, scope: Scope) -> None:
        """Refuse with 401 (not known) or 403 (known, not allowed) unless the caller has the scope."""
        if scope in self.scopes:
            return
        if self is ANONYMOUS:
            raise Problem(
                401,
                "unauthenticated",
                f"this needs a token with the scope “{scope.value}”; make one with `weerbaar token create`",
                headers={"WWW-Authenticate": 'Bearer realm="weerbaar"'},
            )
        raise Problem(403, "forbidden", f"{self.name} lacks the scope “{scope.value}”")


ANONYMOUS: Final = Caller("anonymous", frozenset({Scope.READ}), Marking.CLEAR)
"""Who calls without a token."""


def parse_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """The scopes of these names. Raises `ValueError` that lists the known ones."""
    try:
        return frozenset(Scope(name) for name in names)
    except ValueError as error:
        raise ValueError(f"{error}; known: {', '.join(Scope)}") from None


def caller_of(connection: HTTPConnection) -> Caller:
    """The caller that `guard` settled for this request; anonymous where it does not stand in front."""
    caller: Caller = connection.scope.get("state", {}).get("caller", ANONYMOUS)
    return caller
