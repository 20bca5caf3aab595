"""The catalogue: every canned query, read from its `.rq` file and checked against the rules of the format.

The rules: a question in Dutch and English; each parameter typed, described, with an example, and used; each
column explained, and exactly those projected; a `…quote` column never without its page and document; no
SERVICE. A file that breaks one is refused with its name and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pyoxigraph import QuerySolutions, Store

from ontology.namespaces import PREFIXES, Iri, UnknownPrefix, expand
from ontology.resources import read_text
from queries.binding import ForbiddenService, MisplacedParameter, Template, template
from queries.emptiness import Step, step
from queries.errors import CatalogueError, UnknownQuery
from queries.frontmatter import Field, Texts, read
from queries.parameters import DATATYPES, Parameter

FOLDER: Final = Path(__file__).parent / "catalogue"
_MEMBERS: Final = ("question", "parameters", "columns", "tags", "examples", "emptiness", "prepared")
_PARAMETER: Final = ("type", "description", "example", "required", "several", "default")
_SYNTAX: Final = re.compile(r"error at (\d+):\d+: (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """What one projected variable means."""

    name: str
    meaning: Texts
    type: Iri
    """The class of the thing, or the datatype of the literal."""

    @property
    def is_thing(self) -> bool:
        return not self.type.startswith(PREFIXES["xsd"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """The columns that together cite one passage."""

    name: str
    """`evidence`, or the prefix that the columns share (`use` of `useQuote`)."""
    quote: str
    page: str
    document: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """One question that the graph can be asked."""

    name: str
    path: Path
    question: Texts
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    evidence: tuple[Evidence, ...]
    tags: tuple[str, ...]
    examples: tuple[Mapping[str, str], ...]
    steps: tuple[Step, ...]
    prepared: tuple[str, ...] | None
    """The parameters for each of whose values it is answered ahead; None when it is not."""
    template: Template

    @property
    def text(self) -> str:
        """The query as it would run without any argument."""
        return self.template.bind({})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All canned queries, by name."""

    queries: Mapping[str, CannedQuery]

    def __iter__(self) -> Iterator[CannedQuery]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def __getitem__(self, name: str) -> CannedQuery:
        """The query of that name. Raises `UnknownQuery`, which names the nearest."""
        if name not in self.queries:
            raise UnknownQuery(name, get_close_matches(name, list(self.queries), cutoff=0.4))
        return self.queries[name]


def load(folder: Path = FOLDER) -> Catalogue:
    """Reads every `.rq` file of a folder. Raises `CatalogueError`."""
    return Catalogue({path.stem: read_query(path, read_text(path)) for path in sorted(folder.glob("*.rq"))})


def read_query(path: Path, text: str) -> CannedQuery:
    """One canned query from the text of its file. Raises `CatalogueError`."""
    head = read(path, text)
    head.only(_MEMBERS)
    fields = head.fields()
    for required in ("question", "columns"):
        if required not in fields:
            raise head.error(f"the front matter has no {required!r}")
    parameters = _parameters(fields.get("parameters"))
    columns = tuple(_column(column) for column in fields["columns"].fields().values())
    query = CannedQuery(
        name=path.stem,
        path=path,
        question=fields["question"].texts(),
        parameters=parameters,
        columns=columns,
        evidence=tuple(_evidence(fields["columns"], [column.name for column in columns])),
        tags=tuple(tag.text() for tag in _items(fields.get("tags"))),
        examples=tuple(_example(item, parameters) for item in _items(fields.get("examples"))),
        steps=tuple(_step(item) for item in _items(fields.get("emptiness"))),
        prepared=_prepared(fields.get("prepared"), parameters),
        template=_template(path, text),
    )
    _check_slots(query, fields.get("parameters"), head)
    _check_projection(query, fields["columns"])
    return query


def _items(field: Field | None) -> Iterator[Field]:
    return field.items() if field else iter(())


def _parameters(field: Field | None) -> tuple[Parameter, ...]:
    return tuple(_parameter(member) for member in field.fields().values()) if field else ()


def _parameter(field: Field) -> Parameter:
    field.only(_PARAMETER)
    members = field.fields()
    for required in ("type", "description", "example"):
        if required not in members:
            raise field.error(f"parameter {field.name} has no {required!r}")
    kinds = tuple(_expanded(item) for item in members["type"].items())
    datatype = kinds[0] if kinds[0] in DATATYPES else None
    if datatype and len(kinds) > 1:
        raise members["type"].error(f"parameter {field.name} takes a datatype or classes, not both")
    default = members["default"].text() if "default" in members else None
    return Parameter(
        name=field.name,
        description=members["description"].texts(),
        example=members["example"].text(),
        classes=() if datatype else kinds,
        datatype=datatype,
        required=members["required"].truth() if "required" in members else default is None,
        several=members["several"].truth() if "several" in members else False,
        default=default,
    )


def _expanded(field: Field) -> Iri:
    try:
        return expand(field.text())
    except UnknownPrefix as error:
        raise field.error(str(error)) from None


def _example(field: Field, parameters: tuple[Parameter, ...]) -> Mapping[str, str]:
    field.only(tuple(parameter.name for parameter in parameters))
    return {name: member.text() for name, member in field.fields().items()}


def _prepared(field: Field | None, parameters: tuple[Parameter, ...]) -> tuple[str, ...] | None:
    """Only of things is every value known, and what is asked ahead must be whole."""
    if field is None:
        return None
    named = {item.text(): item for item in field.items()}
    things = [parameter.name for parameter in parameters if parameter.classes]
    for name, item in named.items():
        if name not in things:
            raise item.error(f"prepared takes parameters that stand for things, not {name!r}")
    for parameter in parameters:
        if parameter.required and parameter.name not in named:
            raise field.error(f"prepared must name {parameter.name}, which is required")
    return tuple(named)


def _column(field: Field) -> Column:
    members = field.fields()
    kind = _expanded(members["type"]) if "type" in members else expand("xsd:string")
    return Column(field.name, field.texts(also=("type",)), kind)


def _step(field: Field) -> Step:
    members = field.fields()
    if "pattern" not in members:
        raise field.error(f"{field.name} has no pattern")
    try:
        return step(members["pattern"].text(), field.texts(also=("pattern",)))
    except (SyntaxError, MisplacedParameter, ForbiddenService) as error:
        raise members["pattern"].error(f"the pattern is no SPARQL: {error}") from None


def _evidence(field: Field, columns: list[str]) -> Iterator[Evidence]:
    """Groups the columns that cite: `quote`, `page`, `document` or `useQuote`, `usePage`, `useDocument`."""
    for quote in (name for name in columns if name.lower().endswith("quote")):
        stem = quote[: -len("quote")]

        def column(part: str, stem: str = stem) -> str:
            return stem + part.capitalize() if stem else part

        for part in ("page", "document"):
            if column(part) not in columns:
                raise field.error(f"a quote needs its source: {quote} stands without {column(part)}")
        claim = column("claim") if column("claim") in columns else None
        yield Evidence(stem or "evidence", quote, column("page"), column("document"), claim)


def _template(path: Path, text: str) -> Template:
    try:
        return template(text)
    except (MisplacedParameter, ForbiddenService) as error:
        raise CatalogueError(path, text.count("\n", 0, error.offset) + 1, str(error)) from None


def _check_slots(query: CannedQuery, field: Field | None, head: Field) -> None:
    """Every parameter has a slot and every slot a parameter."""
    declared = field.fields() if field else {}
    for name in sorted(query.template.names - declared.keys()):
        raise (field or head).error(f"the query uses ?_{name}, which is no declared parameter")
    for name in sorted(declared.keys() - query.template.names):
        raise declared[name].error(f"parameter {name} is not used: VALUES ?{name} {{ ?_{name} }} is missing")


def _check_projection(query: CannedQuery, field: Field) -> None:
    """The query is a SELECT of exactly the declared columns, in that order."""
    try:
        solutions = Store().query(query.text)
    except SyntaxError as error:
        place = _SYNTAX.fullmatch(str(error))
        line, reason = (int(place[1]), place[2]) if place else (1, str(error))
        raise CatalogueError(query.path, line, f"the query is no SPARQL: {reason}") from None
    if not isinstance(solutions, QuerySolutions):
        raise field.error("a canned query is a SELECT")
    projected = [variable.value for variable in solutions.variables]
    declared = [column.name for column in query.columns]
    if projected != declared:
        raise field.error(f"columns must be those of the SELECT, in order: {', '.join(projected)}")
