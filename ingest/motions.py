"""Motions as letters name them, and the papers that they are when the text determines it.

`motie van het lid Van den Berg c.s.` names a motion by its members. Which paper that is (three motions of Van
den Berg stand in one letter) only a citation beside it or the footnote of its sentence can say. Where these
leave a choice, the paper stays unknown.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from ingest.citations import Citation, CitationKind, citations
from ingest.document import BlockKind, Document
from ingest.patterns import LETTER, compile_all

FILE: Final = Path(__file__).parent / "data" / "motions.toml"
NEAR: Final = 300
"""Characters between a motion and the footnote mark that documents it."""
BESIDE: Final = re.compile(r"[ ,]{0,2}\(?(?:TK |zie )?")
"""What may stand between a motion and a citation of it."""
SENTENCE_END: Final = re.compile(r"(?<!c\.s)[.?!] (?=[A-Z«“‘(])|\n")


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion named in a text: offsets from the word `motie`, or from `van het lid` for a second one."""

    start: int
    end: int
    names: tuple[str, ...]
    """The members that moved it, as written, without `c.s.`."""
    document: str | None = None
    """The paper's identifier, `kst-24095-487`, where the text determines it."""

    @property
    def key(self) -> frozenset[str]:
        """The names without case: `Van den Berg` and `van den berg` are one."""
        return frozenset(name.casefold() for name in self.names)


def motions(text: str) -> list[Motion]:
    """The motions that a running text names with their members.

    >>> [motion.names for motion in motions("de moties van de leden Buitenweg en Yesilgöz-Zegerius")]
    [('Buitenweg', 'Yesilgöz-Zegerius')]
    """
    return list(_motions(text))


def motions_in(document: Document, named: Sequence[Citation] | None = None) -> list[Motion]:
    """The motions of a document, each with its paper where citation or footnote determine it.

    `named` are the citations in its text, where they are known already.
    """
    found = motions(document.text)
    named = citations(document.text) if named is None else named
    cited = [one for one in named if one.kind is CitationKind.PAPER]
    candidates = _candidates(document, found, cited)
    by_names = _settled_by_names(candidates)
    return [
        replace(motion, document=_settled(candidates.get(motion, []), by_names.get(motion.key, set())))
        for motion in found
    ]


def _motions(text: str) -> Iterator[Motion]:
    grammar = _grammar()
    position = 0
    while match := grammar.head.search(text, position):
        position = match.end()
        names = _names(grammar, match["names"])
        if not names:
            continue
        yield Motion(match.start(), match.end("names"), names)
        while further := grammar.further.match(text, position):
            position = further.end()
            start = further.start("motion")
            yield Motion(start, further.end("names"), _names(grammar, further["names"]))


@dataclass(frozen=True, slots=True)
class Grammar:
    """The expressions that `data/motions.toml` makes."""

    head: re.Pattern[str]
    further: re.Pattern[str]
    name: re.Pattern[str]
    no_names: frozenset[str]


@cache
def _grammar() -> Grammar:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    particle = rf"(?:{'|'.join(map(re.escape, data['particles']))})"
    capital = rf"(?!{particle}\b)[A-ZÀ-ÖØ-Þ]{LETTER}+(?:[-’']{LETTER}+)*"
    lead = rf"(?:(?i:{particle}) ?)"
    initials = r"(?:[A-Z]\.){0,4} ?"
    name = rf"{lead}{{0,3}}{initials}{capital}(?: {lead}{{0,3}}{capital}){{0,2}}"
    member = rf"{name}(?: \([A-Za-z0-9+ -]{{1,20}}\))?"
    names = rf"(?P<names>{member}(?:(?:, | en |/|, en ){member})*(?: c\.s\.| cs\b)?)"
    further = rf"(?:,| en|, en) (?P<motion>(?:{'|'.join(data['further'])}){names})"
    head = compile_all(data["head"]).pattern
    return Grammar(
        re.compile(rf"\b(?:{head}){names}"),
        re.compile(further),
        re.compile(name),
        frozenset(data["no_names"]),
    )


def _names(grammar: Grammar, printed: str) -> tuple[str, ...]:
    without = re.sub(r" \([^)]*\)| c\.s\.| cs$", "", printed)
    parts = [part.strip() for part in re.split(r", en |, | en |/", without)]
    return tuple(part for part in parts if part and part.split()[0] not in grammar.no_names)


def _candidates(
    document: Document, found: Sequence[Motion], cited: Sequence[Citation]
) -> dict[Motion, list[str]]:
    """The papers that each motion may be: one where a citation or footnote determines it."""
    notes = _papers_of_notes(document, cited)
    candidates: dict[Motion, list[str]] = {}
    starts = [one.start for one in cited]
    for motion in found:
        following = cited[bisect_left(starts, motion.end) :][:1]
        if following and BESIDE.fullmatch(document.text, motion.end, following[0].start):
            candidates[motion] = list(following[0].ids)
    for number, group in _groups(document, [motion for motion in found if motion not in candidates]):
        papers = notes.get(number, [])
        for index, motion in enumerate(group):
            candidates[motion] = [papers[index]] if len(papers) == len(group) else papers
    return candidates


def _papers_of_notes(document: Document, cited: Sequence[Citation]) -> dict[int, list[str]]:
    """The papers that each footnote cites, in order."""
    starts = [one.start for one in cited]
    papers = {}
    for block in document.blocks:
        if block.kind is BlockKind.FOOTNOTE and block.number is not None:
            inside = cited[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            papers[block.number] = [name for one in inside for name in one.ids]
    return papers


def _groups(document: Document, found: Sequence[Motion]) -> Iterator[tuple[int, list[Motion]]]:
    """Footnote numbers with the motions that stand between the mark before and theirs, in one sentence."""
    waiting = deque(found)
    for mark in document.marks:
        group: list[Motion] = []
        while waiting and waiting[0].end <= mark.position:
            motion = waiting.popleft()
            near = mark.position - motion.end <= NEAR
            if near and not SENTENCE_END.search(document.text[motion.end : mark.position]):
                group.append(motion)
        if group:
            yield mark.number, group


def _settled_by_names(candidates: Mapping[Motion, Sequence[str]]) -> Mapping[frozenset[str], set[str]]:
    """The papers that the same members' motions are elsewhere in the document, where that is settled."""
    settled: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for motion, papers in candidates.items():
        if len(papers) == 1:
            settled[motion.key].add(papers[0])
    return settled


def _settled(own: Sequence[str], elsewhere: set[str]) -> str | None:
    """The one paper that a motion can be, by its own candidates or with what its names settle elsewhere."""
    if len(own) == 1:
        return own[0]
    common = elsewhere.intersection(own)
    return common.pop() if len(common) == 1 else None
