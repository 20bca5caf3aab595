"""Choosing the format of an answer from `Accept` and `?format=` (RFC 9110 §12.5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import mimeparse

from api.problems import Problem
from api.sparql.media import GRAPHS, HTML, TABLES, Format, by_name


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type under which the client wants to have it."""

    format: Format
    media_type: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What the client takes, before it is known whether the answer is a table or a graph.

    `html` says that it likes a page best.
    """

    table: Choice | None
    graph: Choice | None
    html: bool = False


@lru_cache(maxsize=256)
def negotiate(accept: str | None, name: str | None) -> Wish:
    """The best formats for a client. `name`, from `?format=`, goes before the header.

    Raises `Problem` 400 for a malformed header or an unknown name, 406 when nothing is acceptable.
    """
    if name is not None:
        return _named(name)
    wish = Wish(
        table=choose(TABLES, accept),
        graph=choose(GRAPHS, accept),
        html=_prefers_html(accept),
    )
    if wish.table is None and wish.graph is None and not wish.html:
        raise not_acceptable((*TABLES, *GRAPHS))
    return wish


def choose(formats: tuple[Format, ...], accept: str | None) -> Choice | None:
    """The first of `formats` among those with the highest quality, or `None` when none is acceptable."""
    accept = accept or "*/*"
    by_type = {
        media_type: form
        for form in reversed(formats)
        for media_type in reversed(form.media_types)
        if media_type == form.media_types[0] or media_type in accept  # an alias only for who asks for it
    }
    best = _best_match(list(by_type), accept)
    return Choice(by_type[best], best) if best else None


def not_acceptable(formats: tuple[Format, ...]) -> Problem:
    """The refusal of a client that takes none of `formats`."""
    offered = ", ".join(dict.fromkeys(form.media_types[0] for form in formats))
    return Problem(
        406, "not-acceptable", f"None of the accepted media types can be given. Offered: {offered}."
    )


def _named(name: str) -> Wish:
    if name == "html":
        return Wish(None, None, html=True)
    table, graph = by_name(TABLES, name), by_name(GRAPHS, name)
    if table is None and graph is None:
        known = ", ".join(form.name for form in (*TABLES, *GRAPHS))
        raise Problem(400, "unknown-format", f"Unknown format {name!r}. Known: {known}, html.")
    return Wish(
        Choice(table, table.media_types[0]) if table else None,
        Choice(graph, graph.media_types[0]) if graph else None,
    )


def _prefers_html(accept: str | None) -> bool:
    """Whether a page is liked better than any data format: true for browsers, false for `*/*`."""
    if accept is None or HTML not in accept.lower():
        return False
    data = [media_type for form in (*TABLES, *GRAPHS) for media_type in form.media_types]
    return _best_match([*data, HTML], accept) == HTML


def _best_match(media_types: list[str], accept: str) -> str:
    try:
        return str(mimeparse.best_match(media_types, accept))
    except (mimeparse.MimeTypeParseException, ValueError) as error:
        raise Problem(
            400, "malformed-accept", f"The Accept header cannot be read: {accept[:200]!r}."
        ) from error
