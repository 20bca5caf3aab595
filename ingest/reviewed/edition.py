"""Reading a reviewed edition from its folder."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ingest.claims import Claim, Evidence, Modality, Predicate
from ingest.document import DocumentId
from ontology.namespaces import Iri, UnknownPrefix, expand
from ontology.resources import read_text

ROOT: Final = Path(__file__).parent
"""Where the editions that travel with the code are kept."""


class EditionError(ValueError):
    """A row that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class ReviewedMeasure:
    """A measure as the editors classify it; slugs in the schemes of the same names."""

    iri: Iri
    label_nl: str
    label_en: str
    measure_type: str
    function: str
    theme: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A document with the claims that were checked against it."""

    document: DocumentId
    kind: str
    title: str
    dossiers: tuple[str, ...]
    number: str
    session: str
    issued: date
    authors: tuple[str, ...]
    pages: int
    characters: int
    sha256: str
    measures: tuple[ReviewedMeasure, ...]
    things: str
    """Turtle: what the editors tell of other things that claims speak of; empty for nothing."""
    claims: tuple[Claim, ...]


def editions(root: Path = ROOT) -> tuple[Path, ...]:
    """The folders that hold an edition, by name."""
    return tuple(sorted(path.parent for path in root.glob("*/document.toml")))


def read(folder: Path) -> Edition:
    """The edition in a folder. Raises `EditionError` for a row that breaks the format."""
    about = tomllib.loads(read_text(folder / "document.toml"))
    document = DocumentId(about["id"])
    return Edition(
        document=document,
        kind=about["kind"],
        title=about["title"],
        dossiers=tuple(about["dossiers"]),
        number=about["number"],
        session=about["session"],
        issued=about["issued"],
        authors=tuple(about["authors"]),
        pages=about["pages"],
        characters=about["characters"],
        sha256=about["sha256"],
        measures=tuple(_measure(row) for _, row in _rows(folder / "measures.tsv")),
        things=read_text(folder / "things.ttl") if (folder / "things.ttl").is_file() else "",
        claims=tuple(_claim(document, where, row) for where, row in _rows(folder / "claims.tsv")),
    )


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row with the place to name when it is wrong."""
    lines = read_text(path).splitlines()
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
        yield f"{path.name} of {path.parent.name}, line {number}", row


def _measure(row: Mapping[str, str]) -> ReviewedMeasure:
    return ReviewedMeasure(
        iri=expand(row["iri"]),
        label_nl=row["label_nl"],
        label_en=row["label_en"],
        measure_type=row["measure_type"],
        function=row["function"],
        theme=row["theme"],
        levels=tuple(row["level"].split()),
    )


def _claim(document: DocumentId, where: str, row: Mapping[str, str]) -> Claim:
    try:
        predicate = Predicate(row["predicate"])
        return Claim(
            subject=expand(row["subject"]),
            predicate=predicate,
            object=row["object"] if predicate.takes_literal else expand(row["object"]),
            modality=Modality(row["modality"]),
            confidence=1.0,
            rule="reviewed",
            evidence=_evidence(document, row),
            activity=expand(row["activity"]) if row["activity"] else None,
            horizon=row["horizon"] or None,
            likelihood=row["likelihood"] or None,
            open_enumeration=row["open"] == "true",
            verbatim=row["verbatim"] or None,
            stated_date=row["date"] or None,
            basis=row["basis"] or None,
            reviewed=True,
        )
    except (UnknownPrefix, ValueError) as error:
        raise EditionError(f"{where}: {error}") from error


def _evidence(document: DocumentId, row: Mapping[str, str]) -> Evidence:
    return Evidence(
        document=document,
        start=int(row["start"]),
        end=int(row["end"]),
        exact=row["quote"],
        page=int(row["page"]),
        footnote=int(row["footnote"]) if row["footnote"] else None,
    )
