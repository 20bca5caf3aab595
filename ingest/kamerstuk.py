r"""The grammar of references to parliamentary papers, such as `Kamerstuk 24 095, nrs. 487 en 504`.

    reference = [word] [house] [session] dossiers ["," ] numbers
    word      = "Kamerstuk" | "Kamerstukken" | "Tweede Kamer" | "Eerste Kamer" | …
    house     = "I" | "II" | "I/II"
    session   = "2020/21" | "2020–2021" | "vergaderjaar 2020–2021"
    dossiers  = dossier {("," | "en") dossier}                 30 821 | 35 570 VI | 36 200-X | 21 501-02
    numbers   = "nr." number | "nrs." number {("," | "en" | "t/m") number} | letter

A number belongs to the dossier named first: the paper stands in the other dossiers as well, under the same
identifier. Letters number the papers of the Eerste Kamer (`Kamerstukken I 2020/21, 30 821, D`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyparsing import Empty, Opt, ParseException, ParserElement, ParseResults, Regex, Suppress, ZeroOrMore

LONGEST_RANGE: Final = 200
"""Papers that `nrs. 1 t/m 200` may name; a wider range is read as its two ends."""
MOST_DOSSIERS: Final = 6
"""Further dossiers that one reference may name."""
REACH: Final = 400
"""Characters that one reference may take."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in the text: offsets, dossiers and the numbers in the first dossier."""

    start: int
    end: int
    dossiers: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Official identifiers: of the papers, or of the dossier when no number is given."""
        first = self.dossiers[0]
        return tuple(f"kst-{first}-{number}" for number in self.numbers) or (f"dossier-{first}",)


ANCHOR: Final = re.compile(
    r"\b(?:Kamerst(?:uk(?:ken|nummers?)?\b|\.)|(?:Tweede|Eerste) Kamer, vergaderjaar\b|dossier(?:nummer)?\b)"
    r"|(?<![\w.,/:-])\d{2} ?\d{3}(?!\d)",
    re.IGNORECASE,
)
"""Where a reference may begin."""
NUMBERED: Final = re.compile(r"[^\n]{4,120}?(?:\bn(?:r|umme)[rs]*\b|\d-\d)")
"""What must follow soon where no word introduces a reference; spares the grammar all other numbers."""


MONTHS: Final = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
WORD: Final = (
    r"(?i:Kamerst(?:uk(?:ken|nummers?)?\b|\.)|dossier(?:nummer)?\b)(?: nrs?\.)?"
    r"|(?:Tweede|Eerste) Kamer(?=, vergaderjaar)"
)
HOUSE: Final = r"(?:I/II|II|I|TK|EK)\b"
SESSION: Final = r"(?:vergaderjaar )?\d{4}\s?[/–-]\s?(?:\d{4}|\d{2})\b"
ADDITION: Final = (
    r"-(?:0\d|\d{2}(?=,? (?:nrs?\b|en \d)|-\d)|[IVXLCDM]{1,7})(?!\w)"
    r"|[- ]\(R\d{3,4}\)| (?:[IVXLCDM]{1,7}|[A-H])(?=,? ?(?:nrs?\b|en \d|[).;»]|$))"
)
DOSSIER: Final = rf"\d{{2}} ?\d{{3}}(?!\d)(?:{ADDITION})?"
INTEGER: Final = rf"\d{{1,4}}(?![\d%]| \d{{3}}\b| (?:{MONTHS})\b)"
LETTER: Final = r"[A-Z]{1,3}(?![\w.’'-])"


class Dossier(str):
    """A dossier's number, `30821` or `35570-VI`."""

    __slots__ = ()


class Number(str):
    """A paper's number within its dossier, `125` or `D`."""

    __slots__ = ()


def _dossier(tokens: ParseResults) -> Dossier:
    digits, _, addition = re.sub(r"(?<=\d{2}) (?=\d{3})", "", tokens[0]).replace(" ", "-").partition("-")
    return Dossier(f"{digits}-{addition}" if addition else digits)


def _numbers(tokens: ParseResults) -> list[Number]:
    """The single numbers of `72 t/m 74`."""
    if len(tokens) == 2:
        first, last = int(tokens[0]), int(tokens[1])
        if first < last <= first + LONGEST_RANGE:
            return [Number(number) for number in range(first, last + 1)]
    return [Number(token) for token in tokens]


def _skip(expression: str) -> ParserElement:
    return Suppress(Regex(expression))


def _grammar() -> ParserElement:
    """The grammar at the top of this module; yields `Dossier`s, `Number`s and the end's position."""
    dossier = Regex(DOSSIER).add_parse_action(_dossier)
    dossiers = dossier + (_skip(r",|en\b|&") + dossier)[0, MOST_DOSSIERS]
    integer = Regex(INTEGER)
    number = (integer + _skip(r"t/m|tot en met|[–-]") + integer | integer | Regex(LETTER)).add_parse_action(
        _numbers
    )
    several = number + ZeroOrMore(_skip(r",? ?en\b(?: nr\.)?|,|&") + number)
    also = _skip(r"en\b(?: nr\.)?") + Regex(r"\d{1,4}(?=[).;,»]|$)").add_parse_action(_numbers)
    numbered = _skip(r"(?i:nrs|nummers)\b\.?") + several | _skip(
        r"(?i:nr|nummer)\b\.?"
    ) + number + ZeroOrMore(also)
    hyphened = (
        Regex(r"-\d{1,4}(?![\w-])").leave_whitespace().add_parse_action(lambda tokens: Number(tokens[0][1:]))
    )
    tail = hyphened | Opt(_skip(",")) + numbered
    house = Opt(Opt(_skip(",")) + _skip(HOUSE))
    session = Opt(Opt(_skip(",")) + _skip(SESSION))
    named = (
        _skip(WORD)
        + house
        + session
        + Opt(_skip(","))
        + dossiers
        + Opt(tail | _skip(",") + Regex(LETTER).add_parse_action(_numbers))
    )
    end = Empty().leave_whitespace().add_parse_action(lambda _text, position, _tokens: position)
    reference: ParserElement = (named | dossiers + tail) + end
    return reference.parse_with_tabs()


GRAMMAR: Final = _grammar()


def references(text: str) -> Iterator[Reference]:
    """All references to parliamentary papers in a running text, in order."""
    position = 0
    for anchor in ANCHOR.finditer(text):
        if anchor.start() < position:
            continue
        found = _parse(text, anchor.start())
        if found is not None:
            position = found.end
            yield found


def _parse(text: str, start: int) -> Reference | None:
    """The reference that begins at `start`, or `None` when the words there are none."""
    if text[start].isdecimal() and not NUMBERED.match(text, start):
        return None
    try:
        *tokens, length = GRAMMAR.parse_string(text[start : start + REACH])
    except ParseException:
        return None
    dossiers = tuple(str(token) for token in tokens if isinstance(token, Dossier))
    numbers = tuple(dict.fromkeys(str(token) for token in tokens if isinstance(token, Number)))
    end = start + len(text[start : start + length].rstrip(" ,"))
    return Reference(start, end, dossiers, numbers)
