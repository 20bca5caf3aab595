"""The results in a validation report (SHACL §3.6), read from its triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.terms import RDF_TYPE
from ontology.namespaces import PREFIXES

_SH: Final = PREFIXES["sh"]
_RESULT: Final = NamedNode(f"{_SH}ValidationResult")
Value = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Result:
    """One `sh:ValidationResult`: local name of the property in SHACL's namespace to values."""

    said: dict[str, list[Value]]

    def one(self, name: str) -> Value | None:
        """The value, or the first of several."""
        return next(iter(self.said.get(name, ())), None)

    def text(self, name: str) -> str | None:
        """The characters of an IRI or literal, the name of a blank node; `None` when there is no value."""
        value = self.one(name)
        return None if value is None else value.value

    def iri(self, name: str) -> str | None:
        """The value when it is an IRI."""
        value = self.one(name)
        return value.value if isinstance(value, NamedNode) else None

    def messages(self) -> dict[str | None, str]:
        """The messages by language."""
        found = self.said.get("resultMessage", ())
        return {message.language: message.value for message in found if isinstance(message, Literal)}


def read_results(report: Iterable[Triple]) -> tuple[Result, ...]:
    """The results of a report, in no order."""
    said: dict[object, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    results = []
    for triple in report:
        if isinstance(triple.object, Triple):
            continue
        said[triple.subject][triple.predicate.value.removeprefix(_SH)].append(triple.object)
        if triple.predicate == RDF_TYPE and triple.object == _RESULT:
            results.append(triple.subject)
    return tuple(Result(said[result]) for result in results)
