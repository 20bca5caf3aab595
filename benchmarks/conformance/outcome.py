"""What became of a test, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from benchmarks.conformance import engine
from benchmarks.conformance.answers import Answer, Graph, by_value, difference, expected, same
from benchmarks.conformance.suite import Case, Kind, dataset


class Verdict(Enum):
    """How an answer compares to the one that the suite expects."""

    SAME = "same"
    """Term for term, up to the names of blank nodes."""
    VALUE = "same values"
    """The same values, some of them in another lexical form (`1.0` for `1.00`)."""
    OTHER = "other"
    """Something else, or a refusal of what should be taken, or no refusal of what should be refused."""
    BY_DESIGN = "refused by design"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, with its reason where it is not `SAME`."""

    verdict: Verdict
    why: str = ""


def judge(root: Path, test: Case, found: Answer) -> Outcome:
    """Compare the answer to a query, or what an update leaves, to what the suite expects."""
    if test.kind is Kind.UPDATE:
        return compare(Graph(frozenset(dataset(root, test.after))), found)
    assert test.result is not None
    return compare(expected(root, test.result, ordered=test.ordered), found, lax=test.lax)


def compare(wanted: Answer, found: Answer, *, lax: bool = False) -> Outcome:
    """Compare two answers; `lax`: however often they say the same."""
    if same(wanted, found, lax=lax):
        return Outcome(Verdict.SAME)
    verdict = Verdict.VALUE if same(by_value(wanted), by_value(found), lax=lax) else Verdict.OTHER
    return Outcome(verdict, difference(wanted, found))


def judge_syntax(test: Case, taken: bool) -> Outcome:
    """Compare whether a request was taken for well formed with what the suite says of it."""
    if taken == test.valid:
        return Outcome(Verdict.SAME)
    return Outcome(Verdict.OTHER, "taken, though not valid" if taken else "refused, though valid")


def of_engine(root: Path, test: Case) -> Outcome:
    """What became of a test with the engine alone."""
    if test.kind in (Kind.QUERY_SYNTAX, Kind.UPDATE_SYNTAX):
        return judge_syntax(test, engine.takes(test))
    ask: Callable[[Path, Case], Answer] = engine.updated if test.kind is Kind.UPDATE else engine.answer
    try:
        return judge(root, test, ask(root, test))
    except engine.Refused as refused:
        return Outcome(Verdict.OTHER, f"refused: {refused}")
