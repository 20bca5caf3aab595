"""The command line. Each command is a file in `commands/`, which imports what it needs when it runs."""

from __future__ import annotations

import sys
from typing import Any, Final

import typer

from api.commands import (
    backup,
    build,
    check,
    extract,
    ingest,
    query,
    restore,
    review,
    serve,
    sparql,
    token,
    verify,
)

UsageError: Final[Any] = typer.BadParameter.__base__
"""What typer raises for an option or argument that it cannot take; it has no public name for it."""

app = typer.Typer(
    name="weerbaar",
    help="Claims about state threats and the measures against them, from Dutch parliamentary papers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ingest, extract, sparql, check, review, token, build, serve, backup, restore, verify):
    command.add_to(app)
query.add_to(app)


def main() -> None:
    """Entry point of the console script `weerbaar`: exit code 2 for everything that a user can mend."""
    from api.console import say_error
    from api.errors import EXPECTED

    try:
        # Not standalone: typer would frame a usage error in a box of several lines.
        sys.exit(app(standalone_mode=False))
    except UsageError as error:
        _say_usage(error)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    except EXPECTED as error:
        say_error(error)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone: `weerbaar query … | head`
        sys.exit(0)


def _say_usage(error: Any) -> None:
    """One line that names the command whose help tells more; the help itself where nothing was asked."""
    from api.console import say_error

    message: str = error.format_message()
    if "\n" in message.strip():
        sys.stderr.write(message)
        return
    hint = f"; `{error.ctx.command_path} --help` shows how" if error.ctx else ""
    say_error(message.rstrip(".") + hint)


if __name__ == "__main__":
    main()
