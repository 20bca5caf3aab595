"""What the gate found: findings that an editor can act on, each with the words in the source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from graph.quotes import Quote
from graph.terms import RDF_TYPE
from ontology.namespaces import ID, PREFIXES, Iri, shorten

_SH: Final = PREFIXES["sh"]


class Severity(StrEnum):
    """The severities of SHACL §2.1.4."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One validation result (SHACL §3.6)."""

    severity: Severity
    nl: str
    en: str
    focus: str
    """The node that it is about: an IRI, or a blank node's name."""
    path: str | None
    """The property, when it is a single one."""
    value: str | None
    shape: str | None
    """The shape, when it has a name."""
    constraint: str
    """IRI of the constraint component."""
    quote: Quote | None
    """The words in the source that the focus node stands on, when there are any."""

    @property
    def order(self) -> tuple[int, int, str, str, str]:
        """Violations first, then by place in the source."""
        place = self.quote.start if self.quote else 0
        return (list(Severity).index(self.severity), place, self.focus, self.path or "", self.constraint)

    @property
    def iri(self) -> Iri:
        parts = (self.severity, self.focus, self.path, self.value, self.shape, self.constraint)
        digest = hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).hexdigest()
        return Iri(f"{ID}finding/{digest[:20]}")

    def text(self, language: str = "nl") -> str:
        """One line for an editor: what is wrong, where, and the words.

        Args:
            language: `nl` or `en`.
        """
        message = self.nl if language == "nl" else self.en
        where = f" — {self.quote}" if self.quote else ""
        return f"{self.severity}: {message} [{shorten(self.focus)}]{where}"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one document, violations first, then in the order of the source."""

    graph: str
    findings: tuple[Finding, ...]

    @property
    def violations(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.VIOLATION)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is not Severity.VIOLATION)

    @property
    def conforms(self) -> bool:
        """Whether the document may be stored; warnings do not stop it."""
        return not self.violations

    def text(self, language: str = "nl") -> str:
        """One line per finding."""
        return "\n".join(finding.text(language) for finding in self.findings)

    def triples(self) -> tuple[Triple, ...]:
        """The findings as `sh:ValidationResult`s, for the validation graph of the document."""
        return tuple(triple for finding in self.findings for triple in _triples(finding))


def _triples(finding: Finding) -> Iterator[Triple]:
    node = NamedNode(finding.iri)
    yield Triple(node, RDF_TYPE, NamedNode(f"{_SH}ValidationResult"))
    yield Triple(node, NamedNode(f"{_SH}resultSeverity"), NamedNode(_SH + finding.severity))
    yield Triple(node, NamedNode(f"{_SH}resultMessage"), Literal(finding.nl, language="nl"))
    yield Triple(node, NamedNode(f"{_SH}resultMessage"), Literal(finding.en, language="en"))
    links = {
        "focusNode": finding.focus if ":" in finding.focus else None,
        "resultPath": finding.path,
        "sourceShape": finding.shape,
        "sourceConstraintComponent": finding.constraint,
    }
    yield from (Triple(node, NamedNode(_SH + name), NamedNode(iri)) for name, iri in links.items() if iri)
    if finding.value is not None:
        yield Triple(node, NamedNode(f"{_SH}value"), Literal(finding.value))
