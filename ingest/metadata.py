"""What a document says of itself: dossier, number, session, date, kind, senders, official identifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Final

from ingest.document import BlockKind, DocumentId, Metadata
from ingest.errors import NotParliamentary
from ingest.sessions import session_years
from ingest.sources.owms import IDENTIFIER, fill, from_identifier
from ingest.sources.source import Source

Blocks = Sequence[tuple[BlockKind, str]]
"""Kind and text of each block, in order."""

MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
PRINTED_IDENTIFIER: Final = re.compile(rf"^[ \t\f]*({IDENTIFIER.pattern})[ \t]*$", re.MULTILINE)
DATE: Final = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
SESSION: Final = re.compile(r"\bvergaderjaar (\d{4}\s?[–-]\s?\d{2,4})\b", re.IGNORECASE)
DOSSIER: Final = re.compile(r"(\d{2}) ?(\d{3})(?:[- ]([IVXLCDM]{1,7}|\d{2}))?(?!\d)")
DOSSIER_LINE: Final = re.compile(rf"^{DOSSIER.pattern}\s+(?=[^\W\d_])(.+)$")
NUMBER_LINE: Final = re.compile(r"^Nr\. ([0-9]{1,4}|[A-Z]{1,2})\b\s*(.*)$")
SIGNS: Final = re.compile(
    r"\b(?:Tweede|Eerste) Kamer der Staten-Generaal\b|\bvergaderjaar \d{4}\b"
    r"|\bAanhangsel van de Handelingen\b|\b(?:Geachte|Hooggeachte) voorzitter\b"
    r"|\bKamerstuk(?:ken)? (?:I |II |I/II )?\d{2} ?\d{3}\b|\bkst-\d{5}|\bah-[te]k-\d{8}"
    r"|\bvoorzitter van de (?:Tweede|Eerste) Kamer\b|\buw Kamer\b",
    re.IGNORECASE,
)
"""What shows that a text comes from or goes to parliament."""
SMALL_WORDS: Final = frozenset("van voor en de het der in op te tot aan over".split())  # noqa: SIM905
KINDS: Final = (
    (re.compile(r"\bBRIEF\b", re.IGNORECASE), "letter"),
    (re.compile(r"\b(?:GEWIJZIGDE |NADER GEWIJZIGDE )?MOTIE\b", re.IGNORECASE), "motion"),
    (re.compile(r"\bLIJST VAN VRAGEN EN ANTWOORDEN\b", re.IGNORECASE), "question-answer-list"),
    (re.compile(r"\bLIJST VAN VRAGEN\b", re.IGNORECASE), "question-list"),
    (re.compile(r"\bNOTA NAAR AANLEIDING VAN\b", re.IGNORECASE), "note"),
    (re.compile(r"\bMEMORIE VAN TOELICHTING\b", re.IGNORECASE), "explanatory-memorandum"),
    (re.compile(r"\bVOORSTEL VAN WET\b", re.IGNORECASE), "bill"),
    (re.compile(r"\bAMENDEMENT\b", re.IGNORECASE), "amendment"),
    (re.compile(r"\bVERSLAG\b", re.IGNORECASE), "report"),
)


def describe(source: Source, blocks: Blocks, *, any_text: bool = False) -> tuple[DocumentId, Metadata]:
    """The identifier and metadata: what the publication's metadata says, filled up from the printed text.

    Raises `NotParliamentary` when the text shows no sign of parliament, unless `any_text`.
    """
    metadata = fill(source.metadata, printed(blocks))
    identifier = source.identifier or _printed_identifier(source.text) or identify(metadata)
    if identifier is None and not any_text and not is_parliamentary(source.text):
        raise NotParliamentary(
            "nothing in this text shows that it is a parliamentary document",
            source.name,
            "Weerbaar reads letters, answers, reports and motions of the Dutch parliament: they name "
            "the chamber, a Kamerstuk or the addressee.",
        )
    warning = _doubt(identifier, source)
    identifier = identifier or _named(source.stem) or f"sha256-{source.sha256[:16]}"
    extra = {**metadata.extra, "warning": warning} if warning and not any_text else metadata.extra
    return DocumentId(identifier), fill(replace(metadata, extra=extra), from_identifier(identifier))


def _printed_identifier(text: str) -> str | None:
    """The identifier that the printer put at the foot of the first page, on a line of its own."""
    match = PRINTED_IDENTIFIER.search(text)
    return match[1] if match else None


def _named(stem: str) -> str | None:
    """The identifier that a file's name is."""
    return stem if IDENTIFIER.fullmatch(stem) else None


def _doubt(identifier: str | None, source: Source) -> str:
    """What the reader should know about the identifier; empty when all agrees."""
    named = _named(source.stem)
    if identifier is None and named is None:
        return "no official identifier found; named after the hash of the file"
    if identifier is None:
        return "the text does not say its number; named after the file"
    if named and named.lower() != identifier.lower():
        return f"the file is named {named}, its text says {identifier}"
    return ""


def is_parliamentary(text: str) -> bool:
    """Whether a text shows that it comes from or goes to parliament."""
    return SIGNS.search(text) is not None


def identify(metadata: Metadata) -> str | None:
    """The official identifier that dossier and number, or session and number of an annex, make.

    >>> identify(Metadata(dossiers=("35570-VI",), number="38"))
    'kst-35570-VI-38'
    """
    if metadata.number and metadata.dossiers:
        return f"kst-{metadata.dossiers[0]}-{metadata.number}"
    if metadata.number and metadata.session and metadata.kind in {"answer", "notice"}:
        chamber = "ek" if metadata.extra.get("chamber", "").startswith("Eerste") else "tk"
        return f"ah-{chamber}-{metadata.session.replace('-', '')}-{metadata.number}"
    return None


def printed(blocks: Blocks) -> Metadata:
    """What the printed head and the signature say."""
    head = [text for kind, text in blocks if kind is BlockKind.MASTHEAD]
    signed = [text for kind, text in blocks if kind is BlockKind.SIGNATURE]
    whole = " ".join(head)
    number, label = _number(head)
    kind = _kind(label, whole)
    authors, people = _senders(label, signed, whole)
    dossiers, titles = _dossiers(head)
    extra = {
        "chamber": _first(re.compile(r"\b((?:Tweede|Eerste) Kamer)\b"), whole),
        "dossier_title": "; ".join(titles),
        "signed_by": "; ".join(people),
        "subject": _first(re.compile(r"\bover (.+?) \(ingezonden"), whole) if kind == "answer" else "",
    }
    return Metadata(
        kind=kind,
        title=_title(label, titles, extra["subject"]),
        dossiers=dossiers,
        number=number,
        session=_session(whole),
        issued=_issued(whole),
        authors=authors,
        extra={name: value for name, value in extra.items() if value},
    )


def _number(head: Sequence[str]) -> tuple[str | None, str]:
    """The number within the dossier and the words beside it; or the bare number of an annex."""
    for text, following in zip_longest(head, head[1:], fillvalue=""):
        if match := NUMBER_LINE.match(text):
            return match[1], match[2] or following
    if any("Aanhangsel van de Handelingen" in text for text in head):
        for text in head:
            if match := re.match(r"^(\d{2,4})(?: Vragen van\b.*)?$", text):
                return match[1], ""
    return None, ""


def _kind(label: str, whole: str) -> str | None:
    if "Aanhangsel van de Handelingen" in whole:
        return "notice" if re.search(r"\bMededeling van\b", whole) else "answer"
    return next((kind for cue, kind in KINDS if cue.search(label)), None)


def _dossiers(head: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Dossier numbers and titles of the printed head."""
    numbers, titles = [], []
    for text in head:
        if match := DOSSIER_LINE.match(text):
            numbers.append(f"{match[1]}{match[2]}" + (f"-{match[3]}" if match[3] else ""))
            titles.append(match[4])
    return tuple(numbers), titles


def _session(whole: str) -> str | None:
    """The session, `2020-2021`."""
    match = SESSION.search(whole)
    return "-".join(session_years(match[1])) if match else None


def _issued(whole: str) -> date | None:
    """The last date of the printed head: that of the letter, or on which the answers were received."""
    for match in reversed(list(DATE.finditer(whole))):
        try:
            return date(int(match[3]), MONTHS.index(match[2].lower()) + 1, int(match[1]))
        except ValueError:
            continue
    return None


def _senders(label: str, signed: Sequence[str], whole: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Offices that send the document, and the names under it."""
    offices, people = [], []
    for text in signed:
        office, _, name = text.partition(", ")
        while name.startswith(("Natuur", "Onderwijs", "Cultuur", "Volksgezondheid")):
            more, _, name = name.partition(", ")
            office += f", {more}"
        offices.append(re.sub(r"^(?:De|Het) ", "", office.rstrip(",")))
        people += [name] if name else []
    if not offices and (
        answered := re.search(r"Antwoord van (?:de )?((?:Minister|Staatssecretaris)\b.*?) \(ontv", whole)
    ):
        offices = _answering(answered[1])
    if not offices and (match := re.search(r"\bVAN DE ((?:MINISTER|STAATSSECRETARIS)\b.*)$", label)):
        offices = [_cased(one) for one in re.split(r" EN (?:VAN )?DE (?=MINISTER|STAATS)", match[1])]
    return tuple(offices), tuple(people)


def _answering(text: str) -> list[str]:
    """The offices in `Minister Koolmees (Sociale Zaken en Werkgelegenheid)`."""
    return [
        f"{match[1]} van {match[2]}"
        for match in re.finditer(r"(Minister|Staatssecretaris)[^(]*\(([^)]+)\)", text)
    ]


def _cased(capitals: str) -> str:
    """An office printed in capitals, as it is written in running text."""
    words = (word.lower() if word.lower() in SMALL_WORDS else word.capitalize() for word in capitals.split())
    return " ".join(words)


def _title(label: str, titles: Sequence[str], subject: str) -> str | None:
    """The dossier's title and the kind of document, in sentence case."""
    if subject:
        return f"Antwoord op vragen over {subject}"
    if not label:
        return titles[0] if titles else None
    words = _cased(label)
    if words.split()[0].isupper() or label.isupper():
        words = words[0].upper() + words[1:]
    return f"{titles[0]}: {words[0].lower()}{words[1:]}" if titles else words


def _first(expression: re.Pattern[str], text: str) -> str:
    match = expression.search(text)
    return match[1] if match else ""
