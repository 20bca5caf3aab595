"""Write the trained pipeline as `nl_weerbaar_core`, with licence, attribution and scores in its meta.json.

python -m ingest.model.scripts.package TRAINED SCORES.json OUTPUT
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import spacy

META = {
    "name": "weerbaar_core",
    "version": "1.0.0",
    "description": "Dutch for government text: word classes, morphology, dependencies, sentences, lemmas",
    "author": "Weerbaar",
    "license": "CC BY-SA 4.0",
    "sources": [
        {
            "name": name,
            "url": f"https://github.com/UniversalDependencies/{name}",
            "license": "CC BY-SA 4.0",
            "author": "Gosse Bouma, Gertjan van Noord and others (Universal Dependencies)",
        }
        for name in ("UD_Dutch-LassySmall", "UD_Dutch-Alpino")
    ],
}
CARD = "MODEL_CARD.md"


def main(trained: Path, scores: Path, output: Path) -> None:
    """Replace the output folder by the trained pipeline; its model card, if any, stays."""
    nlp = spacy.load(trained)
    nlp.meta.update(META, performance=json.loads(scores.read_text(encoding="utf-8")))
    card = (output / CARD).read_text(encoding="utf-8") if (output / CARD).exists() else None
    shutil.rmtree(output, ignore_errors=True)
    nlp.to_disk(output)
    if card is not None:
        (output / CARD).write_text(card, encoding="utf-8")
    size = sum(file.stat().st_size for file in output.rglob("*") if file.is_file())
    sys.stdout.write(f"{output}: {size / 1e6:.1f} MB" + "\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
