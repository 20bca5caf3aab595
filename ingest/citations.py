"""Citations in running text: parliamentary papers, debates, laws, cases and acts of the European Union.

Each citation gives the official identifiers that it names. Nothing is guessed: a form that does not determine
its document (`Verordening 2019/452` without its community) is no citation here.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from ingest.kamerstuk import references
from ingest.sessions import session_years

FILE: Final = Path(__file__).parent / "data" / "citations.toml"
ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]’']", re.IGNORECASE)


class CitationKind(StrEnum):
    """What a citation cites."""

    PAPER = "paper"
    """A Kamerstuk with its number: `kst-30821-72`."""
    DOSSIER = "dossier"
    """A dossier as a whole: `dossier-30821`."""
    DEBATE = "debate"
    """An item of the Handelingen: `h-tk-20182019-65-8`."""
    ANNEX = "annex"
    """Written questions with answers, Aanhangsel: `ah-tk-20202021-3235`."""
    BULLETIN = "bulletin"
    """Staatsblad, Staatscourant, Tractatenblad: `stb-2019-457`."""
    LAW = "law"
    """A Dutch law or decree in the basic law file: `BWBR0012345`."""
    CASE = "case"
    """A judgment: `ECLI:NL:RVS:2021:525`."""
    EU_ACT = "eu-act"
    """By CELEX number: `celex-32016R0679`."""
    EU_DOCUMENT = "eu-document"
    """A document of the Commission: `com-2020-829`."""
    OFFICIAL_ID = "official-id"
    """An identifier of officielebekendmakingen.nl as such."""
    CHAMBER_ID = "chamber-id"
    """A number of the Tweede Kamer's own system: `2021D04781`."""
    ADVICE = "advice"
    """An advice of the Raad van State: `W16.22.0129-II`."""
    WEB = "web"
    """A web address that holds none of these."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation: offsets into the text, and the official identifiers that it names, in order."""

    start: int
    end: int
    ids: tuple[str, ...]
    kind: CitationKind
    dossiers: tuple[str, ...] = ()
    """All dossiers named, where the paper stands in several."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of citation from `data/citations.toml`."""

    kind: CitationKind
    pattern: re.Pattern[str]
    id: str
    """A format string over the groups of the pattern."""

    def read(self, text: str) -> Iterator[Citation]:
        """The citations of this form."""
        for match in self.pattern.finditer(text):
            yield Citation(match.start(), match.end(), (self._identifier(match),), self.kind)

    def _identifier(self, match: re.Match[str]) -> str:
        groups = dict(match.groupdict())
        if "session" in groups:
            groups["session"] = "".join(session_years(groups["session"]))
        if "series" in groups:
            groups["series"] = groups["series"].lower()
        return str(self.id.format(**groups))


@cache
def forms() -> tuple[Form, ...]:
    """The forms of the data file; raises `ValueError` for a kind that is none of `CitationKind`."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))["form"]
    return tuple(Form(CitationKind(row["kind"]), re.compile(row["pattern"]), row["id"]) for row in table)


def citations(text: str) -> list[Citation]:
    """All citations in a running text, in order, none overlapping: of two that do, the longer one stays.

    >>> [citation.ids for citation in citations("Kamerstuk 24 095, nrs. 487 en 504.")]
    [('kst-24095-487', 'kst-24095-504')]
    """
    named = _without_overlap([*_papers(text), *(found for form in forms() for found in form.read(text))])
    return _without_overlap([*named, *_addresses(text, named)])


def within(found: Iterable[Citation], start: int, end: int) -> list[Citation]:
    """The citations that stand between two offsets."""
    return [citation for citation in found if start <= citation.start and citation.end <= end]


def _papers(text: str) -> Iterator[Citation]:
    for found in references(text):
        kind = CitationKind.PAPER if found.numbers else CitationKind.DOSSIER
        yield Citation(found.start, found.end, found.ids, kind, found.dossiers)


def _addresses(text: str, named: list[Citation]) -> Iterator[Citation]:
    """Web addresses; one that holds an identifier cites what that names."""
    starts = [citation.start for citation in named]
    for match in ADDRESS.finditer(text):
        inside = named[bisect_left(starts, match.start()) : bisect_right(starts, match.end())]
        inside = [citation for citation in inside if citation.end <= match.end()]
        if inside:
            yield Citation(match.start(), match.end(), inside[0].ids, inside[0].kind, inside[0].dossiers)
        else:
            yield Citation(match.start(), match.end(), (match.group(),), CitationKind.WEB)


def _without_overlap(found: Iterable[Citation]) -> list[Citation]:
    """The longest citations that do not overlap, in order of place."""
    kept: list[Citation] = []
    for citation in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and citation.start < kept[-1].end:
            if citation.end - citation.start > kept[-1].end - kept[-1].start:
                kept[-1] = citation
        else:
            kept.append(citation)
    return kept
