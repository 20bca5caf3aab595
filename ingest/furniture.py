"""Page furniture: what the printer repeats on each page, which is no part of the text.

Known forms stand in `data/layout.toml`. Beside them, the outermost line of a page is a running header or
footer when more than half of the pages have the same there, page number aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.lines import Line
from ingest.patterns import pattern

PAGES: Final = 3
"""Pages that a document must have for a line to be a running one."""
HEIGHT: Final = 8
"""Lines that a running header or footer may take."""
TOP, FOOT = 0, -1
PAGE_NUMBER: Final = re.compile(r"\s*\d{1,4}$")


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without running headers, footers and printer's marks."""
    known = [pattern("furniture", name) for name in ("footer", "line")]
    kept = [[line for line in page if not any(form.fullmatch(line.text) for form in known)] for page in pages]
    if len(pages) < PAGES:
        return kept
    peeled = [list(page) for page in kept]
    for edge in (TOP, FOOT):
        _peel(peeled, edge)
    return peeled if any(line.text for page in peeled for line in page) else kept


def _peel(pages: list[list[Line]], edge: int) -> None:
    """Take running lines off one edge of the pages, the outermost first."""
    for _ in range(HEIGHT):
        outermost = [_at_edge(page, edge) for page in pages]
        counts = Counter(_words(line) for line in outermost if line and not _speaks(line))
        running = {words for words, count in counts.items() if count * 2 > len(pages)}
        if not running:
            return
        for page, line in zip(pages, outermost, strict=True):
            if line and _words(line) in running:
                page.remove(line)


def _at_edge(page: Sequence[Line], edge: int) -> Line | None:
    printed = page if edge == TOP else reversed(page)
    return next((line for line in printed if line.text), None)


def _words(line: Line) -> str:
    """The line without its page number."""
    return PAGE_NUMBER.sub("", line.text)


def _speaks(line: Line) -> bool:
    """Whether a line tells questions from answers, which may well stand at the head of many pages."""
    return any(pattern("question", name).fullmatch(line.text) for name in ("question", "answer"))
