"""The parameters of a canned query: from what a person typed to RDF terms.

A parameter is either of a datatype (`xsd:date`, …) or of one or more classes of the ontology; then its
value is an IRI, a CURIE, or a Dutch or English label of an instance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.reader import Reader, Term
from ontology.namespaces import PREFIXES, Iri, expand, shorten
from queries.errors import (
    AmbiguousValue,
    MissingParameter,
    TooManyValues,
    UnknownParameter,
    UnknownValue,
    WrongType,
)
from queries.frontmatter import Texts
from queries.labels import Names, is_a, names

XSD: Final = PREFIXES["xsd"]
Values = Mapping[str, str | Sequence[str]]
"""What was typed: parameter to one value or several."""
Arguments = Mapping[str, tuple[Term, ...]]
"""Parameter to terms; a parameter without a value is left out."""


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value).isoformat()


def _integer(value: str) -> str:
    if not re.fullmatch(r"[+-]?\d{1,18}", value):
        raise ValueError(value)
    return str(int(value))


def _boolean(value: str) -> str:
    return {"true": "true", "false": "false", "ja": "true", "nee": "false"}[value.casefold()]


_DATATYPES: Final[Mapping[Iri, tuple[Callable[[str], str], str]]] = {
    Iri(XSD + "date"): (_date, "a date, year-month-day, such as 2021-02-03"),
    Iri(XSD + "integer"): (_integer, "a whole number, such as 12"),
    Iri(XSD + "boolean"): (_boolean, "true or false"),
    Iri(XSD + "string"): (str, "a text"),
}
"""Datatype to its reader (lexical form in, canonical form out) and what to tell who got it wrong."""
DATATYPES: Final = tuple(_DATATYPES)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be asked with."""

    name: str
    description: Texts
    example: str
    classes: tuple[Iri, ...] = ()
    """The value is an instance of one of these; empty for a datatype."""
    datatype: Iri | None = None
    required: bool = True
    several: bool = False
    """Takes more than one value; rows for any of them are found."""
    default: str | None = None
    """As a person would type it; a parameter with a default is not required."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The classes, or the datatype, as CURIEs."""
        return tuple(shorten(iri) for iri in (*self.classes, *([self.datatype] if self.datatype else [])))

    def terms(self, reader: Reader, values: Iterable[str]) -> tuple[Term, ...]:
        """The terms that the values stand for. Raises `WrongType`, `UnknownValue`, `AmbiguousValue`."""
        if self.datatype:
            return tuple(self._literal(self.datatype, value.strip()) for value in values)
        return tuple(self._thing(reader, value.strip()) for value in values)

    def _literal(self, datatype: Iri, value: str) -> Literal:
        read, expected = _DATATYPES[datatype]
        try:
            return Literal(read(value), datatype=NamedNode(datatype))
        except (ValueError, KeyError):
            raise WrongType(self.name, value, expected) from None

    def _thing(self, reader: Reader, value: str) -> NamedNode:
        iri = _iri(value)
        if iri is not None and is_a(reader, iri, self.classes):
            return iri
        known = names(reader, self.classes)
        found = known.find(value)
        if not found:
            raise UnknownValue(self.name, value, self.kinds, _nearest(known, value))
        if len(found) > 1:
            raise AmbiguousValue(self.name, value, (shorten(thing) for thing in found))
        return NamedNode(found[0])


def resolve(reader: Reader, query: str, parameters: Iterable[Parameter], values: Values) -> Arguments:
    """The arguments of one question. Raises `ArgumentError`."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in known:
            raise UnknownParameter(name, query, known)
    resolved = {
        parameter.name: parameter.terms(reader, given)
        for parameter in known.values()
        if (given := _given(query, parameter, values.get(parameter.name, ())))
    }
    return {name: tuple(dict.fromkeys(terms)) for name, terms in resolved.items()}


def _given(query: str, parameter: Parameter, value: str | Sequence[str]) -> tuple[str, ...]:
    """The values as typed, or the default; a blank value counts as none, as an empty form field does."""
    typed = (value,) if isinstance(value, str) else tuple(value)
    given = tuple(text for text in typed if text.strip())
    if len(given) > 1 and not parameter.several:
        raise TooManyValues(parameter.name, len(given))
    if given:
        return given
    if parameter.default is not None:
        return (parameter.default,)
    if parameter.required:
        raise MissingParameter(parameter.name, query, parameter.description["en"], parameter.example)
    return ()


def _iri(value: str) -> NamedNode | None:
    """The IRI that an IRI or a CURIE stands for, or None when the value is neither."""
    bare = value.removeprefix("<").removesuffix(">")
    prefix, colon, _ = bare.partition(":")
    if not colon:
        return None
    try:
        return NamedNode(expand(bare) if prefix in PREFIXES else bare)
    except ValueError:
        return None


def _nearest(known: Names, value: str) -> tuple[str, ...]:
    """The labels nearest to a value; of an IRI or CURIE its last part is compared."""
    return known.nearest(re.split(r"[/#:]", value.strip("<>"))[-1])
