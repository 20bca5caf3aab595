"""The decisions in force: the last one on each claim, and what follows from all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph.oxigraph import OxigraphReader
from graph.reader import Reader
from graph.review.decision import Verdict
from graph.terms import literal_text
from ontology.namespaces import GRAPH, PREFIXES, WB, Iri

REVIEW: Final = Iri(f"{GRAPH}review")
"""The graph of decisions on what all may see; those on marked documents are in `{REVIEW}/{marking}`."""

_PREFIXES: Final = f"PREFIX wb: <{WB}> PREFIX prov: <{PREFIXES['prov']}>"
_DECISIONS: Final = f"""{_PREFIXES}
SELECT ?claim ?verdict ?rule ?replacement {{
  ?decision a wb:ReviewDecision ; wb:decides ?claim ; wb:verdict ?verdict ; prov:endedAtTime ?at .
  OPTIONAL {{ ?decision wb:rule ?rule }} OPTIONAL {{ ?decision prov:generated ?replacement }}
}} ORDER BY ?at ?decision"""
_REVIEW_TRIPLES: Final = f"""{_PREFIXES}
CONSTRUCT {{ ?s ?p ?o }} {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{REVIEW}> || STRSTARTS(STR(?g), "{REVIEW}/"))
}}"""


@dataclass(frozen=True, slots=True)
class Policy:
    """When a rule is quarantined: its claims then count only where a person accepted them."""

    precision: float = 0.5
    """Lowest share of a rule's decided claims that were accepted."""
    decisions: int = 5
    """Decisions on a rule's claims before its precision says anything."""


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """How a rule's claims fared: a corrected claim was not right."""

    rule: str
    accepted: int
    decided: int

    @property
    def precision(self) -> float:
        """The share of the decided claims that were accepted, 0 to 1."""
        return self.accepted / self.decided


@dataclass(frozen=True)
class Ledger:
    """The decisions, and what they make of a document's claims."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """Claim to the last verdict on it."""
    replacements: Mapping[str, tuple[Triple, ...]] = field(default_factory=dict)
    """Corrected claim to the triples of what stands instead."""
    precisions: Mapping[str, RulePrecision] = field(default_factory=dict)
    policy: Policy = Policy()

    @classmethod
    def read(cls, reader: Reader, policy: Policy = Policy()) -> Ledger:
        """The ledger of a store, as far as the reader sees."""
        return cls.of(reader.construct(_REVIEW_TRIPLES), policy)

    @classmethod
    def of(cls, triples: Iterable[Triple], policy: Policy = Policy()) -> Ledger:
        """The ledger that the triples of the review graphs make."""
        store = Store()
        kept = tuple(triples)
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in kept)
        verdicts: dict[str, Verdict] = {}
        rules: dict[str, str] = {}
        instead: dict[str, str] = {}
        for row in OxigraphReader(store, 0).select(_DECISIONS).rows:
            claim = _text(row.get("claim"))
            verdicts[claim] = Verdict(_text(row.get("verdict")).removeprefix(WB))
            rules[claim] = _text(row.get("rule"))
            instead[claim] = _text(row.get("replacement"))
        replacements = {
            claim: tuple(store_triples(store, instead[claim]))
            for claim, verdict in verdicts.items()
            if verdict is Verdict.CORRECTED
        }
        return cls(verdicts, replacements, _precisions(verdicts, rules), policy)

    @property
    def quarantined(self) -> frozenset[str]:
        """The rules that were wrong too often."""
        return frozenset(
            rule
            for rule, found in self.precisions.items()
            if found.decided >= self.policy.decisions and found.precision < self.policy.precision
        )

    def view(self, document: Iterable[Triple]) -> tuple[Triple, ...]:
        """A document's triples as rules may read them: without what was rejected, replaced or quarantined.

        The replacements of corrected claims stand in for them.
        """
        triples = tuple(document)
        rules = {
            triple.subject: literal_text(triple.object)
            for triple in triples
            if triple.predicate.value == WB + "rule"
        }
        out = {node for node in rules if self._is_out(node, rules[node])}
        kept = (triple for triple in triples if triple.subject not in out)
        instead = (
            triple
            for node in out
            if isinstance(node, NamedNode)
            for triple in self.replacements.get(node.value, ())
        )
        return (*kept, *instead)

    def _is_out(self, node: object, rule: str | None) -> bool:
        verdict = self.verdicts.get(node.value) if isinstance(node, NamedNode) else None
        if verdict is None:
            return rule in self.quarantined
        return verdict is not Verdict.ACCEPTED


def store_triples(store: Store, subject: str) -> Iterator[Triple]:
    """What the default graph says of a node."""
    if subject:
        yield from (quad.triple for quad in store.quads_for_pattern(NamedNode(subject), None, None))


def _precisions(verdicts: Mapping[str, Verdict], rules: Mapping[str, str]) -> dict[str, RulePrecision]:
    found: dict[str, RulePrecision] = {}
    for claim, verdict in verdicts.items():
        rule = rules[claim]
        before = found.get(rule, RulePrecision(rule, 0, 0))
        accepted = before.accepted + (verdict is Verdict.ACCEPTED)
        found[rule] = RulePrecision(rule, accepted, before.decided + 1)
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))
