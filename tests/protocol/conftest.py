"""A service that may be written to, one for each module of tests."""

from collections.abc import Iterator

import httpx
import pytest

from tests.protocol.writers import Writable, writable


@pytest.fixture(scope="module")
def world() -> Iterator[Writable]:
    """One service for the tests of a module; each test writes to a graph of its own."""
    with writable() as made:
        yield made


@pytest.fixture
def writer(world: Writable) -> Iterator[httpx.Client]:
    """A caller who may update, and sees TLP:CLEAR."""
    with world.client() as client:
        yield client
