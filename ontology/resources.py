"""Reading the data files that travel with the code, under the configured base IRI."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ontology.namespaces import BASE, DEFAULT_BASE

ROOT: Final = Path(__file__).parent
"""The folder of the ontology: modules, vocabularies, shapes, mappings."""


def read_text(path: Path) -> str:
    """The text of a data file, with the default base replaced by the configured one."""
    text = path.read_text(encoding="utf-8")
    return text if BASE == DEFAULT_BASE else text.replace(DEFAULT_BASE, BASE)
