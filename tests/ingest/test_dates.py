"""Dates become EDTF; a year in a title is no date."""

from datetime import date

import pytest

from ingest.dates import find_dates

ISSUED = date(2021, 2, 3)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Op 16 december 2020 is", "2020-12-16"),
        ("In april 2019 heeft", "2019-04"),
        ("Op 16 december heeft", "2020-12-16"),
        ("Op 2 februari heeft", "2021-02-02"),
        ("uiterlijk aankomende zomer", "2021-22"),
        ("in het eerste kwartaal van 2021", "2021-33"),
        ("de tweede helft van dit jaar", "2021-41"),
        ("eind 2019", "2019-09/2019-12"),
        ("begin volgend jaar", "2022-01/2022-04"),
        ("sinds 2018", "2018"),
        ("de brochure uit 2017", "2017"),
        ("de periode 2020–2025", "2020/2025"),
        ("in het voorjaar van 2023", "2023-21"),
    ],
)
def test_dates_are_read(words: str, edtf: str) -> None:
    assert [found.edtf for found in find_dates(words, ISSUED)] == [edtf]


@pytest.mark.parametrize(
    "words",
    [
        "de Defensievisie 2035",
        "de NVS 2019",
        "Vergaderjaar 2020–2021",
        "31 februari 2021",
        "nr. 2019",
        "in de zomer",
    ],
)
def test_other_numbers_are_no_dates(words: str) -> None:
    assert not list(find_dates(words, ISSUED))


def test_a_relative_date_needs_the_date_of_the_document() -> None:
    assert not list(find_dates("uiterlijk aankomende zomer", None))
