"""What people do: from the start page to a quote, and a query of their own; also without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import Service

pytestmark = pytest.mark.browser


def test_from_question_to_quote(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Welke maatregelen werken tegen een dreiging").click()
    page.get_by_label("een middel, actor, doelwit of belang").fill("spionage")
    page.get_by_role("button", name="Zoek").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Loket Veilig Onderzoek"))
    row.first.wait_for()
    page.locator("tr.evidence a").first.click()
    page.wait_for_url("**/documents/kst-99998-7#*")
    assert "Het Loket Veilig Onderzoek werkt tegen spionage" in page.locator("li:target mark").inner_text()


def test_a_query_of_ones_own(page: Page) -> None:
    page.goto("/sparql")
    page.locator("textarea").fill("SELECT ?l { means:spionage skos:prefLabel ?l }")
    page.get_by_role("button", name="Voer uit").click()
    page.locator("#result tbody tr").first.wait_for()
    assert page.locator("#result tbody tr").count() == 2


def test_a_query_explained(page: Page) -> None:
    page.goto("/sparql")
    page.locator("textarea").fill("SELECT ?l { means:spionage skos:prefLabel ?l }")
    page.get_by_role("button", name="Leg uit").click()
    page.get_by_text("QuadPattern(means:spionage skos:prefLabel ?l)").wait_for()
    page.get_by_role("button", name="Voer uit").click()
    page.locator("#result tbody tr").first.wait_for()


def test_the_interface_documentation_works_offline(page: Page) -> None:
    page.goto("/docs")
    page.get_by_text("/queries/measures-for-threat").wait_for()


def test_everything_works_without_javascript(chromium: Browser, service: Service) -> None:
    context = chromium.new_context(base_url=service.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/queries/measures-for-threat")
    page.get_by_label("een middel, actor, doelwit of belang").fill("spionage")
    page.get_by_role("button", name="Zoek").click()
    assert page.locator("blockquote").count() >= 1
    page.goto("/sparql")
    page.locator("textarea").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Voer uit").click()
    assert page.locator("#result td").inner_text() == "true"
    context.close()
