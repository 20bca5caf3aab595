"""`weerbaar build`: the graph that travels with the code, made or brought up to date."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from api.intake import Intake


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command(epilog="Example: WEERBAAR_DATA=/srv/weerbaar weerbaar build")(build)


def build() -> None:
    """Make the graph: ontology, vocabularies, reviewed editions, sample letter. Keeps what is there."""
    from api.commands.common import settings, store
    from api.console import say, steps
    from api.intake import Intake
    from api.stores import place

    begun, chosen = time.perf_counter(), settings()
    stamp, wanted = chosen.data / "built", f"{_fingerprint()} {chosen.store}".strip()
    kept = store(chosen)
    if kept.version == 0 or not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        with steps() as line:
            _bring(Intake(chosen, line.now))
        stamp.write_text(wanted, encoding="utf-8")
    version, seconds = kept.version, time.perf_counter() - begun
    say(f"The graph is ready: version {version} in {place(chosen)}, {seconds:.1f} s")


def _fingerprint() -> str:
    """Of every file from which the graph is made, program text among them: another edition builds anew."""
    import hashlib

    from ontology.resources import ROOT

    digest = hashlib.sha256()
    for folder in (ROOT, *(ROOT.parent / name for name in ("graph", "ingest", "queries"))):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _bring(intake: Intake) -> None:
    _bring_queries(intake)
    _bring_reviewed(intake)
    for letter in samples():
        intake.take(letter)


def _bring_queries(intake: Intake) -> None:
    """The canned queries as RDF, so that tools find them at the endpoint."""
    import queries
    from graph.catalogue import Entry
    from graph.knowledge import LICENCE
    from queries.describe import QUERIES, to_triples

    intake.say("describing the canned queries")
    entry = Entry(title="Vragen", licence=LICENCE)
    intake.store.publish({QUERIES: to_triples(queries.load())}, entries={QUERIES: entry})


def _bring_reviewed(intake: Intake) -> None:
    from api.console import say_error
    from graph.admission import Admission
    from graph.errors import GateRefused
    from graph.terms import from_rdflib
    from ingest.reviewed import editions, later_events, read, to_graph
    from ontology.namespaces import Iri

    knowledge = intake.knowledge
    with intake.store.writing() as writer:
        admission = Admission(writer, knowledge)
        for folder in editions():
            intake.say(f"reading the reviewed edition {folder.name}")
            try:
                admission.admit(to_graph(read(folder)))
            except GateRefused as refused:
                say_error(refused)
        events = later_events()
        writer.publish({Iri(str(events.identifier)): from_rdflib(events)})


def samples() -> Iterator[Path]:
    """The fictional letters that travel with the code."""
    from ontology.resources import ROOT

    yield from sorted((ROOT.parent / "ingest" / "sample").glob("*.txt"))
