"""A client of the real service."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.serving import Service, data_folder, shared_service


@pytest.fixture(scope="session")
def data() -> Path:
    """A data folder with the knowledge and one letter; not to be written to."""
    return data_folder()


@pytest.fixture(scope="session")
def service() -> Service:
    """The running service over that folder."""
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
