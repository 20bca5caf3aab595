"""Debian's Chromium over the real service; skipped where there is none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.serving import Service, shared_service

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def service() -> Service:
    """The running service."""
    return shared_service()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not Path(CHROMIUM).is_file():
        pytest.skip("needs Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, service: Service, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that fails its test when it complains or asks another host for anything.

    Light, unless the test gives the colour scheme as parameter.
    """
    scheme = getattr(request, "param", "light")
    context = chromium.new_context(base_url=service.url, color_scheme=scheme, locale="nl-NL")
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda sent: wrong.append(sent.url) if not _own(sent.url, service.url) else None)
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def _own(url: str, base: str) -> bool:
    return url.startswith((base, "data:", "blob:"))
