"""`weerbaar query`: the canned queries, each with an option per parameter."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from queries.catalogue import CannedQuery
from queries.parameters import Parameter

FORMATS = {"table": "text", "json": "json", "csv": "csv"}


class CannedQueries(typer.core.TyperGroup):
    """A group whose commands are the files of the catalogue."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        import queries

        return [query.name for query in queries.load()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of one query. Raises `queries.errors.UnknownQuery`."""
        import queries

        return _command(queries.load()[cmd_name])


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    group = typer.Typer(
        cls=CannedQueries,
        invoke_without_command=True,
        no_args_is_help=False,
        add_completion=False,
        help="Ask a canned query; without a name, list them.",
        epilog="Example: weerbaar query measures-for-threat --threat spionage --format csv",
        subcommand_metavar="[NAME] [OPTIONS]",
    )

    @group.callback()
    def listing(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            _list()

    app.add_typer(group, name="query")


def _list() -> None:
    import queries
    from api.console import write

    for query in queries.load():
        options = " ".join(f"--{p.name} …" if p.required else f"[--{p.name} …]" for p in query.parameters)
        write(f"{query.name} {options}\n    {query.question['nl']}\n    {query.question['en']}")


def _command(query: CannedQuery) -> Any:
    """The command of a query: its options are made from the query's parameters."""

    def run(**given: Any) -> None:
        values = {parameter.name: given[_argument(parameter.name)] for parameter in query.parameters}
        _ask(query, values, given["format"])

    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*map(_option, query.parameters), _FORMAT]
    )
    run.__annotations__ = {p.name: p.annotation for p in (*map(_option, query.parameters), _FORMAT)}
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    _registered(app, query)(run)
    return typer.main.get_command(app)


def _registered(app: typer.Typer, query: CannedQuery) -> Callable[[Any], Any]:
    example = " ".join(f"--{p.name} {_quoted(p.example)}" for p in query.parameters if p.required)
    return app.command(
        name=query.name,
        help=f"{query.question['en']}\n\n{query.question['nl']}",
        epilog=f"Example: weerbaar query {query.name} {example}".rstrip(),
    )


def _option(parameter: Parameter) -> inspect.Parameter:
    kinds = ", ".join(parameter.kinds)
    info = typer.Option(
        f"--{parameter.name}",
        help=f"{parameter.description['en']} ({kinds}).",
        show_default=parameter.default or False,
        metavar="TEXT" if parameter.classes else kinds.removeprefix("xsd:").upper(),
    )
    return inspect.Parameter(
        _argument(parameter.name),
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[(list[str] if parameter.several else str) | None, info],
    )


_FORMAT = inspect.Parameter(
    "format",
    inspect.Parameter.KEYWORD_ONLY,
    default="table",
    annotation=Annotated[str, typer.Option("--format", help="table, json or csv.")],
)


def _argument(name: str) -> str:
    """A parameter's name as Python takes it: `from` becomes `from_`."""
    return f"{name}_" if keyword.iskeyword(name) else name


def _ask(query: CannedQuery, given: dict[str, Any], name: str) -> None:
    from api.commands.common import reader, settings
    from api.console import write
    from api.errors import UnreadableArgument
    from queries import ask, formats, text

    if name not in FORMATS:
        raise UnreadableArgument(f"there is no format {name!r}; choose from {', '.join(FORMATS)}")
    values = {key: value for key, value in given.items() if value not in (None, [])}
    answer = ask(reader(settings()), query, values)
    if name == "table":
        import shutil

        write(text.to_text(answer, width=shutil.get_terminal_size((120, 0)).columns))
    else:
        write(formats.get(FORMATS[name]).render(answer))


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
