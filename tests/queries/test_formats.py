"""The same answer in three forms."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest

from graph.memory import MemoryReader
from queries.answering import Answer, ask
from queries.catalogue import CannedQuery
from queries.errors import UnknownFormat
from queries.formats import FORMATS, get, to_csv, to_json
from queries.text import to_text

EVERYTHING = """\
#+ question: {nl: "Wat is er over een maatregel?", en: "What is there on a measure?"}
#+ parameters:
#+   measure:
#+     type: wb:Measure
#+     description: {nl: een maatregel, en: a measure}
#+     example: Toets
#+ columns:
#+   measure: {nl: maatregel, en: measure, type: wb:Measure}
#+   means: {nl: middel, en: means, type: wb:Means}
#+   level: {nl: niveau, en: level, type: xsd:integer}
#+   started: {nl: begonnen, en: started, type: xsd:date}
#+   note: {nl: noot, en: note}
#+   quote: {nl: in woorden, en: in words}
#+   page: {nl: bladzijde, en: page, type: xsd:integer}
#+   document: {nl: document, en: document, type: wb:Document}
#+   claim: {nl: bewering, en: claim, type: wb:Claim}
#+ emptiness:
#+   - {pattern: "FILTER(false)", nl: "Niets over {measure}.", en: "Nothing on {measure}."}
PREFIX wb: <https://w3id.org/weerbaar/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX claim: <https://w3id.org/weerbaar/id/claim/>
PREFIX document: <https://w3id.org/weerbaar/id/document/>
SELECT ?measure ?means ?level ?started ?note ?quote ?page ?document ?claim WHERE {
  VALUES ?measure { ?_measure }
  ?measure wb:counters ?means ; wb:level ?level ; wb:started ?started .
  OPTIONAL { ?measure skos:note ?note }
  BIND("een \\"loket\\", voor iedereen" AS ?quote) BIND(4 AS ?page) BIND(document:brief-1 AS ?document)
  BIND(claim:c1 AS ?claim)
}
"""


@pytest.fixture
def found(little_world: MemoryReader, canned: Callable[[str], CannedQuery]) -> Answer:
    return ask(little_world, canned(EVERYTHING), {"measure": "measure:loket"})


@pytest.fixture
def nothing(little_world: MemoryReader, canned: Callable[[str], CannedQuery]) -> Answer:
    return ask(little_world, canned(EVERYTHING), {"measure": "Toets"})


def test_json_gives_things_with_labels_and_quotes_as_objects(found: Answer) -> None:
    document = json.loads(to_json(found))
    (row,) = document["rows"]
    assert row["measure"] == {
        "iri": "https://w3id.org/weerbaar/id/measure/loket",
        "curie": "measure:loket",
        "label": {"nl": "Loket, met “haken”"},
    }
    assert (row["level"], row["started"], row["note"]) == (3, "2021-02-03", "=HYPERLINK(1)")
    assert row["evidence"] == {
        "quote": 'een "loket", voor iedereen',
        "page": 4,
        "document": {
            "iri": "https://w3id.org/weerbaar/id/document/brief-1",
            "curie": "document:brief-1",
            "label": {"": "brief-1"},
        },
        "claim": "https://w3id.org/weerbaar/id/claim/c1",
        "reviewed": False,
    }
    assert document["arguments"]["measure"][0]["curie"] == "measure:loket"
    assert (document["version"], document["unreviewed"], document["emptiness"]) == (7, 1, None)


def test_json_has_a_line_for_each_row(found: Answer) -> None:
    lines = to_json(replace(found, rows=found.rows * 2)).splitlines()
    assert sum(line.startswith('    {"measure"') for line in lines) == 2


def test_json_explains_an_empty_answer(nothing: Answer) -> None:
    document = json.loads(to_json(nothing))
    assert document["rows"] == []
    assert document["emptiness"]["missing"] == {"nl": "Niets over Toets.", "en": "Nothing on Toets."}


def test_csv_is_rfc_4180_with_label_and_iri(found: Answer) -> None:
    text = to_csv(found)
    assert text.endswith("\r\n")
    header, row = csv.reader(StringIO(text, newline=""))
    assert header[:4] == ["measure", "measure_iri", "means", "means_iri"]
    cells = dict(zip(header, row, strict=True))
    assert cells["measure"] == "Loket, met “haken”"
    assert cells["means_iri"] == "https://w3id.org/weerbaar/id/means/desinformatie"
    assert cells["quote"] == 'een "loket", voor iedereen'
    assert (cells["page"], cells["document"]) == ("4", "brief-1")


def test_csv_cannot_hand_a_spreadsheet_a_formula(found: Answer) -> None:
    header, row = csv.reader(StringIO(to_csv(found), newline=""))
    assert row[header.index("note")] == "'=HYPERLINK(1)"


def test_csv_has_the_same_header_without_rows(found: Answer, nothing: Answer) -> None:
    assert to_csv(nothing) == to_csv(found).splitlines(keepends=True)[0]


def test_csv_speaks_the_language_asked_for(found: Answer) -> None:
    assert "disinformation" in to_csv(found, language="en")


def test_text_shows_the_words_with_their_source(found: Answer) -> None:
    text = to_text(found, width=160)
    assert "Loket, met “haken”" in text
    assert '“een "loket", voor iedereen” brief-1, p. 4' in text
    assert "1 rijen; 1 beweringen nog niet door een mens nagezien; versie 7" in text
    assert max(map(len, text.splitlines())) <= 160


def test_text_says_in_words_why_there_is_nothing(nothing: Answer) -> None:
    assert to_text(nothing).splitlines() == [
        "Niets gevonden: Wat is er over een maatregel? (measure: Toets)",
        "Niets over Toets.",
    ]
    assert to_text(nothing, language="en").splitlines()[1] == "Nothing on Toets."


def test_every_format_has_a_media_type_and_renders(found: Answer) -> None:
    assert set(FORMATS) == {"json", "csv", "text"}
    assert all(form.render(found) and "/" in form.media_type for form in FORMATS.values())


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UnknownFormat, match="json, csv, text"):
        get("xlsx")
