"""Where the battery is run: over a store on this machine, and over real engines of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.catalogue import held
from graph.embedded import EmbeddedStore
from graph.endpoint import Endpoint
from graph.marking import Marking
from graph.remote import RemoteStore
from graph.store import Store
from tests.graph.engines import ENGINES, served
from tests.policy.canaries import put
from tests.serving import data_folder

BACKENDS = ("embedded", *ENGINES)
OWN_ENGINE = (Marking.CLEAR, Marking.AMBER, Marking.RED)
"""Clearances with an engine of their own; others read from the next one below."""


@dataclass(frozen=True)
class Backend:
    """A store with canaries, and how a service finds it."""

    store: Store
    settings: Mapping[str, str]
    engines: Mapping[Marking, Endpoint]

    def seen(self, clearance: Marking) -> Marking:
        """The highest marking that a reader of this clearance sees."""
        return max((marking for marking in self.engines if marking <= clearance), default=clearance)


@contextmanager
def backend(
    kind: str,
    folder: Path,
    upto: Marking = Marking.RED,
    *,
    own: Iterable[Marking] = OWN_ENGINE,
    knowledge: bool = False,
) -> Iterator[Backend]:
    """A store in `folder` or on engines in it, with the canaries up to a marking in one publication.

    Args:
        own: the clearances that have an engine of their own.
        knowledge: with what an operator has besides: ontology, vocabularies, a letter.
    """
    beside = _knowledge() if knowledge else None
    if kind == "embedded":
        store = EmbeddedStore(folder / "store")
        put(store, upto, beside)
        yield Backend(store, {}, {})
        return
    clearances = [marking for marking in own if marking <= upto]
    with served(kind, folder / "engines", clearances) as engines:
        elsewhere = RemoteStore(engines, folder / "remote.lock")
        put(elsewhere, upto, beside)
        yield Backend(elsewhere, settings_for(engines), engines)


def settings_for(engines: Mapping[Marking, Endpoint]) -> dict[str, str]:
    """As an operator would set them."""
    one = next(iter(engines.values()))
    named = " ".join(
        f"{marking.label.removeprefix('TLP:')}={found.query}" for marking, found in engines.items()
    )
    user = {"store_user": one.user, "store_password": one.password or ""} if one.user else {}
    return {"store": named, **user}


def _knowledge() -> dict:  # type: ignore[type-arg]
    reader = EmbeddedStore(data_folder() / "store").reader()
    return {name: reader.graph(name) for name in held(reader)}
