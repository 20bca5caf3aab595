"""Score a model on the held-out parts with spaCy's own evaluation; print a table and write JSON.

python -m ingest.model.scripts.evaluate MODEL CORPUS [SCORES.json]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from spacy.training import Corpus

from ingest.model import load

PARTS = ("alpino_test", "lassy_test")
MEASURES = ("pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc", "speed")


def evaluate(model: Path, corpus: Path) -> dict[str, dict[str, float]]:
    """Accuracy in percent per part and measure; speed in words per second of wall time."""
    nlp = load(model)
    scores = {}
    for part in PARTS:
        found = nlp.evaluate(list(Corpus(corpus / f"{part}.spacy")(nlp)))
        scores[part] = {
            name: found[name] * (1 if name == "speed" else 100) for name in MEASURES if found.get(name)
        }
    return scores


def main(model: Path, corpus: Path, output: Path | None = None) -> None:
    scores = evaluate(model, corpus)
    lines = [f"| | {' | '.join(MEASURES)} |", "|---" * (len(MEASURES) + 1) + "|"]
    for part, row in scores.items():
        lines.append(f"| {part} | {' | '.join(f'{row.get(name, 0):.1f}' for name in MEASURES)} |")
    sys.stdout.write("\n".join(lines) + "\n")
    if output:
        output.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
