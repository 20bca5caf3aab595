"""Fixtures that every room's tests may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.serving import Service

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared reference material beside the checkout; the test skips where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared reference material beside the checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """A data folder with the knowledge and one letter; not to be written to."""
    from tests.serving import data_folder

    return data_folder()


@pytest.fixture(scope="session")
def service() -> Service:
    """The running service over that folder."""
    from tests.serving import shared_service

    return shared_service()


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """A client of the service that asks for JSON."""
    with service.client(headers={"accept": "application/json"}) as client:
        yield client


@pytest.fixture
def browser(service: Service) -> Iterator[httpx.Client]:
    """A client that asks for pages, as a browser does."""
    with service.client(headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}) as client:
        yield client
