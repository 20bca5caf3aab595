"""The form of a canned query: one field per parameter, with the things that it can take to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from graph.reader import Reader
from ontology.namespaces import PREFIXES, Iri
from queries.catalogue import CannedQuery
from queries.parameters import Parameter

_INPUTS: Final = {PREFIXES["xsd"] + "date": "date", PREFIXES["xsd"] + "integer": "number"}
_CHOICES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?label WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a/rdfs:subClassOf* ?class ; skos:prefLabel ?label .
  FILTER(LANG(?label) = "nl")
}} ORDER BY LCASE(STR(?label))"""
_MOST: Final = 500
"""A longer list helps nobody to choose; the field then takes what is typed."""
_KNOWN: Final[WeakKeyDictionary[Reader, dict[tuple[Iri, ...], Sequence[str]]]] = WeakKeyDictionary()
"""As in `queries.labels`: a reader never changes, and each page of a form would ask for the same lists."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    parameter: Parameter
    input: str
    """The type of the input element."""
    values: Sequence[str]
    """As typed before."""
    choices: Sequence[str]
    """Labels to choose from; any other label, CURIE or IRI can be typed."""


def fields(reader: Reader, query: CannedQuery, values: Mapping[str, Sequence[str]]) -> list[Field]:
    """The fields of a query's form, filled with what was asked before."""
    return [
        Field(
            parameter=parameter,
            input=_INPUTS.get(parameter.datatype or Iri(""), "text"),
            values=values.get(parameter.name) or [parameter.default or ""],
            choices=_choices(reader, parameter.classes) if parameter.classes else (),
        )
        for parameter in query.parameters
    ]


def _choices(reader: Reader, classes: Sequence[Iri]) -> Sequence[str]:
    known = _KNOWN.setdefault(reader, {})
    wanted = tuple(classes)
    if wanted not in known:
        listed = " ".join(f"<{iri}>" for iri in wanted)
        labels = [row["label"].value for row in reader.select(_CHOICES.format(classes=listed)).rows]
        known[wanted] = labels if len(labels) <= _MOST else []
    return known[wanted]
