"""Reading a request by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/ §2.1 and §2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from pydantic_core import Url
from pyoxigraph import NamedNode
from starlette.requests import Request

from api.dataset import pinned
from api.problems import Problem

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
POSTED: Final = (QUERY_TYPE, UPDATE_TYPE, FORM_TYPE)
KNOWN: Final = ("query", "default-graph-uri", "named-graph-uri", "format", "version")
UPDATE_PARAMETERS: Final = ("update", "using-graph-uri", "using-named-graph-uri", "marking")

MOST_PARAMETERS: Final = 100


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a client asks. `query` is `None` for a request without one, which asks for the description."""

    query: str | None
    default_graphs: tuple[str, ...] | None
    """`None` when the request names no dataset."""
    named_graphs: tuple[str, ...] | None
    format: str | None
    version: int | None = None
    """The version of the graph that is asked, `None` for the newest."""


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What a client changes, and where its patterns look when the request says so."""

    update: str
    using: tuple[str, ...]
    using_named: tuple[str, ...]
    marking: str | None
    """Of graphs that are new."""


async def read_request(request: Request, characters: int) -> QueryRequest | UpdateRequest:
    """The query of a GET, HEAD or POST request, or the update of a POST request, at most `characters` long.

    Raises:
        Problem: it is neither.
    """
    parameters = _decode(request.scope["query_string"])
    if request.method == "POST":
        kind = _content_type(request)
        body = await _body(request, 4 * characters)
        if kind == FORM_TYPE and _updates(form := _decode(body)):
            return _collect_update(parameters + form, characters)
        if kind == UPDATE_TYPE:
            return _collect_update([*parameters, ("update", _text(body))], characters)
        if kind == FORM_TYPE:
            if any(name == "query" for name, _ in parameters):
                raise Problem(400, "bad-request", "With a form in the body, the query stands there too.")
            parameters += _decode(body)
        else:
            if any(name == "query" for name, _ in parameters):
                raise Problem(400, "bad-request", "The query stands in the body and in the address.")
            parameters.append(("query", _text(body)))
    return _collect(parameters, characters, required=request.method == "POST")


def _collect(parameters: list[tuple[str, str]], characters: int, *, required: bool) -> QueryRequest:
    for name, _ in parameters:
        if name in UPDATE_PARAMETERS:
            detail = (
                f"{name} belongs to an update: POST it as the form parameter update, or as {UPDATE_TYPE}."
            )
            raise Problem(400, "bad-request", detail)
        if name not in KNOWN:
            raise Problem(400, "unknown-parameter", f"Unknown parameter {name!r}. Known: {', '.join(KNOWN)}.")
    query = _one(parameters, "query")
    if query is None and (required or any(name.endswith("graph-uri") for name, _ in parameters)):
        raise Problem(400, "missing-parameter", "The parameter query is missing.")
    if query is not None and len(query) > characters:
        detail = f"The query has {len(query)} characters; at most {characters} are taken."
        raise Problem(413, "query-too-long", detail)
    default, named = _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri")
    given = bool(default or named)
    return QueryRequest(
        query,
        default if given else None,
        named if given else None,
        _one(parameters, "format"),
        pinned([value for name, value in parameters if name == "version"]),
    )


def _updates(parameters: list[tuple[str, str]]) -> bool:
    names = {name for name, _ in parameters}
    return "update" in names or ("query" not in names and bool(names & set(UPDATE_PARAMETERS)))


def _collect_update(parameters: list[tuple[str, str]], characters: int) -> UpdateRequest:
    for name, _ in parameters:
        if name not in UPDATE_PARAMETERS:
            known = ", ".join(UPDATE_PARAMETERS)
            raise Problem(400, "unknown-parameter", f"An update has no parameter {name!r}. Known: {known}.")
    update = _one(parameters, "update")
    if update is None:
        raise Problem(400, "missing-parameter", "The parameter update is missing.")
    if len(update) > characters:
        detail = f"The update has {len(update)} characters; at most {characters} are taken. Larger graphs go "
        raise Problem(413, "query-too-long", detail + "by PUT or POST to /graph-store.")
    using, named = _graphs(parameters, "using-graph-uri"), _graphs(parameters, "using-named-graph-uri")
    return UpdateRequest(update, using, named, _one(parameters, "marking"))


def _one(parameters: list[tuple[str, str]], name: str) -> str | None:
    values = [value for key, value in parameters if key == name]
    if len(values) > 1:
        raise Problem(
            400, "bad-request", f"The parameter {name} is given {len(values)} times; once is right."
        )
    return values[0] if values else None


def _graphs(parameters: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in parameters if key == name)
    for iri in graphs:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise Problem(400, "bad-request", f"{name} is no absolute IRI: {iri!r}.") from error
    return graphs


def _decode(form: bytes) -> list[tuple[str, str]]:
    """Percent-decode once. Raises `Problem` 400 for what is no UTF-8.

    The WHATWG decoder of pydantic takes a quarter of the time of the standard library's, but puts U+FFFD
    for what is no UTF-8; so a form that decodes to one is decoded again, strictly.
    """
    try:
        text = form.decode("ascii")
        if text.count("&") >= MOST_PARAMETERS:
            raise ValueError(f"more than {MOST_PARAMETERS} parameters")
        if "#" not in text:
            found = Url(f"form:?{text}").query_params()
            if not any("\ufffd" in part for pair in found for part in pair):
                return found
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except (UnicodeError, ValueError) as error:
        raise Problem(400, "bad-request", f"The parameters cannot be decoded as UTF-8: {error}.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "bad-request", f"The query is no UTF-8 (byte {error.start}).") from error


def _content_type(request: Request) -> str:
    given = request.headers.get("content-type", "")
    kind, _, rest = given.partition(";")
    kind = kind.strip().lower()
    charset = rest.partition("charset=")[2].partition(";")[0].strip(' "').lower()
    if kind not in POSTED or charset not in ("", "utf-8", "utf8"):
        detail = f"POST takes {', '.join(POSTED)}, in UTF-8; not {given!r}."
        raise Problem(415, "unsupported-media-type", detail, headers={"accept-post": ", ".join(POSTED)})
    return kind


async def _body(request: Request, limit: int) -> bytes:
    """The body, refused as soon as it passes `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Problem(413, "query-too-long", f"The body is larger than {limit} bytes.")
    return bytes(body)
