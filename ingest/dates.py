"""Dates in Dutch text, as EDTF (Library of Congress, Extended Date/Time Format, levels 0 to 2).

“16 december 2020” is `2020-12-16`, “april 2019” is `2019-04`, “het eerste kwartaal van 2021” is `2021-33`,
“aankomende zomer” in a letter of February 2021 is `2021-22`, “eind 2019” is `2019-09/2019-12`. A day without
a year is the nearest one before the document's own date.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "dates.toml").read_text(encoding="utf-8")
)
_MONTHS: Final = {name: number for number, name in enumerate(_WORDS["months"], start=1)}
_MONTH: Final = "|".join(_MONTHS)
_PART: Final = "|".join(_WORDS["parts"])
_ORDINAL: Final = "|".join(_WORDS["ordinals"])
_STRETCH: Final = "|".join(_WORDS["stretches"])
_RELATIVE: Final = "|".join(sorted(_WORDS["relative"], key=len, reverse=True))
_YEAR: Final = r"(?:19|20)\d\d"
_AFTER: Final = "|".join(re.escape(word) for word in sorted(_WORDS["year"]["after"], key=len, reverse=True))
_PATTERN: Final = re.compile(
    rf"""
      \b(?P<day>[0-3]?\d)\s+(?P<month>{_MONTH})(?:\s+(?P<year>{_YEAR}))?\b
    | \b(?P<amonth>{_MONTH})\s+(?P<ayear>{_YEAR})\b
    | \b(?P<ordinal>{_ORDINAL})\s+(?P<unit>kwartaal|helft)\s+(?:van\s+)?(?:het\s+jaar\s+)?
        (?:(?P<qyear>{_YEAR})|(?P<qrelative>{_RELATIVE})\s+jaar)\b
    | \b(?P<stretch>{_STRETCH})\s+(?:van\s+)?(?:(?P<syear>{_YEAR})|(?P<srelative>{_RELATIVE})\s+jaar)\b
    | \b(?:(?P<prelative>{_RELATIVE})\s+)?(?P<part>{_PART})(?:\s+(?:van\s+)?(?P<pyear>{_YEAR}))?\b
    | (?<=\b)(?:(?P<range>{_YEAR})\s?[–-]\s?(?P<until>{_YEAR}))\b
    | (?:(?<=\s)|^)(?P<byear>{_YEAR})\b(?![-/]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CUE: Final = re.compile(rf"(?:^|[\s(])(?:{_AFTER})\s+$", re.IGNORECASE)
_SESSION: Final = re.compile(r"(?:vergaderjaar|zittingsjaar|II|I)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: offsets, end exclusive, and its EDTF."""

    start: int
    end: int
    edtf: str


def find_dates(text: str, issued: date | None = None) -> Iterator[FoundDate]:
    """The dates in a text. `issued`, the document's date, resolves what is said relative to it.

    >>> [found.edtf for found in find_dates("uiterlijk aankomende zomer", date(2021, 2, 3))]
    ['2021-22']
    """
    for match in _PATTERN.finditer(text):
        edtf = _edtf(match, text, issued)
        if edtf:
            yield FoundDate(match.start(), match.end(), edtf)


def _edtf(match: re.Match[str], text: str, issued: date | None) -> str | None:
    if match["day"]:
        return _day(int(match["day"]), _MONTHS[match["month"].lower()], match["year"], issued)
    if match["amonth"]:
        return f"{match['ayear']}-{_MONTHS[match['amonth'].lower()]:02}"
    if match["range"] or match["byear"]:
        before = text[: match.start()][-20:]
        return _bare(match, before)
    return _part(match, issued)


def _bare(match: re.Match[str], before: str) -> str | None:
    """A year, or two, by itself: only after a word that makes it a date."""
    if match["range"]:
        return None if _SESSION.search(before) else f"{match['range']}/{match['until']}"
    return match["byear"] if _CUE.search(before) else None


def _part(match: re.Match[str], issued: date | None) -> str | None:
    """A part of a year: quarter, half, season, beginning or end."""
    if match["part"]:
        return _season(match, issued)
    if match["stretch"]:
        first, last = _WORDS["stretches"][match["stretch"].lower()]
        year = _year(match["syear"], match["srelative"], issued)
        return year and f"{year}-{first:02}/{year}-{last:02}"
    ordinal = _WORDS["ordinals"][match["ordinal"].lower()]
    code = {"kwartaal": 32, "helft": 39}[match["unit"].lower()] + ordinal
    year = _year(match["qyear"], match["qrelative"], issued)
    return year and f"{year}-{code}"


def _season(match: re.Match[str], issued: date | None) -> str | None:
    """The part of a year; without year or pointer (“in de zomer”) it dates nothing."""
    code = _WORDS["parts"][match["part"].lower()]
    if match["pyear"]:
        return f"{match['pyear']}-{code}"
    if not match["prelative"] or issued is None:
        return None
    last_month = {21: 6, 22: 9, 23: 12, 24: 3}[code]
    pointer = match["prelative"].lower()
    passed = issued.month > last_month
    later = 1 if passed and "komend" in pointer else _WORDS["relative"][pointer]
    return f"{issued.year + later - (not passed and pointer == 'afgelopen')}-{code}"


def _year(year: str | None, relative: str | None, issued: date | None) -> str | None:
    if year or relative is None or issued is None:
        return year
    later: int = _WORDS["relative"][relative.lower()]
    return str(issued.year + later)


def _day(day: int, month: int, year: str | None, issued: date | None) -> str | None:
    try:
        if year:
            return date(int(year), month, day).isoformat()
        if issued is None:
            return None
        this_year = date(issued.year, month, day)
        return (this_year if this_year <= issued else this_year.replace(year=issued.year - 1)).isoformat()
    except ValueError:
        return None
