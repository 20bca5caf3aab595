"""`weerbaar_names`: persons, bodies, laws and documents whose names follow a pattern.

The patterns are data (`data/names.toml`). What the lexicon knows already keeps its concept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.state import add, covered
from ingest.extraction import Entity, MentionType
from ingest.slugs import slug
from ontology.namespaces import ID, Iri

_FILE = Path(__file__).parents[1] / "data" / "names.toml"
_WITH_LETTERS = re.compile(r"\[\\p([^\]]+)\]")
"""A class of characters that begins with any letter: Python's `re` has no short name for letters."""
_KINDS = {MentionType.DOCUMENT_REF: "document", MentionType.LEGAL_ACT: "document"}


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One pattern: what it finds is the group `name`."""

    type: MentionType
    rule: str
    expression: re.Pattern[str]
    each: re.Pattern[str] | None = None

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names stand in a text."""
        for match in self.expression.finditer(text):
            if self.each is None:
                yield match.span("name")
            else:
                yield from (one.span() for one in self.each.finditer(text, *match.span("name")))


@Language.component("weerbaar_names", assigns=["doc.spans", "doc._.entities"])
def find_names(doc: Doc) -> Doc:
    """Add a mention for each name that the lexicon did not give."""
    text = doc.text
    known = {kind: covered(doc, kind) for kind in {pattern.type for pattern in patterns()}}
    for pattern in patterns():
        taken = known[pattern.type]
        for start, end in pattern.found(text):
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and not taken.issuperset(range(span.start, span.end)):
                add(doc, span.start, span.end, named(pattern.type, span.text), pattern.rule)
                taken.update(range(span.start, span.end))
    return doc


def named(kind: MentionType, label: str, aliases: tuple[str, ...] = ()) -> Entity:
    """The entity of a thing that the vocabulary does not know, with an IRI made from its name."""
    iri = Iri(f"{ID}{_KINDS.get(kind, 'agent')}/{slug(label)}")
    return Entity(iri, kind, label, None, aliases, known=False)


@cache
def patterns() -> tuple[NamePattern, ...]:
    """The patterns of the data file, in its order."""
    return tuple(_compiled(tomllib.loads(_FILE.read_text(encoding="utf-8"))))


def _compiled(data: dict[str, Any]) -> Iterator[NamePattern]:
    for row in data["pattern"]:
        each = row.get("each")
        expression = _compile(row["expression"], data["parts"])
        yield NamePattern(
            MentionType(row["type"]), row["rule"], expression, each and _compile(each, data["parts"])
        )


def _compile(expression: str, parts: dict[str, str]) -> re.Pattern[str]:
    """The expression with its parts filled in; `\\p` is a letter, also within brackets."""
    while any("{" + name + "}" in expression for name in parts):
        for name, part in parts.items():
            expression = expression.replace("{" + name + "}", part)
    expression = expression.replace("{{", "{").replace("}}", "}")
    expression = _WITH_LETTERS.sub(r"(?:[^\\W\\d_]|[\1])", expression)
    return re.compile(expression.replace(r"\p", r"[^\W\d_]"))
