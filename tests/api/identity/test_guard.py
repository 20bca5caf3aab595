"""The guard in front of a real server: nothing is answered without a caller, a limit and a record."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import jwt
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.identity.audit import AuditLog
from api.identity.caller import Scope, caller_of
from api.identity.guard import Guard
from api.identity.limits import CallerLimits
from api.identity.oidc import Issuer, Verifier
from api.identity.tokens import TokenFile
from api.problems import Problem, ProblemResponse
from graph.marking import Marking


async def whoami(request: Request) -> PlainTextResponse:
    caller = caller_of(request)
    return PlainTextResponse(f"{caller.name} {caller.clearance.label} {' '.join(sorted(caller.scopes))}")


async def review(request: Request) -> PlainTextResponse | ProblemResponse:
    try:
        caller_of(request).require(Scope.REVIEW)
    except Problem as problem:
        return ProblemResponse(problem)
    return PlainTextResponse("reviewed")


async def fail(_: Request) -> PlainTextResponse:
    raise RuntimeError("a defect")


@dataclass
class OpenIdIssuer:
    """An issuer with one RSA key, serving its JWKS on loopback."""

    url: str
    key: rsa.RSAPrivateKey

    def token(self, **claims: object) -> str:
        now = datetime.now(UTC)
        standard = {"iss": self.url, "aud": "weerbaar", "sub": "analist", "iat": now}
        payload = {**standard, "exp": now + timedelta(minutes=5), **claims}
        return jwt.encode(payload, self.key, algorithm="RS256", headers={"kid": "1"})


@pytest.fixture(scope="module")
def issuer() -> Iterator[OpenIdIssuer]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    body = json.dumps({"keys": [{**jwk, "kid": "1", "use": "sig", "alg": "RS256"}]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield OpenIdIssuer(f"http://127.0.0.1:{server.server_port}", key)
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Service:
    client: httpx.Client
    tokens: TokenFile
    log: Path

    def records(self, count: int) -> list[dict[str, object]]:
        """The first records. They are written once the answer has gone, so the client may look too early."""
        for _ in range(100):
            lines = self.log.read_text(encoding="utf-8").splitlines()
            if len(lines) >= count:
                break
            time.sleep(0.05)
        return [json.loads(line) for line in lines]


@pytest.fixture
def service(tmp_path: Path, issuer: OpenIdIssuer) -> Iterator[Service]:
    app = Starlette(routes=[Route("/whoami", whoami), Route("/review", review), Route("/fail", fail)])
    tokens, log = TokenFile(tmp_path), tmp_path / "audit.jsonl"
    verifier = Verifier(Issuer(issuer.url, "weerbaar", f"{issuer.url}/jwks.json"))
    audit = AuditLog(log)
    guard = Guard(app, tokens, verifier, CallerLimits(per_minute=8, at_once=4), audit)
    server = uvicorn.Server(uvicorn.Config(guard, host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield Service(client, tokens, log)
    server.should_exit = True
    thread.join()
    audit.close()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_without_a_token_one_reads_what_is_clear(service: Service) -> None:
    assert service.client.get("/whoami").text == "anonymous TLP:CLEAR read"


def test_an_api_token_brings_its_scopes_and_clearance(service: Service) -> None:
    secret, _ = service.tokens.create("partner", [Scope.READ, Scope.REVIEW], Marking.AMBER, 1)
    assert service.client.get("/whoami", headers=bearer(secret)).text == "partner TLP:AMBER read review"
    assert service.client.get("/review", headers=bearer(secret)).text == "reviewed"


def test_a_scope_that_one_lacks_is_refused(service: Service) -> None:
    secret, _ = service.tokens.create("partner", [Scope.READ], Marking.CLEAR, 1)
    assert service.client.get("/review").status_code == 401
    assert service.client.get("/review", headers=bearer(secret)).status_code == 403


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer wb_0_0", "Bearer not.a.jwt", "Bearer"])
def test_a_credential_that_does_not_hold_is_not_taken_for_anonymous(service: Service, header: str) -> None:
    answer = service.client.get("/whoami", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Bearer" in answer.headers["www-authenticate"]


def test_a_token_of_the_issuer_is_believed(service: Service, issuer: OpenIdIssuer) -> None:
    token = issuer.token(scope="openid review", weerbaar_clearance="TLP:GREEN")
    answer = service.client.get("/whoami", headers=bearer(token))
    assert answer.text == f"{issuer.url}#analist TLP:GREEN read review"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"weerbaar_clearance": "TLP:PURPLE"},
    ],
)
def test_a_token_that_does_not_hold_here_and_now_is_refused(
    service: Service, issuer: OpenIdIssuer, claims: dict[str, object]
) -> None:
    assert service.client.get("/whoami", headers=bearer(issuer.token(**claims))).status_code == 401


def test_a_token_signed_by_another_or_by_no_one_is_refused(service: Service, issuer: OpenIdIssuer) -> None:
    stranger = OpenIdIssuer(issuer.url, rsa.generate_private_key(public_exponent=65537, key_size=2048))
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": "1"})
    for token in (stranger.token(), unsigned):
        assert service.client.get("/whoami", headers=bearer(token)).status_code == 401


def test_who_asks_too_much_waits_and_others_do_not(service: Service) -> None:
    secret, _ = service.tokens.create("partner", [Scope.READ], Marking.CLEAR, 1)
    statuses = [service.client.get("/whoami").status_code for _ in range(9)]
    assert statuses == [200] * 8 + [429]
    assert service.client.get("/whoami", headers=bearer(secret)).status_code == 200


def test_every_answer_is_written_down_and_no_secret_is(service: Service) -> None:
    secret, _ = service.tokens.create("partner", [Scope.READ], Marking.CLEAR, 1)
    service.client.get("/whoami?x=1", headers=bearer(secret))
    service.client.get("/nowhere")
    service.client.get("/whoami", headers={"authorization": "Bearer wb_0_0"})
    service.client.get("/fail")
    records = service.records(4)
    assert [(record["caller"], record["path"], record["status"]) for record in records] == [
        ("partner", "/whoami", 200),
        ("anonymous", "/nowhere", 404),
        ("anonymous", "/whoami", 401),
        ("anonymous", "/fail", 500),
    ]
    assert records[0]["query"] == "x=1"
    assert secret.rpartition("_")[2] not in service.log.read_text(encoding="utf-8")
