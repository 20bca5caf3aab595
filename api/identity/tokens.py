"""API tokens: made here, shown once, kept only as hashes.

A token is `wb_{id}_{secret}`. The secret has 256 random bits, so that SHA-256 is enough to keep it by
(OWASP: slow hashes are for what people choose). The file `tokens.json` is replaced as a whole and readable
by its owner only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from api.identity.caller import Caller, Scope, parse_scopes
from graph.marking import Marking

PREFIX: Final = "wb_"


class UnknownToken(LookupError):
    """No token of that id."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token."""

    id: str
    name: str
    hash: str
    scopes: frozenset[Scope]
    clearance: Marking
    created: datetime
    expires: datetime

    def caller(self) -> Caller:
        """Who presents this token."""
        return Caller(self.name, self.scopes, self.clearance)

    def to_json(self) -> dict[str, object]:
        """As kept in the file."""
        return {
            "id": self.id,
            "name": self.name,
            "hash": self.hash,
            "scopes": sorted(self.scopes),
            "clearance": self.clearance.label,
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Token:
        """As read from the file."""
        return cls(
            data["id"],
            data["name"],
            data["hash"],
            parse_scopes(data["scopes"]),
            Marking.parse(data["clearance"]),
            datetime.fromisoformat(data["created"]),
            datetime.fromisoformat(data["expires"]),
        )


class TokenFile:
    """The tokens of one data folder. Read anew when the file changed, so that a revocation holds at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tokens.json"
        self._seen: tuple[int, int] | None = None
        self._tokens: dict[str, Token] = {}

    def create(
        self, name: str, scopes: Iterable[Scope], clearance: Marking, days: int, now: datetime | None = None
    ) -> tuple[str, Token]:
        """A new token and what is kept of it; the first is to be shown once. `days` counts from `now`."""
        created = now or datetime.now(UTC)
        identifier, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        token = Token(
            identifier,
            name,
            _hash(secret),
            frozenset(scopes),
            clearance,
            created,
            created + timedelta(days=days),
        )
        self._change({identifier: token})
        return f"{PREFIX}{identifier}_{secret}", token

    def revoke(self, identifier: str) -> Token:
        """Forget a token. Raises `UnknownToken`."""
        token = self._read().get(identifier)
        if token is None:
            raise UnknownToken(f"no token {identifier!r}; `weerbaar token list` shows them")
        self._change({identifier: None})
        return token

    def list(self) -> tuple[Token, ...]:
        """All tokens, the oldest first."""
        return tuple(sorted(self._read().values(), key=lambda token: token.created))

    def find(self, presented: str, now: datetime | None = None) -> Token | None:
        """The valid token that was presented; `None` when it is unknown, wrong or expired."""
        identifier, _, secret = presented.removeprefix(PREFIX).partition("_")
        token = self._read().get(identifier)
        if not hmac.compare_digest(token.hash if token else _hash(""), _hash(secret)):
            return None
        return token if token and (now or datetime.now(UTC)) < token.expires else None

    def _read(self) -> dict[str, Token]:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._seen, self._tokens = None, {}
            return self._tokens
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            items = json.loads(self._path.read_text(encoding="utf-8"))
            self._tokens = {item["id"]: Token.from_json(item) for item in items}
            self._seen = seen
        return self._tokens

    def _change(self, changes: Mapping[str, Token | None]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            tokens = {**self._read(), **changes}
            text = json.dumps([token.to_json() for token in tokens.values() if token], indent=1)
            new = self._path.with_suffix(".new")
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
