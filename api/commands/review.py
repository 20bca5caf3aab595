"""`weerbaar review`: what people decide about claims."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.reader import Reader
    from graph.review import Correction, Verdict
    from ingest.training import Example
    from ontology.namespaces import Iri

app = typer.Typer(
    help="List the claims whose review would change most, and accept, reject or correct them.",
    no_args_is_help=True,
    epilog="Example: weerbaar review accept claim:94ccf01dc21fcbc9fcb7 --by 'A. Analist'",
)

Claims = Annotated[list[str], typer.Argument(help="Claims, as IRI or as claim:…")]
By = Annotated[str, typer.Option("--by", envvar="WEERBAAR_REVIEWER", help="Who decides.")]
Note = Annotated[str | None, typer.Option("--note", help="Why.")]


def add_to(parent: typer.Typer) -> None:
    """Register the command."""
    parent.add_typer(app, name="review")


@app.command("list", epilog="Example: weerbaar review list --document kst-30821-125 --limit 10")
def list_claims(
    document: Annotated[str | None, typer.Option(help="Only claims of this document.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
) -> None:
    """The machine's claims, first the one on which most answers rest alone."""
    from dataclasses import replace

    from api.console import write
    from queries import ask, load
    from queries.text import to_text

    values = {"document": document} if document else {}
    answer = ask(_reader(), load()["claims-to-review"], values)
    write(to_text(replace(answer, rows=answer.rows[:limit])))


@app.command(epilog="Example: weerbaar review rules")
def rules() -> None:
    """How often each rule was right, as far as its claims were reviewed."""
    from api.commands.common import settings
    from api.console import write
    from graph.review import Ledger
    from queries import ask, load
    from queries.text import to_text

    reader = _reader()
    write(to_text(ask(reader, load()["rule-precision"], {})))
    quarantined = Ledger.read(reader, settings().review_policy).quarantined
    if quarantined:
        write(f"In quarantine: {', '.join(sorted(quarantined))}")


@app.command(epilog="Example: weerbaar review accept claim:94ccf01dc21fcbc9fcb7 --by 'A. Analist'")
def accept(claims: Claims, by: By, note: Note = None) -> None:
    """The claim says what its words say."""
    from graph.review import Verdict

    _decide(claims, Verdict.ACCEPTED, by, note)


@app.command(
    epilog="Example: weerbaar review reject claim:94ccf01dc21fcbc9fcb7 --by 'A. Analist' --note 'Ontkenning'"
)
def reject(claims: Claims, by: By, note: Note = None) -> None:
    """The claim does not say what its words say."""
    from graph.review import Verdict

    _decide(claims, Verdict.REJECTED, by, note)


@app.command(
    epilog="Example: weerbaar review correct claim:94ccf0… --by 'A. Analist' --object means:sabotage"
)
def correct(
    claims: Claims,
    by: By,
    note: Note = None,
    subject: Annotated[str | None, typer.Option(help="What it should be about, as IRI or CURIE.")] = None,
    predicate: Annotated[str | None, typer.Option(help="What it should say, such as wb:counters.")] = None,
    object_: Annotated[str | None, typer.Option("--object", help="Of what it should say it.")] = None,
    modality: Annotated[str | None, typer.Option(help="How it is said, such as modality:ontkend.")] = None,
) -> None:
    """The words say something else, which then stands instead."""
    from api.errors import UnreadableArgument
    from graph.review import Correction, Verdict

    parts = [None if value is None else _iri(value) for value in (subject, predicate, object_, modality)]
    correction = Correction(*parts)
    if not correction:
        raise UnreadableArgument("say what to correct: --subject, --predicate, --object or --modality")
    _decide(claims, Verdict.CORRECTED, by, note, correction)


@app.command(epilog="Example: weerbaar review export reviewed.spacy")
def export(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """The decided claims as a spaCy DocBin, to learn from."""
    from api.console import stderr
    from ingest.training import docbin

    examples = tuple(_examples(_reader()))
    docbin(examples).to_disk(file)
    stderr().print(f"{len(examples)} decided claims in {file}")


def _reader() -> Reader:
    from api.commands.common import reader, settings

    return reader(settings())


def _decide(
    claims: list[str], verdict: Verdict, by: str, note: str | None, correction: Correction | None = None
) -> None:
    from api.commands.common import settings, store
    from api.console import stderr
    from graph.review import Decision, decide

    chosen, now = settings(), datetime.now(UTC)
    decisions = [Decision(_iri(claim), verdict, by, now, note, correction) for claim in claims]
    version = decide(store(chosen), decisions, policy=chosen.review_policy)
    stderr().print(f"{len(decisions)} on record, version {version}")


def _iri(text: str) -> Iri:
    from pyoxigraph import NamedNode

    from api.errors import UnreadableArgument
    from ontology.namespaces import Iri, UnknownPrefix, expand

    try:
        iri = Iri(text) if text.startswith(("http://", "https://")) else expand(text)
        NamedNode(iri)
    except UnknownPrefix as error:
        raise UnreadableArgument(str(error)) from error
    except ValueError as error:
        raise UnreadableArgument(f"{text!r} is no IRI: {error}") from error
    return iri


_DECIDED = """PREFIX wb: <https://w3id.org/weerbaar/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?quote ?claim ?subject ?predicate ?object ?modality ?rule ?accepted {
  ?decision wb:decides ?claim ; wb:verdict ?verdict ; prov:endedAtTime ?at .
  FILTER NOT EXISTS { ?newer wb:decides ?claim ; prov:endedAtTime ?later . FILTER(?later > ?at) }
  ?claim wb:claimSubject ?subject ; wb:claimPredicate ?predicate ; wb:claimObject|wb:claimValue ?object ;
    wb:modality ?modality ; wb:rule ?rule ; prov:wasQuotedFrom/oa:exact ?quote .
  BIND(?verdict = wb:Accepted AS ?accepted)
} ORDER BY ?claim"""


def _examples(reader: Reader) -> Iterator[Example]:
    from ingest.training import Example

    for row in reader.select(_DECIDED).rows:
        said = {name: str(getattr(term, "value", "")) for name, term in row.items()}
        accepted = said.pop("accepted") == "true"
        yield Example(accepted=accepted, **said)
