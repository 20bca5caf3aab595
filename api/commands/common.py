"""What several commands need."""

from __future__ import annotations

from pathlib import Path

from api.errors import NothingPublished, UnreadableArgument
from api.settings import Settings
from graph.embedded import EmbeddedStore
from graph.marking import Marking
from graph.reader import Reader

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


def store(folder: Path) -> EmbeddedStore:
    """The store in a data folder. Raises `graph.errors.StoreTooNew`."""
    from api.dataset import STORE

    return EmbeddedStore(folder / STORE)


def embedded_folder(chosen: Settings) -> Path:
    """Where the store on this machine is or will be."""
    from api.dataset import STORE

    return chosen.data / STORE


def embedded(chosen: Settings) -> EmbeddedStore:
    """The store on this machine. Raises `graph.errors.StoreTooNew`."""
    return EmbeddedStore(embedded_folder(chosen))


def reader(folder: Path) -> Reader:
    """The newest version in a data folder. Raises `NothingPublished` for an empty one."""
    opened = store(folder).reader(OWNER)
    if opened.version == 0:
        raise NothingPublished(folder)
    return opened
