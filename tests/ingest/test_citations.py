"""Citations: each form as letters print it, and back from any form to the identifier."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.citations import CitationKind, citations, forms

FORMS = {
    "Kamerstuk 30 821, nr. 72.": "kst-30821-72",
    "Kamerstuk 24 095, nrs. 487 en 504.": "kst-24095-487 kst-24095-504",
    "Kamerstuk 35 570 VI, nr. 38.": "kst-35570-VI-38",
    "Kamerstuk 36 200-X, nr. 25": "kst-36200-X-25",
    "Kamerstuk 34 269 (R2036), nr. 3": "kst-34269-(R2036)-3",
    "Kamerstuk 28 676 nr. 331.": "kst-28676-331",
    "Kamerstukken II 2020/21, 30 977, nr. 157": "kst-30977-157",
    "Kamerstukken II 2020–2021, 30 977, nr. 157": "kst-30977-157",
    "Kamerstukken I 2020/21, 30 821, D": "kst-30821-D",
    "(30821, nr. 231)": "kst-30821-231",
    "Kamerstukken 30 821 en 21 501-02, nr. 181": "kst-30821-181",
    "zie 31288-1077.": "kst-31288-1077",
    "Kamerstuk 30 821, nr. 81 en Kamerstuk 24 095, nr. 487.": "kst-30821-81 kst-24095-487",
    "Kamerstukken 30 821, nrs. 3 t/m 5; 24 095, nr. 4": "kst-30821-3 kst-30821-4 kst-30821-5 kst-24095-4",
    "Tweede Kamer, vergaderjaar 2020–2021, 30 821, nr. 125": "kst-30821-125",
    "Kamerstuk 21 501-02": "dossier-21501-02",
    "Handelingen II 2018/19, nr. 65, item 8": "h-tk-20182019-65-8",
    "Handelingen I 2022/23, nr. 29, item 7": "h-ek-20222023-29-7",
    "Aanhangsel van de Handelingen, vergaderjaar 2020–2021, nr. 3235": "ah-tk-20202021-3235",
    "Stb. 2019, 457": "stb-2019-457",
    "Staatsblad 2020, 118": "stb-2020-118",
    "Stcrt. 2020, nr. 12345": "stcrt-2020-12345",
    "BWBR0012345": "BWBR0012345",
    "jci1.31:c:BWBR0012345&g=2005-01-01&artikel=3.1": "BWBR0012345",
    "ECLI:NL:RVS:2021:525.": "ECLI:NL:RVS:2021:525",
    "CELEX 32016R0679": "celex-32016R0679",
    "http://data.europa.eu/eli/reg/2016/679/oj": "celex-32016R0679",
    "Verordening (EU) 2016/679": "celex-32016R0679",
    "Verordening (EG) nr. 428/2009": "celex-32009R0428",
    "Richtlijn 2008/114/EG": "celex-32008L0114",
    "Besluit (GBVB) 2019/797": "celex-32019D0797",
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX%3A52020PC0829&qid=16.": "celex-52020PC0829",
    "Richtlijn 95/46/EG": "celex-31995L0046",
    "Aanhangsel Handelingen II 2020/21, 3235": "ah-tk-20202021-3235",
    "Kamerstuk 21501-20-1622": "kst-21501-20-1622",
    "advies W16.22.0129/II": "W16.22.0129-II",
    "COM(2020) 829": "com-2020-829",
    "https://zoek.officielebekendmakingen.nl/kst-30821-125.html": "kst-30821-125",
    "nummer 2021D04781": "2021D04781",
    "zie https://www.nctv.nl/.": "https://www.nctv.nl/",
}


def ids(text: str) -> list[str]:
    return [identifier for citation in citations(text) for identifier in citation.ids]


@pytest.mark.parametrize("text", FORMS)
def test_a_printed_form_gives_its_identifier(text: str) -> None:
    assert ids(text) == FORMS[text].split()


@pytest.mark.parametrize(
    "text",
    [
        "In 2020 30 821 euro",
        "De brochure telt 12 345 woorden.",
        "nr. 72",
        "Verordening 2019/452",
        "telefoon 070-3123456",
        "op 3 maart 2021, nr. 5 op de lijst",
    ],
)
def test_what_determines_no_document_is_no_citation(text: str) -> None:
    assert ids(text) == []


def test_a_date_after_a_number_is_no_number() -> None:
    assert ids("Kamerstuk 30 821, nrs. 3 en 4 maart 2021") == ["kst-30821-3"]
    assert ids("zie Kamerstuk 30 821, nr. 72 en 3 andere brieven") == ["kst-30821-72"]


def test_a_citation_covers_its_words_and_no_more() -> None:
    text = "Zie ook de motie (Kamerstuk 30 821, nr. 110)."
    [citation] = citations(text)
    assert text[citation.start : citation.end] == "Kamerstuk 30 821, nr. 110"


def test_a_paper_in_two_dossiers_keeps_both() -> None:
    [citation] = citations("Kamerstukken 30 821 en 21 501-02, nr. 181")
    assert citation.dossiers == ("30821", "21501-02")


def test_the_data_file_holds_only_kinds_that_exist_and_forms_that_are_tested() -> None:
    untested = [
        form.pattern.pattern for form in forms() if not any(form.pattern.search(text) for text in FORMS)
    ]
    assert len(untested) <= 6, untested


@st.composite
def papers(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A citation in any printed form, with the identifiers that it must give."""
    dossier = f"{draw(st.integers(20, 49))}{draw(st.integers(0, 999)):03}"
    addition = draw(st.sampled_from(["", "-02", "-VI", "-X", "-XVIII"]))
    numbers = draw(st.lists(st.integers(1, 3999), min_size=1, max_size=4, unique=True).map(sorted))
    spaced = draw(st.booleans())
    printed = (f"{dossier[:2]} {dossier[2:]}" if spaced else dossier) + (
        addition if addition == "-02" or draw(st.booleans()) else addition.replace("-", " ")
    )
    word = draw(
        st.sampled_from(
            ["Kamerstuk ", "Kamerstukken ", "Kamerstukken II 2020/21, ", "Kamerstukken II, 2019–2020, ", ""]
        )
    )
    listed = ", ".join(map(str, numbers[:-1])) + " en " if numbers[1:] else ""
    label = "nrs." if numbers[1:] else "nr."
    text = f"{word}{printed}{draw(st.sampled_from([', ', ' ']))}{label} {listed}{numbers[-1]}"
    return text, [f"kst-{dossier}{addition}-{number}" for number in numbers]


@given(
    papers(),
    st.sampled_from(["", "Zie ", "de brief («", "("]),
    st.sampled_from(["", ".", ") en verder", "; zie ook"]),
)
def test_any_form_of_a_paper_reads_back_to_its_identifiers(
    paper: tuple[str, list[str]], before: str, after: str
) -> None:
    text, expected = paper
    found = citations(before + text + after)
    assert [identifier for citation in found for identifier in citation.ids] == expected
    assert [(citation.start, citation.end) for citation in found] == [(len(before), len(before + text))]


@given(st.integers(1990, 2040), st.integers(1, 150), st.integers(1, 60), st.booleans())
def test_any_debate_reads_back(year: int, number: int, item: int, full: bool) -> None:
    session = f"{year}–{year + 1}" if full else f"{year}/{(year + 1) % 100:02}"
    assert ids(f"Handelingen II {session}, nr. {number}, item {item}") == [
        f"h-tk-{year}{year + 1}-{number}-{item}"
    ]


@given(st.text(max_size=200))
def test_any_text_gives_citations_in_order_without_overlap(text: str) -> None:
    position = 0
    for citation in citations(text):
        assert position <= citation.start < citation.end <= len(text)
        assert citation.ids
        position = citation.end


def test_the_real_letter_cites_what_the_gold_annotation_says(shared: Path) -> None:
    from ingest.sources import read
    from ingest.text import to_document

    document = to_document(read(shared / "letter" / "kst-30821-125.txt"))
    gold = json.loads((shared / "gold" / "gold.json").read_text(encoding="utf-8"))
    expected = {
        (mention["start"], mention["end"]): [
            name.replace("35570vi", "35570-VI") for name in mention["concepts"]
        ]
        for mention in gold["mentions"]
        if mention["type"] == "DOCUMENT_REF" and mention.get("concepts")
    }
    found = {
        document.source_span(citation.start, citation.end): list(citation.ids)
        for citation in citations(document.text)
        if citation.kind is CitationKind.PAPER
    }
    assert len(expected) >= 25
    missing = {span: names for span, names in expected.items() if found.get(span) != names}
    assert not missing
