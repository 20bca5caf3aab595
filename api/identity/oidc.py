"""Bearer tokens of an OpenID Connect issuer: JWTs signed by a key of its JWKS (RFC 7519, RFC 7517).

Scopes come from the claim `scope` (RFC 8693; other scopes than ours are ignored), the clearance from the
claim that the settings name, the caller's name from `sub`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import jwt

from api.identity.caller import Caller, Scope
from graph.marking import Marking

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Public-key signatures only: a shared secret, or none, would let the caller sign for the issuer."""


class InvalidBearer(ValueError):
    """A bearer token that the issuer did not give, or that does not hold here and now."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whom to believe. `jwks` is the address of the issuer's keys, the only one that is fetched."""

    issuer: str
    audience: str
    jwks: str
    clearance_claim: str = "weerbaar_clearance"


class Verifier:
    """Checks bearer tokens against one issuer; keys are fetched when needed and kept for five minutes."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._keys = jwt.PyJWKClient(issuer.jwks, lifespan=300, timeout=5)

    def caller(self, token: str) -> Caller:
        """Who presents the token. Fetches the issuer's keys when they are not at hand.

        Raises:
            InvalidBearer: forged, expired, not yet valid, for another audience, or of another's key.
        """
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=list(ALGORITHMS),
                audience=self._issuer.audience,
                issuer=self._issuer.issuer,
                leeway=30,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise InvalidBearer(f"the bearer token is not accepted: {error}") from error
        return Caller(f"{self._issuer.issuer}#{claims['sub']}", _scopes(claims), self._clearance(claims))

    def _clearance(self, claims: dict[str, Any]) -> Marking:
        stated = claims.get(self._issuer.clearance_claim)
        if stated is None:
            return Marking.CLEAR
        try:
            return Marking.parse(str(stated))
        except ValueError as error:
            raise InvalidBearer(f"claim {self._issuer.clearance_claim!r}: {error}") from error


def _scopes(claims: dict[str, Any]) -> frozenset[Scope]:
    known = set(Scope)
    return frozenset(Scope(name) for name in str(claims.get("scope", "")).split() if name in known) | {
        Scope.READ
    }
