"""`python -m ingest FILE [--json]`: what is found in a document, with no store and no network."""

from __future__ import annotations

import argparse
import json
import sys

from ingest import gold, pipeline, sources, text


def main(arguments: list[str] | None = None) -> int:
    """Print what was found: a line a mention, or the JSON of the gold standard's schema."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    parser.add_argument("file", help="a document: text, XML, HTML or PDF")
    parser.add_argument("--json", action="store_true", help="print JSON in the schema of the gold standard")
    parser.add_argument("--model", help="a spaCy model instead of the one that travels with the code")
    chosen = parser.parse_args(arguments)
    document = text.to_document(sources.read(chosen.file))
    extraction = pipeline.extract(pipeline.build(model=chosen.model), document)
    if chosen.json:
        json.dump(gold.to_json(extraction), sys.stdout, ensure_ascii=False, indent=1)
        return 0
    for mention in extraction.mentions:
        sys.stdout.write(
            f"{mention.type:14} {document.text[mention.start : mention.end]}  ({mention.rule})\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
