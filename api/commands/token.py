"""`weerbaar token`: who may call the service with which rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.identity.tokens import TokenFile

app = typer.Typer(
    help="Make, list and revoke API tokens.",
    no_args_is_help=True,
    epilog="Example: weerbaar token create partner --scope read --clearance GREEN --days 90",
)


def add_to(parent: typer.Typer) -> None:
    """Register the command."""
    parent.add_typer(app, name="token")


@app.command(epilog="Example: weerbaar token create partner --scope read --clearance GREEN --days 90")
def create(
    name: Annotated[str, typer.Argument(help="Whose token it is.")],
    scope: Annotated[list[str], typer.Option(help="read, ingest, review, update or admin.")] = ["read"],  # noqa: B006
    clearance: Annotated[str, typer.Option(help="CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")] = "CLEAR",
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it holds.")] = 90,
) -> None:
    """Make a token and print it. It is shown this once: only its hash is kept."""
    from api.console import stderr, write
    from api.errors import UnreadableArgument
    from api.identity.caller import parse_scopes
    from graph.marking import Marking

    try:
        secret, token = _tokens().create(name, parse_scopes(scope), Marking.parse(clearance), days)
    except ValueError as error:
        raise UnreadableArgument(str(error)) from error
    write(secret)
    stderr().print(f"{token.id} for {name}: {', '.join(sorted(token.scopes))}, {token.clearance.label}, "
                   f"until {token.expires:%Y-%m-%d}")  # fmt: skip


@app.command("list", epilog="Example: weerbaar token list")
def list_tokens() -> None:
    """The tokens, without their secrets."""
    from api.console import write

    for token in _tokens().list():
        scopes = ",".join(sorted(token.scopes))
        write(f"{token.id}\t{token.name}\t{scopes}\t{token.clearance.label}\tuntil {token.expires:%Y-%m-%d}")


@app.command(epilog="Example: weerbaar token revoke 1f2e3d4c")
def revoke(identifier: Annotated[str, typer.Argument(help="The token's id, as `list` shows it.")]) -> None:
    """Forget a token. It holds no longer from the next request on."""
    from api.console import stderr
    from api.errors import UnreadableArgument
    from api.identity.tokens import UnknownToken

    try:
        token = _tokens().revoke(identifier)
    except UnknownToken as error:
        raise UnreadableArgument(str(error.args[0])) from error
    stderr().print(f"{token.id} of {token.name} is revoked")


def _tokens() -> TokenFile:
    from api.commands.common import settings
    from api.identity.tokens import TokenFile

    return TokenFile(settings().data)
