"""What the printed head and the signatures of a document say: dossier, number, date, kind, senders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Final

from ingest.document import BlockKind, Metadata
from ingest.sessions import session_years

FILE: Final = Path(__file__).parent / "data" / "metadata.toml"
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
DATE: Final = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
SESSION: Final = re.compile(r"\bvergaderjaar (\d{4}\s?[–-]\s?\d{2,4})\b", re.IGNORECASE)
CHAMBER: Final = re.compile(r"\b((?:Tweede|Eerste) Kamer)\b")
DOSSIER_LINE: Final = re.compile(
    r"^(\d{2}) ?(\d{3})(?:[- ]([IVXLCDM]{1,7}|\d{2}|\(R\d{3,4}\)))?(?!\d)\s+(?=[^\W\d_])(.+)$"
)
NUMBER_LINE: Final = re.compile(r"^Nr\. ([0-9]{1,4}|[A-Z]{1,3})\b\s*(.*)$")
LETTER_LINE: Final = re.compile(r"^([A-Z]{1,3})\s+([A-Z]{3,}\b.*)$")
"""Papers of the Eerste Kamer are numbered by letters, without `Nr.`."""
ANNEX_LINE: Final = re.compile(r"^(\d{1,4})$")
ANNEX: Final = "Aanhangsel van de Handelingen"
SUBJECT_LINE: Final = re.compile(r"^(?:Betreft|Onderwerp):?\s+(.+)$")
ASKED_ABOUT: Final = re.compile(r"\bover (.+?) \(ingezonden")
ANSWERED: Final = re.compile(r"Antwoord van (?:de )?((?:Minister|Staatssecretaris)\b.*?) \(ontvangen")
ANSWERING: Final = re.compile(r"(Minister|Staatssecretaris)[^(]*\(([^)]+)\)")
"""`Minister Koolmees (Sociale Zaken en Werkgelegenheid)`."""
OFFICE: Final = re.compile(
    r"(?:De|Het) ((?:minister|staatssecretaris|voorzitter|griffier|adjunct-griffier)\b.*)", re.IGNORECASE
)
CAPITALS: Final = re.compile(r"\bVAN DE ((?:MINISTERS?|STAATSSECRETARIS(?:SEN)?)\b.*)$")
NEXT_OFFICE: Final = re.compile(r" EN (?:VAN )?DE (?=MINISTER|STAATSSECRETARIS)")
SMALL_WORDS: Final = frozenset(
    ["van", "voor", "en", "de", "het", "der", "in", "op", "te", "tot", "aan", "over"]
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The expressions of `data/metadata.toml`."""

    signs: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    heads: Mapping[str, re.Pattern[str]]


@cache
def cues() -> Cues:
    """What tells a parliamentary document, and its kind."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))

    def table(name: str) -> dict[str, re.Pattern[str]]:
        return {kind: re.compile(cue, re.IGNORECASE) for kind, cue in data[name].items()}

    return Cues(re.compile("|".join(data["signs"]), re.IGNORECASE), table("kinds"), table("heads"))


def printed(blocks: Sequence[tuple[BlockKind, str]]) -> Metadata:
    """What the printed head and the signatures among the blocks say; each block is its kind and text."""
    head = [text for kind, text in blocks if kind is BlockKind.MASTHEAD]
    signed = [text for kind, text in blocks if kind is BlockKind.SIGNATURE]
    whole = " ".join(head)
    number, label = _number(head)
    kind = _kind(label, whole)
    dossiers, titles = _dossiers(head)
    offices, people = _signatures(signed)
    subject = _subject(head, whole)
    extra = {
        "chamber": _first(CHAMBER, whole),
        "dossier_title": "; ".join(titles),
        "signed_by": "; ".join(people),
        "subject": subject,
    }
    return Metadata(
        kind=kind,
        title=_title(
            label, titles, f"Antwoord op vragen over {subject}" if subject and kind == "answer" else subject
        ),
        dossiers=dossiers,
        number=number,
        session=_session(whole),
        issued=_issued(whole),
        authors=offices or _answerers(whole) or _named_in(label),
        extra={name: value for name, value in extra.items() if value},
    )


def _number(head: Sequence[str]) -> tuple[str | None, str]:
    """The number within the dossier and the words beside it; or the bare number of an annex."""
    for text, following in zip_longest(head, head[1:], fillvalue=""):
        if match := NUMBER_LINE.match(text) or LETTER_LINE.match(text):
            return match[1], match[2] or following
    if not any(ANNEX in text for text in head):
        return None, ""
    before = takewhile(lambda text: not text.startswith("Vragen van "), head)
    return next((match[1] for text in reversed([*before]) if (match := ANNEX_LINE.match(text))), None), ""


def _kind(label: str, whole: str) -> str | None:
    """By the words behind the number, else by the head as a whole."""
    for text, table in ((label, cues().kinds), (whole, cues().heads)):
        if found := next((kind for kind, cue in table.items() if text and cue.search(text)), None):
            return found
    return None


def _dossiers(head: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Dossier numbers and titles."""
    found = [match for text in head if (match := DOSSIER_LINE.match(text))]
    numbers = (f"{match[1]}{match[2]}" + (f"-{match[3]}" if match[3] else "") for match in found)
    return tuple(numbers), [match[4] for match in found]


def _session(whole: str) -> str | None:
    """The session, `2020-2021`."""
    match = SESSION.search(whole)
    return "-".join(session_years(match[1])) if match else None


def _issued(whole: str) -> date | None:
    """The last date of the head: that of the letter, or on which the answers were received."""
    for match in reversed(list(DATE.finditer(whole))):
        try:
            return date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1]))
        except ValueError:
            continue
    return None


def _subject(head: Sequence[str], whole: str) -> str:
    """What written questions, or a ministry's own letter, are about."""
    beside = next((match[1] for text in head if (match := SUBJECT_LINE.match(text))), "")
    return _first(ASKED_ABOUT, whole) or beside


def _title(label: str, titles: Sequence[str], subject: str) -> str | None:
    """The dossier's title and the kind of document, or the subject."""
    if not label:
        return subject or (titles[0] if titles else None)
    words = _cased(label)
    return f"{titles[0]}: {words[0].lower()}{words[1:]}" if titles else words


def _signatures(signed: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The offices that sign, and the names under them."""
    offices, people = [], []
    for text in signed:
        if match := OFFICE.match(text):
            office, name = _office_and_name(match[1])
            offices.append(office)
        else:
            name = text
        people += [name] if name else []
    return tuple(offices), tuple(people)


def _office_and_name(signature: str) -> tuple[str, str]:
    """`Minister van Onderwijs, Cultuur en Wetenschap` and the name behind it: the last part without `en`."""
    parts = signature.rstrip(", ").split(", ")
    if len(parts) > 1 and " en " not in parts[-1]:
        return ", ".join(parts[:-1]), parts[-1]
    return ", ".join(parts), ""


def _answerers(whole: str) -> tuple[str, ...]:
    """The offices that answer written questions."""
    answered = _first(ANSWERED, whole)
    return tuple(f"{match[1]} van {match[2]}" for match in ANSWERING.finditer(answered))


def _named_in(label: str) -> tuple[str, ...]:
    """The offices that the words behind the number name, printed in capitals."""
    match = CAPITALS.search(label)
    return tuple(_cased(office) for office in NEXT_OFFICE.split(match[1])) if match else ()


def _cased(capitals: str) -> str:
    """Words printed in capitals, as they are written in running text."""
    words = (word.lower() if word.lower() in SMALL_WORDS else word.capitalize() for word in capitals.split())
    return " ".join(words)


def _first(expression: re.Pattern[str], text: str) -> str:
    match = expression.search(text)
    return match[1] if match else ""
