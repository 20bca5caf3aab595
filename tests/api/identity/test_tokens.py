"""API tokens: shown once, kept as hashes, valid until they expire or are revoked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.identity.caller import Scope
from api.identity.tokens import TokenFile, UnknownToken
from graph.marking import Marking

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_token_is_its_caller(tmp_path: Path) -> None:
    secret, _ = TokenFile(tmp_path).create("partner", [Scope.READ, Scope.REVIEW], Marking.AMBER, 30)
    found = TokenFile(tmp_path).find(secret)
    assert found is not None
    caller = found.caller()
    assert (caller.name, caller.scopes, caller.clearance) == (
        "partner",
        {Scope.READ, Scope.REVIEW},
        Marking.AMBER,
    )


def test_the_file_holds_no_secret_and_is_for_its_owner_only(tmp_path: Path) -> None:
    secret, token = TokenFile(tmp_path).create("partner", [Scope.READ], Marking.CLEAR, 30)
    path = tmp_path / "tokens.json"
    assert secret.rpartition("_")[2] not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(token.hash) == 64


def test_an_expired_token_is_no_token(tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path)
    secret, token = tokens.create("partner", [Scope.READ], Marking.CLEAR, 30, now=NOW)
    assert tokens.find(secret, now=NOW + timedelta(days=29)) == token
    assert tokens.find(secret, now=NOW + timedelta(days=30)) is None


def test_a_revocation_holds_at_once_in_another_process(tmp_path: Path) -> None:
    serving, administrator = TokenFile(tmp_path), TokenFile(tmp_path)
    secret, token = administrator.create("partner", [Scope.READ], Marking.CLEAR, 30)
    assert serving.find(secret) == token
    administrator.revoke(token.id)
    assert serving.find(secret) is None
    assert serving.list() == ()


def test_revoking_what_is_not_there_says_how_to_find_it(tmp_path: Path) -> None:
    with pytest.raises(UnknownToken, match="weerbaar token list"):
        TokenFile(tmp_path).revoke("0000")


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(tmp_path_factory: pytest.TempPathFactory, presented: str) -> None:
    tokens = TokenFile(tmp_path_factory.mktemp("data"))
    secret, token = tokens.create("partner", [Scope.READ], Marking.CLEAR, 30)
    assert tokens.find(presented) is None
    assert tokens.find(f"wb_{token.id}_{presented}") is None
    assert tokens.find(secret) == token
