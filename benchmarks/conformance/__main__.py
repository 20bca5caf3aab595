"""How far the SPARQL service conforms to the W3C test suite. Peer: its engine alone, on the same tests.

    python -m benchmarks.conformance SUITE [--report docs/conformance.md]

`SUITE` is the folder `sparql` of a checkout of https://github.com/w3c/rdf-tests. Prints the counts of each
group and each failure with its cause; fails where our layers change what the engine answers to SPARQL 1.1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.conformance.outcome import Outcome, of_engine
from benchmarks.conformance.report import Findings, Result, page
from benchmarks.conformance.service import Asking, serving, shelves
from benchmarks.conformance.suite import Case, Kind, read_cases
from benchmarks.conformance.updates import Updating

SUITES: Final = ("sparql11", "sparql12", "sparql10")
LEFT_OUT: Final = (
    "entailment", "service", "syntax-fed", "protocol", "http-rdf-update", "graph-store-protocol",
    "service-description",
)  # fmt: skip
"""Groups that ask for what the service does not do, or that `tests/protocol` holds."""
UPDATES: Final = (Kind.UPDATE, Kind.UPDATE_SYNTAX)


def all_tests(root: Path, suite: str) -> list[Case]:
    """The tests of one version of the suite, by group."""
    groups = sorted(path.parent.name for path in (root / suite).glob("*/manifest.ttl"))
    return [
        test for group in groups if group not in LEFT_OUT for test in read_cases(root, f"{suite}/{group}")
    ]


def run(root: Path, findings: Findings) -> None:
    """Ask everything of the service and of the engine."""
    for suite in SUITES:
        chosen = all_tests(root, suite)
        outcomes: dict[str, Outcome] = {}
        for shelf in shelves(root, (test for test in chosen if test.kind not in UPDATES)):
            with serving(root, shelf.graphs) as client:
                asking = Asking(root, client)
                outcomes |= {test.key: asking.outcome(test) for test in shelf.tests}
                findings.compared += asking.compared
                findings.disagreed += asking.disagreed
        with Updating.serving(root) as updating:
            outcomes |= {test.key: updating.outcome(test) for test in chosen if test.kind in UPDATES}
        findings.results += [Result(test, outcomes[test.key], of_engine(root, test)) for test in chosen]


def revision(root: Path) -> str:
    """The commit of the checkout, where it is one."""
    asked = subprocess.run(
        ["git", "-C", root, "log", "-1", "--format=%h of %as"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()


def main() -> int:
    """Run, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suite", type=Path)
    parser.add_argument("--revision", default="", help="commit of the suite, where it is no checkout")
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    root = arguments.suite.resolve()
    table = tomllib.loads((Path(__file__).parent / "causes.toml").read_text(encoding="utf-8"))
    causes = {pattern: each["why"] for each in table["cause"] for pattern in each["tests"]}
    findings = Findings(f"pyoxigraph {version('pyoxigraph')}", arguments.revision or revision(root), causes)
    run(root, findings)
    text = "\n".join(page(findings)) + "\n"
    print(text)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")
    return int(any(result.differs for result in findings.of("sparql11", *Kind)))


if __name__ == "__main__":
    sys.exit(main())
