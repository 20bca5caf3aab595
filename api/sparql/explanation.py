"""How a query was evaluated: the engine's plan, and what each of its steps gave and took."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from ontology.namespaces import shorten

Tree = Mapping[str, object]
"""A step as the engine tells it: `name`, `children`, and, when it was measured, `number of results` and
`duration in seconds` (that of its children included).
"""
Ended = Literal["whole", "deadline", "memory"]
"""Whether evaluation came to its end, or what ended it before."""
_IRI: Final = re.compile(r"<([^<>\s]+)>")
_INNER: Final = re.compile(r"\?([0-9a-f]{6})[0-9a-f]{24,26}\b")
"""A variable that the engine made up: 128 random bits."""
_WIDEST: Final = 400
"""Characters of a step's name that a person is shown: VALUES repeats all that the query lists."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a plan. Times are in milliseconds; `None` where nothing was measured."""

    name: str
    depth: int
    rows: int | None
    milliseconds: float | None
    """With the steps under it."""
    own: float | None
    """Without them."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one evaluation. Times are in milliseconds."""

    engine: str
    """Program and version."""
    ended: Ended
    parse: float
    """From characters to algebra."""
    plan: float
    """From algebra to `tree`."""
    tree: Tree

    @property
    def rows(self) -> int | None:
        """Solutions until the end; `None` where nothing was measured."""
        return _rows(self.tree)

    @property
    def evaluate(self) -> float | None:
        """Time in which the solutions came about, without writing them; `None` where nothing was measured."""
        return _milliseconds(self.tree)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The plan from the top, each step before the steps that it takes its rows from."""
        return tuple(_steps(self.tree, 0))


def readable(name: str) -> str:
    """The name of a step for a person: IRIs as CURIEs, short inner variables, and at most a few lines.

    >>> readable("QuadPattern(?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l)")
    'QuadPattern(?s skos:prefLabel ?l)'
    """
    short = _INNER.sub(r"?\1…", _IRI.sub(lambda match: _curie(match[1]), name))
    return short if len(short) <= _WIDEST else short[:_WIDEST] + " …"


def _curie(iri: str) -> str:
    curie = shorten(iri)
    return f"<{iri}>" if curie == iri else curie


def _steps(tree: Tree, depth: int) -> Iterator[Step]:
    children = cast(list[Tree], tree.get("children", []))
    total, own = _milliseconds(tree), None
    if total is not None:
        own = round(max(total - sum(_milliseconds(child) or 0.0 for child in children), 0.0), 3)
    yield Step(readable(str(tree["name"])), depth, _rows(tree), total, own)
    for child in children:
        yield from _steps(child, depth + 1)


def _rows(tree: Tree) -> int | None:
    found = tree.get("number of results")
    return found if isinstance(found, int) else None


def _milliseconds(tree: Tree) -> float | None:
    seconds = tree.get("duration in seconds")
    return round(seconds * 1000, 3) if isinstance(seconds, int | float) else None
