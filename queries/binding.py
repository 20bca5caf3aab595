"""Putting values into a canned query, so that no value can ever be read as SPARQL.

A parameter `threat` stands in a query only as `VALUES ?threat { ?_threat }`. Binding replaces the
placeholder by terms as pyoxigraph serialises them (SPARQL 1.1 §10.2 allows nothing but terms and UNDEF
there); a parameter without a value becomes UNDEF, which binds nothing and joins with everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.reader import Term

_TOKEN: Final = re.compile(
    r"""
    (?P<slot>VALUES\s+\?(?P<variable>\w+)\s*\{\s*\?_(?P<name>\w+)\s*\})
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)                                     # IRIREF, SPARQL 1.1 §19.8
    | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<stray>[?$]_\w+)
    | (?P<service>\bSERVICE\b)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class MisplacedParameter(ValueError):
    """A `?_name` outside a VALUES block. `offset` counts characters of the query."""

    def __init__(self, name: str, offset: int) -> None:
        super().__init__(f"{name} may stand only in a block of its own: VALUES ?name {{ {name} }}")
        self.offset = offset


class ForbiddenService(ValueError):
    """A SERVICE clause: a canned query answers from this graph alone. `offset` counts characters."""

    def __init__(self, offset: int) -> None:
        super().__init__("SERVICE is not allowed: a canned query answers from this graph alone")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the values of one parameter."""

    variable: str
    name: str

    def filled(self, terms: tuple[Term, ...]) -> str:
        return f"VALUES ?{self.variable} {{ {' '.join(map(str, terms)) or 'UNDEF'} }}"


@dataclass(frozen=True, slots=True)
class Template:
    """A query cut at its slots."""

    parts: tuple[str | Slot, ...]

    @property
    def names(self) -> frozenset[str]:
        """The parameters that have a slot."""
        return frozenset(part.name for part in self.parts if isinstance(part, Slot))

    def bind(self, values: Mapping[str, tuple[Term, ...]]) -> str:
        """The query with each slot filled; a parameter that `values` leaves out is UNDEF."""
        return "".join(
            part.filled(values.get(part.name, ())) if isinstance(part, Slot) else part for part in self.parts
        )


def template(text: str) -> Template:
    """Cuts a query at its slots. Raises `MisplacedParameter` and `ForbiddenService`."""
    parts: list[str | Slot] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if token["stray"]:
            raise MisplacedParameter(token["stray"], token.start())
        if token["service"]:
            raise ForbiddenService(token.start())
        if token["slot"]:
            parts += [text[end : token.start()], Slot(token["variable"], token["name"])]
            end = token.end()
    return Template((*parts, text[end:]))
