"""`weerbaar extract`: what is found in a document, without storing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: weerbaar extract kst-30821-125.txt --json > found.json")(extract)


def extract(
    file: Annotated[Path, typer.Argument(help="A document: text, XML, HTML or PDF with a text layer.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Mentions, entities and relations, with offsets into the file.")
    ] = False,
) -> None:
    """Print what is found in a document. Writes nothing."""
    import json

    from api.commands.common import settings
    from api.console import steps, write
    from api.reading import Reading

    with steps() as line:
        line.now(f"reading {file.name}")
        document = Reading.document(file, settings())
        line.now("loading the language model")
        reading = Reading.prepare()
        line.now(f"{document.id}: looking for claims")
        extraction = reading.extract(document)
    if as_json:
        from ingest import gold

        write(json.dumps(gold.to_json(extraction), ensure_ascii=False, indent=1))
    else:
        for claim in extraction.claims:
            write(_line(claim))


def _line(claim: object) -> str:
    from ingest.claims import Claim
    from ontology.namespaces import shorten

    assert isinstance(claim, Claim)
    statement = f"{shorten(claim.subject)} {claim.predicate} {shorten(claim.object)}"
    return f"p. {claim.evidence.page}\t{claim.modality}\t{statement}\t“{claim.evidence.exact}”"
