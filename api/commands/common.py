"""What several commands need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.errors import NothingPublished, UnreadableArgument
from api.settings import Settings
from graph.marking import Marking
from graph.reader import Reader

if TYPE_CHECKING:
    from graph.embedded import EmbeddedStore
    from graph.store import Store

OWNER = Marking.RED
"""Whoever runs a command can read the files anyway, and so sees every graph."""


def settings(**given: object) -> Settings:
    """The settings, with those that an option overrides. Raises `UnreadableArgument`."""
    from pydantic import ValidationError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = error.errors()[0]
        name = "WEERBAAR_" + ".".join(map(str, wrong["loc"])).upper()
        raise UnreadableArgument(f"{name}: {wrong['msg']} (found {wrong['input']!r})") from error


def store(chosen: Settings) -> Store:
    """The store that the settings name. Raises as `api.stores.open_store`."""
    from api.stores import open_store

    return open_store(chosen)


def embedded(chosen: Settings) -> EmbeddedStore:
    """The store on this machine. Raises `graph.errors.StoreTooNew`, `UnreadableArgument`."""
    from api.stores import embedded_folder
    from graph.embedded import EmbeddedStore

    require_embedded(chosen)
    return EmbeddedStore(embedded_folder(chosen), keep=chosen.versions)


def require_embedded(chosen: Settings) -> None:
    """Refuse what cannot be done to a store elsewhere. Raises `UnreadableArgument`."""
    if chosen.store:
        raise UnreadableArgument(
            f"the graph is at {chosen.store} (WEERBAAR_STORE): use that engine's own backup; "
            "this command is for a graph on this machine"
        )


def reader(chosen: Settings) -> Reader:
    """The newest version, as the owner sees it. Raises `NothingPublished` for an empty store."""
    from api.stores import place

    opened = store(chosen).reader(OWNER)
    if opened.version == 0:
        raise NothingPublished(place(chosen))
    return opened
