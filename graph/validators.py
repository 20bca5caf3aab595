"""SHACL engines behind one interface: triples in, the triples of the validation report out (SHACL §3.6).

`PyShacl` is the reference (119–120 of the 121 cases of the W3C suite). `RustShacl` is the `shacl` wheel (120
of 121), some hundred times faster and used where it is installed; tests hold its reports equal to the
reference's. Known differences: it passes over malformed shapes in silence (a test holds the shapes against
SHACL's own), and in `sh:sparql` it does not compare dates with `<` (no shape here does).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Protocol

import pyshacl
import rdflib
from pyoxigraph import RdfFormat, Triple, parse
from pyshacl.errors import ReportableRuntimeError

from graph.errors import ShapesError
from graph.terms import from_rdflib, n_triples, to_rdflib

try:
    import shacl
except ModuleNotFoundError:  # no wheel for this platform
    shacl = None  # type: ignore[assignment]


class Validator(Protocol):
    """Shapes, ready to validate."""

    def validate(self, data: Iterable[Triple]) -> tuple[Triple, ...]:
        """The validation report of a graph. Raises `ShapesError`."""


class PyShacl:
    """The reference engine."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._shapes = shapes

    def validate(self, data: Iterable[Triple]) -> tuple[Triple, ...]:
        """The validation report of a graph. Raises `ShapesError`."""
        graph = to_rdflib(data)
        try:
            _, report, _ = pyshacl.validate(graph, shacl_graph=self._shapes, inplace=True, advanced=False)
        except ReportableRuntimeError as error:
            raise ShapesError(f"the shapes cannot be run: {error}") from error
        if not isinstance(report, rdflib.Graph):
            raise ShapesError(f"the shapes cannot be run: {report!r}")
        return from_rdflib(report)


class RustShacl:
    """The fast engine; its compiled shapes may be shared by threads."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._graph = shapes

    @cached_property
    def _shapes(self) -> shacl.Shapes:
        try:
            return shacl.Shapes.from_text(self._graph.serialize(format="nt"), format="ntriples")
        except ValueError as error:
            raise ShapesError(f"the shapes cannot be run: {error}") from error

    def validate(self, data: Iterable[Triple]) -> tuple[Triple, ...]:
        """The validation report of a graph. Raises `ShapesError`."""
        report = self._shapes.validate_text(n_triples(data), format="ntriples")
        quads = parse(report.serialize("ntriples"), format=RdfFormat.N_TRIPLES)
        return tuple(quad.triple for quad in quads)


def validator(shapes: rdflib.Graph) -> Validator:
    """The fast engine where it is installed, else the reference."""
    return RustShacl(shapes) if shacl else PyShacl(shapes)
