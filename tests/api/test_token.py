"""`weerbaar token`: made once, listed without its secret, revoked at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.identity.tokens import TokenFile

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weerbaar: Run) -> Run:
    """Runs `weerbaar token …` over an empty data folder."""
    monkeypatch.setenv("WEERBAAR_DATA", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        return weerbaar("token", *arguments)

    return call


def test_a_token_is_printed_once_and_works_until_it_is_revoked(run: Run, tmp_path: Path) -> None:
    code, secret, _ = run("create", "partner", "--scope", "read", "--scope", "review", "--clearance", "green")
    assert code == 0
    token = TokenFile(tmp_path).find(secret.strip())
    assert token is not None
    _, listed, _ = run("list")
    assert listed.split("\t")[:4] == [token.id, "partner", "read,review", "TLP:GREEN"]
    assert secret.strip().rpartition("_")[2] not in listed
    assert run("revoke", token.id)[0] == 0
    assert TokenFile(tmp_path).find(secret.strip()) is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("create", "x", "--scope", "write"), "known: read, ingest, review, update, admin"),
        (("create", "x", "--clearance", "purple"), "unknown TLP marking"),
        (("revoke", "0000"), "no token '0000'"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run(*arguments)
    assert (code, len(err.splitlines())) == (2, 1)
    assert says in err
