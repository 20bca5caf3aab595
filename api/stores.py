"""The store that the settings name: on this machine, or on SPARQL 1.1 engines elsewhere.

`WEERBAAR_STORE` is empty, or the query address of an engine that holds what everybody may see, or several of
them with the highest marking that each may hold: `CLEAR=https://… RED=https://…`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.marking import Marking

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.endpoint import Endpoint
    from graph.store import Store

STORE: Final = "store"
"""The folder of the store on this machine, within the data folder."""
TURN: Final = "remote.lock"
"""The file by which the writers of this machine take turns on a store elsewhere."""


def embedded_folder(settings: Settings) -> Path:
    """Where the store on this machine is or will be."""
    return settings.data / STORE


def place(settings: Settings) -> str:
    """Where the graph is, as a person is told."""
    return settings.store or str(settings.data)


def open_store(
    settings: Settings, *, wait: float = 0.0, turn: AbstractContextManager[object] | None = None
) -> Store:
    """The store that the settings name; `wait` and `turn` as for `graph.embedded.EmbeddedStore`.

    Raises:
        graph.errors.StoreTooNew: the folder was written by a later version.
        graph.errors.EndpointFailed: an engine elsewhere cannot be reached, or is not set up as it must be.
    """
    if not settings.store:
        from graph.embedded import EmbeddedStore

        return EmbeddedStore(embedded_folder(settings), keep=settings.versions, wait=wait, turn=turn)
    from graph.remote import RemoteStore

    made = endpoints(settings)
    for endpoint in made.values():
        endpoint.examine()
    return RemoteStore(made, settings.data / TURN, wait=wait, turn=turn)


def endpoints(settings: Settings) -> Mapping[Marking, Endpoint]:
    """The engines that the setting names, by the highest marking that each may hold."""
    from graph.endpoint import Endpoint

    password = settings.store_password.get_secret_value() or None
    return {
        marking: Endpoint.at(url, settings.store_user or None, password)
        for marking, url in addresses(settings.store).items()
    }


def addresses(text: str) -> dict[Marking, str]:
    """The addresses in the setting.

    >>> addresses("CLEAR=http://localhost:7878/query")
    {<Marking.CLEAR: 0>: 'http://localhost:7878/query'}

    Raises:
        ValueError: a marking or an address that is none, or one marking or address twice.
    """
    found: dict[Marking, str] = {}
    for item in text.split():
        name, _, rest = item.partition("=")
        bare = name.startswith(("http://", "https://"))
        marking, url = (Marking.CLEAR, item) if bare else (Marking.parse(name), rest)
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{item!r} is no address; expected https://… or MARKING=https://…")
        if marking in found or url in found.values():
            raise ValueError(f"{item!r} names a marking or an address twice")
        found[marking] = url
    return found
