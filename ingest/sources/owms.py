"""Metadata of official publications: `metadata.xml`, OWMS records, and the same names in HTML.

Standards: OWMS 4.0 and the OEP profile of officielebekendmakingen.nl. In OWMS records of the repository one
name is written with a dot instead of a colon (`dcterms.modified`); both are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from lxml import etree

from ingest.document import Metadata

IDENTIFIER: Final = re.compile(
    r"(?<![\w-])(?:kst|ah-[te]k|kv-[te]k|nds-[te]k|h-[te]k|blg|stb|stcrt)-[0-9A-Za-z]*\d[0-9A-Za-z]*(?:-[0-9A-Za-z]+)*"
)
"""An official identifier in the form of officielebekendmakingen.nl."""
KINDS: Final = {
    "ah": "answer",
    "kv": "question-list",
    "h": "debate",
    "nds": "document",
    "blg": "annex",
}
"""Kind of document by the first part of the identifier; papers (`kst`) are of many kinds."""
PAPERS: Final = {
    "Brief": "letter",
    "Motie": "motion",
    "Amendement": "amendment",
    "Verslag": "report",
    "Lijst van vragen": "question-list",
    "Memorie van toelichting": "explanatory-memorandum",
    "Voorstel van wet": "bill",
}
"""Kind of paper by its `OVERHEIDop.KamerstukTypen`."""
PAPER: Final = re.compile(r"kst-(\d{5}(?:-(?:[IVXLCDM]+|0\d))?)-(\d{1,4}|[A-Z]{1,3})(?:-[nb]\d+)?")
ANNEX: Final = re.compile(r"ah-[te]k-(\d{4})(\d{4})-(\d{1,4})(?:-[nb]\d+)?")
"""`-n1` and `-b1` mark errata and annexes."""
Pairs = Iterable[tuple[str, str]]
"""Names and contents; a name may repeat."""


def identifier_in(text: str) -> str | None:
    """The first official identifier in a text, such as the address of a metadata record.

    >>> identifier_in("https://zoek.officielebekendmakingen.nl/kst-30821-125/metadata.xml")
    'kst-30821-125'
    """
    match = IDENTIFIER.search(text)
    return match.group() if match else None


def from_identifier(identifier: str) -> Metadata:
    """What an identifier says by itself.

    >>> from_identifier("kst-35570-VI-38").dossiers
    ('35570-VI',)
    """
    if match := PAPER.fullmatch(identifier):
        return Metadata(dossiers=(match[1],), number=match[2])
    if match := ANNEX.fullmatch(identifier):
        return Metadata(kind="answer", session=f"{match[1]}-{match[2]}", number=match[3])
    return Metadata(kind=KINDS.get(identifier.partition("-")[0]))


def fill(given: Metadata, found: Metadata) -> Metadata:
    """The given metadata, with what it leaves open taken from what was found elsewhere."""
    return Metadata(
        kind=given.kind or found.kind,
        title=given.title or found.title,
        dossiers=given.dossiers or found.dossiers,
        number=given.number or found.number,
        session=given.session or found.session,
        issued=given.issued or found.issued,
        authors=given.authors or found.authors,
        extra={**found.extra, **given.extra},
    )


def from_tree(root: etree._Element) -> tuple[str | None, Metadata]:
    """Identifier and metadata of a parsed `metadata.xml` or OWMS record, alone or within an SRU answer."""
    flat = root.findall(".//{*}metadata[@name]")
    if flat:
        return from_pairs((node.get("name", ""), node.get("content", "")) for node in flat)
    pairs = [(_owms_name(node), "".join(node.itertext()).strip()) for node in root.iter(etree.Element)]
    return from_pairs(pairs)


def from_pairs(pairs: Pairs) -> tuple[str | None, Metadata]:
    """Identifier and metadata from names such as `DC.identifier` and `OVERHEIDop.indiener`."""
    given: dict[str, list[str]] = defaultdict(list)
    for name, content in pairs:
        if content.strip():
            given[name.rpartition(".")[2].lower()].append(content.strip())
    identifier = next((one for text in given["identifier"] if (one := identifier_in(text))), None)
    return identifier, _metadata(given, identifier)


def _metadata(given: Mapping[str, Sequence[str]], identifier: str | None) -> Metadata:
    dossiers = [_dossier(text) for text in given.get("dossiernummer", ())]
    additions = [text.strip() for text in given.get("ondernummer", ())] or given.get("aanhangselnummer", ())
    extra = {
        "subject": _first(given, "onderwerp"),
        "dossier_title": "; ".join(given.get("dossiertitel", ())),
        "submitters": "; ".join(given.get("indiener", ())),
        "addressees": "; ".join(given.get("ontvanger", ())),
        "question_number": _first(given, "vraagnummer"),
    }
    return Metadata(
        kind=(KINDS.get(identifier.partition("-")[0]) if identifier else None)
        or _kind(given.get("type", ())),
        title=_first(given, "title") or None,
        dossiers=tuple(dict.fromkeys(dossiers)),
        number=additions[0] if additions else None,
        session=_first(given, "vergaderjaar") or None,
        issued=_date(_first(given, "issued") or _first(given, "available")),
        extra={name: value for name, value in extra.items() if value},
    )


def _owms_name(node: etree._Element) -> str:
    return re.sub(r"^\{[^}]*\}", "", str(node.tag))


def _first(given: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _kind(types: Sequence[str]) -> str | None:
    return next((PAPERS[one] for one in types if one in PAPERS), None)


def _dossier(text: str) -> str:
    """`35570` or `35570-VI`, however the number is spaced."""
    return re.sub(r"[\s;]+", "-", re.sub(r"(?<=\d{2}) (?=\d{3})", "", text.strip())).strip("-")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
