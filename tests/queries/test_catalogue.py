"""One file, one query; a file that breaks a rule is refused by name and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontology.namespaces import WB
from queries.catalogue import CannedQuery, load
from queries.errors import CatalogueError, UnknownQuery

Read = Callable[[str], CannedQuery]

GOOD = """\
#+ question:
#+   nl: Welke maatregelen werken tegen een middel?
#+   en: Which measures counter a means?
#+ parameters:
#+   means:
#+     type: [wb:Means]
#+     description: {nl: een middel, en: a means}
#+     example: desinformatie
#+ columns:
#+   measure: {nl: maatregel, en: measure, type: wb:Measure}
#+   quote: {nl: in woorden, en: in words}
#+   page: {nl: bladzijde, en: page, type: xsd:integer}
#+   document: {nl: document, en: document, type: wb:Document}
#+ tags: [CQ8]
#+ examples:
#+   - {means: desinformatie}
#+ emptiness:
#+   - pattern: "VALUES ?means { ?_means } ?any wb:counters ?means"
#+     nl: Niets werkt tegen {means}.
#+     en: Nothing counters {means}.
SELECT ?measure ?quote ?page ?document WHERE {
  VALUES ?means { ?_means }
  ?measure <urn:counters> ?means ; <urn:quote> ?quote ; <urn:page> ?page ; <urn:document> ?document .
}
"""


def test_the_file_says_everything(canned: Read) -> None:
    query = canned(GOOD)
    assert query.name == "sample"
    assert query.question["en"] == "Which measures counter a means?"
    assert [column.name for column in query.columns] == ["measure", "quote", "page", "document"]
    assert [column.is_thing for column in query.columns] == [True, False, False, True]
    assert query.tags == ("CQ8",)
    assert query.examples == ({"means": "desinformatie"},)
    (means,) = query.parameters
    assert (means.classes, means.required, means.several) == ((WB + "Means",), True, False)
    (evidence,) = query.evidence
    assert (evidence.name, evidence.claim) == ("evidence", None)


def replaced(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (replaced("#+   en: Which measures counter a means?\n", ""), 1, "question has no text in 'en'"),
        (replaced("#+ tags: [CQ8]", "#+ tag: [CQ8]"), 14, "knows no 'tag'"),
        (replaced("#+     example: desinformatie\n", ""), 5, "parameter means has no 'example'"),
        (replaced("[wb:Means]", "[wd:Means]"), 6, "unknown prefix 'wd'"),
        (replaced("[wb:Means]", "[xsd:date, wb:Means]"), 6, "a datatype or classes, not both"),
        (replaced("#+   - {means: desinformatie}", "#+   - {mean: desinformatie}"), 16, "knows no 'mean'"),
        (replaced("VALUES ?means { ?_means }\n", "\n"), 5, "parameter means is not used"),
        (replaced("VALUES ?means { ?_means }\n", "VALUES ?means { ?_mean }\n"), 4, "uses \\?_mean,"),
        (replaced("<urn:counters> ?means", "<urn:counters> ?_means"), 23, "may stand only in a block"),
        (replaced("<urn:document> ?document .", "<urn:document> ."), 23, "the query is no SPARQL"),
        (replaced("?measure <urn:counters>", "SERVICE <urn:x> {} ?measure <urn:counters>"), 23, "SERVICE"),
        (replaced("SELECT ?measure ?quote", "SELECT ?quote ?measure"), 9, "columns must be those"),
        (replaced("SELECT ?measure ?quote ?page ?document WHERE", "ASK"), 9, "a canned query is a SELECT"),
        (replaced("#+   page: {nl: bladzijde, en: page, type: xsd:integer}\n", ""), 9, "without page"),
        (replaced("?any wb:counters ?means\"", '?any wb:counters"'), 18, "the pattern is no SPARQL"),
        (replaced("#+ tags: [CQ8]", "#+ prepared: [target]"), 14, "things, not 'target'"),
        (replaced("#+ tags: [CQ8]", "#+ prepared: []"), 14, "must name means, which is required"),
        (replaced("#+ columns:", "#+ kolommen:"), 9, "knows no 'kolommen'"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_file_and_line(canned: Read, text: str, line: int, reason: str) -> None:
    with pytest.raises(CatalogueError, match=reason) as caught:
        canned(text)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"sample.rq, line {line}: ")


def test_a_query_can_be_answered_ahead(canned: Read) -> None:
    assert canned(GOOD).prepared is None
    assert canned(replaced("#+ tags: [CQ8]", "#+ prepared: [means]")).prepared == ("means",)


def test_of_a_date_not_every_value_is_known(canned: Read) -> None:
    with pytest.raises(CatalogueError, match="things, not 'means'"):
        canned(replaced("#+ tags: [CQ8]", "#+ prepared: [means]").replace("[wb:Means]", "xsd:date"))


def test_a_default_makes_a_parameter_optional(canned: Read) -> None:
    query = canned(
        replaced("#+     example: desinformatie", "#+     example: spionage\n#+     default: spionage")
    )
    assert query.parameters[0].required is False


def test_a_folder_is_read_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "second.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "first.rq").write_text(GOOD, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert [query.name for query in load(tmp_path)] == ["first", "second"]


def test_an_unknown_query_is_told_the_nearest() -> None:
    with pytest.raises(UnknownQuery, match="nearest: measures-for-threat") as caught:
        load()["measures-for-treat"]
    assert caught.value.nearest[0] == "measures-for-threat"
