"""The pages, as a browser without JavaScript gets them: content, language, links, headers."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from tests.serving import Service, start, stop

DOCUMENT = "kst-99998-7"
PAGES = [
    "/",
    "/queries",
    "/queries/measures-for-threat",
    "/queries/measures-for-threat?threat=spionage",
    "/queries/measures-for-threat?threat=sabotage",
    "/documents",
    f"/documents/{DOCUMENT}",
    "/id/means/spionage",
    "/id/measure/loket-veilig-onderzoek",
    "/ontology",
    "/sparql",
    "/sparql?query=SELECT+*+%7B+?s+a+wb:Means+%7D+LIMIT+3&format=html",
]


class Elements(HTMLParser):
    """All elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.found if (value := attributes.get(attribute)) is not None]


@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_is_dutch_html(self, browser: httpx.Client, path: str) -> None:
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        elements = Elements(answer.text)
        assert ("html", {"lang": "nl"}) in elements.found
        assert sum(tag == "h1" for tag, _ in elements.found) == 1

    def test_loads_nothing_from_elsewhere_and_nothing_inline(self, browser: httpx.Client, path: str) -> None:
        elements = Elements(browser.get(path).text)
        for tag, attributes in elements.found:
            assert "style" not in attributes and not any(name.startswith("on") for name in attributes)
            assert tag not in ("style", "script", "iframe")
            if tag in ("link", "img"):
                assert (attributes.get("href") or attributes.get("src") or "").startswith("/")

    def test_own_links_lead_somewhere(self, browser: httpx.Client, path: str) -> None:
        page = browser.get(path)
        links = {urldefrag(urljoin(str(page.url), link)).url for link in Elements(page.text).values("href")}
        own = sorted(link for link in links if link.startswith(str(browser.base_url)))[:25]
        assert own
        for link in own:
            assert browser.get(link, follow_redirects=True).status_code == 200, link

    def test_identifiers_are_unique(self, browser: httpx.Client, path: str) -> None:
        found = Elements(browser.get(path).text).values("id")
        assert len(found) == len(set(found))

    def test_has_the_security_headers(self, browser: httpx.Client, path: str) -> None:
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


class TestStart:
    def test_shows_what_the_graph_holds_and_what_it_answers(self, browser: httpx.Client) -> None:
        text = browser.get("/").text
        assert "Welke maatregelen werken tegen een dreiging" in text
        assert "Which measures cover a threat" in text
        assert re.search(r"<b>3</b>\s*beweringen", text)


class TestCannedQuery:
    def test_every_row_shows_quote_page_and_document(self, browser: httpx.Client) -> None:
        text = browser.get("/queries/measures-for-threat", params={"threat": "spionage"}).text
        assert "Het Loket Veilig Onderzoek werkt tegen spionage" in text
        assert f"/documents/{DOCUMENT}#" in text and "blz. 1" in text

    def test_the_form_keeps_what_was_asked(self, browser: httpx.Client) -> None:
        text = browser.get("/queries/measures-for-threat", params={"threat": "spionage"}).text
        assert 'value="spionage"' in text

    def test_an_unknown_value_names_the_nearest(self, browser: httpx.Client) -> None:
        answer = browser.get("/queries/measures-for-threat", params={"threat": "spionaag"})
        assert answer.status_code == 422 and "spionage" in answer.text and "alert" in answer.text

    def test_an_empty_answer_explains_itself(self, browser: httpx.Client) -> None:
        answer = browser.get("/queries/measures-for-threat", params={"threat": "sabotage"})
        assert answer.status_code == 200 and "Niets gevonden" in answer.text

    def test_what_a_user_types_is_text(self, browser: httpx.Client) -> None:
        text = browser.get("/queries/measures-for-threat", params={"threat": '"><script>x</script>'}).text
        assert "<script>" not in text


class TestDocument:
    def test_shows_each_claim_with_its_quote_and_how_it_is_said(self, browser: httpx.Client) -> None:
        text = browser.get(f"/documents/{DOCUMENT}").text
        assert "Het Loket Veilig Onderzoek richt zich niet op sabotage." in text
        assert "tag ontkend" in text and "niet nagezien" in text

    def test_an_unknown_document(self, browser: httpx.Client, client: httpx.Client) -> None:
        assert browser.get("/documents/kst-1-1").status_code == 404
        assert client.get("/documents/kst-1-1").json()["type"].endswith("/problem/not-found")


class TestSparqlPage:
    def test_marks_the_place_of_a_syntax_error(self, browser: httpx.Client) -> None:
        answer = browser.get("/sparql", params={"query": "SELCT * {}", "format": "html"})
        assert answer.status_code == 400 and "line 1, column 1" in answer.text and "^" in answer.text

    def test_says_when_it_does_not_show_everything(self, browser: httpx.Client) -> None:
        text = browser.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).text
        assert "Dit is niet alles" in text

    def test_names_things_in_dutch(self, browser: httpx.Client) -> None:
        text = browser.get("/sparql", params={"query": "SELECT ?x { VALUES ?x { means:spionage } }"}).text
        assert re.search(r'<a href="/id/means/spionage">\s*spionage\s*</a>', text)


class TestProblemPages:
    def test_a_browser_gets_a_page_and_a_program_json(
        self, browser: httpx.Client, client: httpx.Client
    ) -> None:
        page, problem = browser.get("/nowhere"), client.get("/nowhere")
        assert page.status_code == problem.status_code == 404
        assert "Niet gevonden" in page.text
        assert problem.headers["content-type"] == "application/problem+json"


def test_of_a_long_answer_a_page_says_how_much_it_shows(own: Service) -> None:
    """Rows are never left out in silence: the page names their number, and where all of them are."""
    stop(own)
    short = start(own.data, query_workers="2", page_rows="10")
    try:
        with short.client(headers={"accept": "text/html"}) as client:
            path, asked = "/queries/concepts-without-partner", {"partner": "eurovoc"}
            shown = client.get(path, params=asked)
            rows = client.get(path, params=asked | {"format": "json"}).json()["rows"]
    finally:
        stop(short)
    assert len(rows) > 10 and shown.text.count("<tbody>") == 10
    assert f"eerste 10 rijen; alle {len(rows):,} staan".replace(",", ".") in shown.text
