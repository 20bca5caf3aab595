"""Every page against WCAG 2.2 A and AA, by axe-core, in light and dark, wide and narrow."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/",
    "/queries",
    "/queries/measures-for-threat?threat=spionage",
    "/queries/measures-for-threat?threat=sabotage",
    "/documents",
    "/documents/kst-99998-7",
    "/id/means/spionage",
    "/ontology",
    "/sparql?query=SELECT+*+%7B+?s+a+wb:Means+%7D+LIMIT+3&format=html",
    "/sparql/explain?query=SELECT+*+%7B+?s+a+wb:Means+%7D+LIMIT+3&format=html",
]


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """What axe-core finds. Run by `evaluate`, so that the page's own CSP stays in force."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
    return [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in found["violations"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_no_violation(page: Page, path: str) -> None:
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES[2:6:2])
def test_no_violation_on_a_telephone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 400, "height": 900})
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_telephone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/queries")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
