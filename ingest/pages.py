"""Where the pages of a plain text begin.

Form feeds say it exactly. Without them two traces that PDF extraction leaves are read: a running footer
closes its page, and in some extractions the first line of a page alone begins with one blank.
Letter: Kamerstuk 30 821, nr. 125 has 13 pages, found by these rules alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from ingest.lines import Line
from ingest.patterns import pattern

SHORTEST_PAGE: Final = 15
"""Printed lines that a full page has at least; a leading blank closer to the page's start is chance."""


def page_starts(lines: Sequence[Line]) -> tuple[int, ...]:
    """Positions in the source where each page begins, the first always 0."""
    fed = [line.after for line in lines if line.fed]
    if fed:
        last = max((line.end for line in lines if line.text), default=0)
        return (0, *(start for start in fed if start < last))
    return (0, *_traced(lines))


def page_of(starts: Sequence[int], position: int) -> int:
    """The page, from 1, of a position in the source."""
    return bisect_right(starts, position) or 1


def _traced(lines: Sequence[Line]) -> list[int]:
    """Page starts after running footers and at lines that one blank sets apart."""
    footer = pattern("furniture", "footer")
    printed = [line for line in lines if line.text]
    blanks_mean_pages = sum(line.indent == 1 for line in printed) * SHORTEST_PAGE <= len(printed)
    starts: list[int] = []
    height = 0
    for previous, line in zip([None, *printed], printed, strict=False):
        if previous and footer.fullmatch(previous.text) and not footer.fullmatch(line.text):
            starts.append(previous.after)
            height = 0
        elif blanks_mean_pages and line.indent == 1 and height >= SHORTEST_PAGE:
            starts.append(line.begin)
            height = 0
        height += 1
    return starts
