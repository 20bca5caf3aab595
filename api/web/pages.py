"""Rendering templates, and the little that templates need: labels, links, numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, Triple
from starlette.requests import Request
from starlette.responses import HTMLResponse

from graph.reader import Reader, Row, Term
from ontology.namespaces import BASE, ID, PREFIXES, WB, Iri, expand, shorten
from ontology.resources import read_text
from queries.binding import Template, template
from queries.labels import labels

FOLDER: Final = Path(__file__).parent
PROLOGUE: Final = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
NAVIGATION: Final = (
    ("/queries", "Vragen", "Questions"),
    ("/documents", "Documenten", "Documents"),
    ("/ontology", "Begrippen", "Terms"),
    ("/sparql", "SPARQL", "SPARQL"),
)
"""Address, Dutch and English name of the main parts."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(navigation=NAVIGATION, href=href, shorten=shorten, wb=WB)
    environment.filters.update(number=_number, decimal=_decimal, leading=_leading, trailing=_trailing)
    return environment


def _number(value: int) -> str:
    """With the points that Dutch puts between thousands."""
    return f"{value:,}".replace(",", ".")


def _decimal(value: float) -> str:
    """With the comma that Dutch puts before decimals, and no point that would be read as thousands."""
    return str(value).replace(".", ",")


def _leading(context: str) -> str:
    """What stands before a quote, from its first whole word on."""
    return "… " + context.strip().partition(" ")[2]


def _trailing(context: str) -> str:
    """What stands after a quote, up to its last whole word."""
    return context.strip().rpartition(" ")[0] + " …"


def page(request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
    """A template as a response."""
    path = request.url.path
    body = _environment().get_template(name).render(path=path, **values)
    return HTMLResponse(body, status, {"vary": "accept"})


def wants_html(request: Request) -> bool:
    """Whether the client is a browser: it likes a page better than data."""
    from api.sparql.negotiation import negotiate

    return negotiate(request.headers.get("accept"), request.query_params.get("format")).html


def rows(reader: Reader, name: str, **values: Term) -> tuple[Row, ...]:
    """The rows of the query `web/queries/{name}.rq`, with its slots filled."""
    return reader.select(_query(name).bind({key: (term,) for key, term in values.items()})).rows


def triples(reader: Reader, name: str, **values: Term) -> tuple[Triple, ...]:
    """The triples of the CONSTRUCT query `web/queries/{name}.rq`, with its slots filled."""
    return reader.construct(_query(name).bind({key: (term,) for key, term in values.items()}))


@cache
def _query(name: str) -> Template:
    return template(f"{PROLOGUE}\n{read_text(FOLDER / 'queries' / f'{name}.rq')}")


def href(iri: str) -> str | None:
    """Where this service shows a thing or a term; `None` for what is not its own."""
    for kind, place in (("document", "documents"), ("query", "queries")):
        if iri.startswith(f"{ID}{kind}/"):
            return f"/{place}/{iri.removeprefix(f'{ID}{kind}/')}"
    return f"/{iri.removeprefix(BASE)}" if iri.startswith(BASE) else None


@cache
def _foreign() -> dict[Iri, Mapping[str, str]]:
    """Labels for terms of other vocabularies."""
    table = tomllib.loads((FOLDER / "labels.toml").read_text(encoding="utf-8"))
    return {expand(curie): texts for curie, texts in table.items()}


class Names:
    """What the things on a page are called."""

    def __init__(self, reader: Reader, iris: Iterable[str]) -> None:
        self._labels: Mapping[Iri, Mapping[str, str]] = {
            **_foreign(),
            **labels(reader, {Iri(iri) for iri in iris}),
        }

    def of(self, iri: str, language: str = "nl") -> str:
        """The label in the language, else in another, else the CURIE."""
        known = self._labels.get(Iri(iri), {})
        return known.get(language) or next(iter(known.values()), shorten(iri))

    def language(self, iri: str, language: str = "nl") -> str | None:
        """The language that `of` gives, for the `lang` attribute; `None` when it is no language."""
        known = self._labels.get(Iri(iri), {})
        return language if language in known else next((code for code in known if code), None)


def names(reader: Reader, table: Iterable[Row]) -> Names:
    """The names of every thing in the rows."""
    return Names(
        reader, {term.value for row in table for term in row.values() if isinstance(term, NamedNode)}
    )


def grouped(table: Iterable[Row], *, hide: Iterable[str] = ()) -> list[tuple[str, list[Term]]]:
    """Property and its values, Dutch first, in the order of the rows; those in `hide` (CURIEs) left out."""
    hidden = {expand(curie) for curie in hide}
    groups: dict[str, list[Term]] = {}
    for row in table:
        if Iri(row["property"].value) not in hidden:
            groups.setdefault(row["property"].value, []).append(row["value"])
    return [(name, sorted(values, key=_dutch_first)) for name, values in groups.items()]


def _dutch_first(term: Term) -> tuple[bool, str]:
    language = term.language if isinstance(term, Literal) else None
    return language not in (None, "nl"), term.value


def text(row: Row, column: str) -> str | None:
    """The characters of a cell."""
    term = row.get(column)
    return term.value if isinstance(term, NamedNode | Literal) else None
