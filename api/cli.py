"""The command line. Each command is a file in `commands/`, which imports what it needs when it runs."""

from __future__ import annotations

import sys

import typer

from api.commands import build, check, extract, ingest, query, review, serve, sparql, token

app = typer.Typer(
    name="weerbaar",
    help="Claims about state threats and the measures against them, from Dutch parliamentary papers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ingest, extract, sparql, check, review, token, build, serve):
    command.add_to(app)
query.add_to(app)


def main() -> None:
    """Entry point of the console script `weerbaar`: exit code 2 for everything that a user can mend."""
    from api.console import say_error
    from api.errors import EXPECTED

    try:
        app()
    except EXPECTED as error:
        say_error(error)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe has gone: `weerbaar query … | head`
        sys.exit(0)


if __name__ == "__main__":
    main()
