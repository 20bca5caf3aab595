"""Does a rule's confidence mean something? Each rule's confidence beside its precision on sentences.

    python benchmarks/calibration.py [--model FOLDER] [--files PATTERN]

Counts the claims of `tests/sentences/held-out-relations.txt`, which the rules have not been written for (with
`--files 'relations*.txt'` those that they have): right when the file expects or allows them. The lower
bound is Wilson's at 95%: with few claims it stays low, whatever the precision. The last line gives the
expected calibration error: the mean distance between confidence and precision, weighted by number of claims.
"""

from __future__ import annotations

import argparse
import math
import sys
import warnings
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.components.relation_rules import load_rules
from ingest.components.relation_signatures import default_signatures
from ingest.components.relations import Relations
from ingest.pipeline import NoModel, build
from tests.sentences.marked_up import build as build_doc
from tests.sentences.marked_up import read_cases, written

MISSED = "missed"


def tally(model: str | None, files: str) -> dict[str, tuple[int, int, float]]:
    """Per rule: claims that are right, all claims, sum of their confidences; what was missed is a row too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NoModel)
        nlp = build(model=model)
    relations = Relations(load_rules(), default_signatures())
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for case in read_cases(files):
        found = relations(build_doc(case, nlp))._.claims
        counts[MISSED][1] += len(case.expected - {written(claim) for claim in found})
        for claim in found:
            row = counts[claim.rule]
            row[0] += written(claim) in case.expected | case.allowed
            row[1] += 1
            row[2] += claim.confidence
    return {rule: (int(right), int(total), confidence) for rule, (right, total, confidence) in counts.items()}


def lower_bound(right: int, total: int, z: float = 1.96) -> float:
    """Wilson's lower bound of a proportion."""
    p = right / total
    spread = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return (p + z * z / (2 * total) - spread) / (1 + z * z / total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", help="name or folder of a spaCy model; by default the one in ingest/model")
    parser.add_argument("--files", default="held-out-relations.txt", help="files in tests/sentences")
    given = parser.parse_args()
    counts = tally(given.model, given.files)
    missed = counts.pop(MISSED)[1]
    print(f"{'rule':44} {'right':>5} {'all':>4} {'precision':>9} {'at least':>8} {'confidence':>10}")
    distance = 0.0
    for rule, (right, total, confidence) in sorted(counts.items()):
        stated = confidence / total
        distance += abs(stated - right / total) * total
        bound = lower_bound(right, total)
        print(f"{rule:44} {right:5} {total:4} {right / total:9.2f} {bound:8.2f} {stated:10.2f}")
    claims = sum(total for _, total, _ in counts.values())
    right = sum(right for right, _, _ in counts.values())
    print(f"{'all rules':44} {right:5} {claims:4} {right / claims:9.2f} {lower_bound(right, claims):8.2f}")
    print(f"recall of what the files expect: {1 - missed / (missed + right):.2f} at most")
    unused = sorted({rule.name for rule in load_rules()} - counts.keys())
    print(f"expected calibration error {distance / claims:.3f}")
    print(f"rules without a claim here: {', '.join(unused) or 'none'}")


if __name__ == "__main__":
    main()
