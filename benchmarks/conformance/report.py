"""What came out, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from benchmarks.conformance.outcome import Outcome, Verdict
from benchmarks.conformance.suite import Case, Kind

LEXICAL: Final = (
    "same values in another lexical form, since the store keeps numbers, booleans and dates by value"
)
_SUITES: Final = {"sparql11": "SPARQL 1.1", "sparql12": "SPARQL 1.2 (draft)", "sparql10": "SPARQL 1.0"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a test with the service, and with the engine alone."""

    test: Case
    service: Outcome
    engine: Outcome

    @property
    def differs(self) -> bool:
        """Whether our layers change anything, other than by refusing what they are to refuse."""
        same = self.service.verdict is self.engine.verdict
        return not same and self.service.verdict is not Verdict.BY_DESIGN


@dataclass
class Findings:
    """All that one run found."""

    versions: str
    revision: str
    causes: dict[str, str]
    """By a pattern of the keys of tests."""
    results: list[Result] = field(default_factory=list)
    compared: int = 0
    """Answers that were asked for again in another format."""
    disagreed: list[str] = field(default_factory=list)

    def of(self, suite: str, *kinds: Kind) -> list[Result]:
        """The results of one version of the suite."""
        return [
            result
            for result in self.results
            if result.test.group.startswith(f"{suite}/") and result.test.kind in kinds
        ]


def page(findings: Findings) -> Iterator[str]:
    """The lines of the page, in Markdown."""
    yield from _heading(findings)
    yield from _summary(findings)
    for kind in (Kind.QUERY, Kind.UPDATE, Kind.QUERY_SYNTAX, Kind.UPDATE_SYNTAX):
        yield f"\n## SPARQL 1.1, {kind.value}\n"
        yield from _table(findings.of("sparql11", kind))
    for suite, title in _SUITES.items():
        yield f"\n## {title}: what did not pass\n"
        yield from _failures(findings, suite)
    yield from _formats(findings)


def line(results: Iterable[Result], title: str) -> str:
    """One row of a table: how many tests there are, and what became of them."""
    kept = list(results)
    mine, alone = (
        Counter(verdicts)
        for verdicts in zip(*((r.service.verdict, r.engine.verdict) for r in kept), strict=True)
    )
    told = [
        f"{counts[Verdict.SAME]}" + (f" (+{counts[Verdict.VALUE]})" if counts[Verdict.VALUE] else "")
        for counts in (mine, alone)
    ]
    differing = sum(result.differs for result in kept)
    return f"| {title} | {len(kept)} | {told[0]} | {told[1]} | {mine[Verdict.BY_DESIGN]} | {differing} |"


_HEAD: Final = (
    "| | tests | service | engine alone | refused by design | our layers changed |\n|---|--:|--:|--:|--:|--:|"
)


_ABOUT: Final = """# Conformance to SPARQL

Written by `python -m benchmarks.conformance SUITE --report docs/conformance.md`, where `SUITE` is the
folder `sparql` of a checkout of [w3c/rdf-tests](https://github.com/w3c/rdf-tests){revision};
{versions}.

Each test is sent to the running service over HTTP: queries by GET, form and direct POST in turn, the
dataset of the test by `default-graph-uri` and `named-graph-uri`; updates by a caller with a token, in
graphs of its own, with a named graph for the default graph, which here is the union of the others and
not written to. Beside it, in the same run, the engine is asked alone. An answer passes when it is that
of the suite term for term, up to the names of blank nodes, and in order where the query orders; `(+n)`
counts those that give the same values in another lexical form, such as `"2"^^xsd:decimal` for
`"2.0"^^xsd:decimal`.

Left out: entailment regimes (the service answers over what is in the graph) and federation (`SERVICE`
is refused). The cases of the protocol, the service description and the Graph Store protocol are tests
of their own: `tests/protocol/test_w3c_cases.py` (reading, negotiation, bad requests, description; each
test bears the name of its case), `test_update_operation.py` (updates and their datasets) and
`test_graph_writes.py` (PUT, POST, DELETE).
"""


def _heading(findings: Findings) -> Iterator[str]:
    revision = f" at {findings.revision}" if findings.revision else ""
    yield _ABOUT.format(revision=revision, versions=findings.versions)


def _summary(findings: Findings) -> Iterator[str]:
    yield _HEAD
    for suite, title in _SUITES.items():
        for kind in Kind:
            results = findings.of(suite, kind)
            if results:
                yield line(results, f"{title}, {kind.value}")


def _table(results: list[Result]) -> Iterator[str]:
    yield _HEAD
    for group in dict.fromkeys(result.test.group for result in results):
        name = group.rpartition("/")[2]
        yield line([result for result in results if result.test.group == group], name)
    yield line(results, "**all**")


def _failures(findings: Findings, suite: str) -> Iterator[str]:
    """The tests that did not pass, by cause."""
    by_cause: dict[str, list[str]] = {}
    for result in findings.of(suite, *Kind):
        if result.service.verdict is not Verdict.SAME:
            name = f"`{result.test.key.partition('/')[2]}`{_otherwise(result)}"
            by_cause.setdefault(_cause(findings, result), []).append(name)
    yield from (f"- {len(names)} × {cause}: {', '.join(names)}" for cause, names in by_cause.items())
    if not by_cause:
        yield "Nothing."


def _cause(findings: Findings, result: Result) -> str:
    if result.service.verdict is Verdict.VALUE:
        return LEXICAL
    if result.service.verdict is Verdict.OTHER:
        for pattern, cause in findings.causes.items():
            if fnmatchcase(result.test.key, pattern):
                return cause
    return result.service.why.replace("|", "\\|").replace("\n", " ")


def _otherwise(result: Result) -> str:
    return f" (the engine alone: {result.engine.verdict.value})" if result.differs else ""


def _formats(findings: Findings) -> Iterator[str]:
    yield "\n## Formats\n"
    yield (
        f"{findings.compared} answers were asked for again in another format (XML, TSV and CSV beside JSON; "
        f"N-Triples, JSON-LD and RDF/XML beside Turtle); {len(findings.disagreed)} did not say the same."
    )
    yield ""
    yield from (f"- `{text.partition('/')[2]}`" for text in findings.disagreed)
