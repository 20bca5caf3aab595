"""Marked-up Dutch sentences: what is named in them, and what must be read from them.

    # a comment
    - [Rusland](STATE_ACTOR ru) gebruikt [desinformatie](MEANS desinformatie).
        ru uses desinformatie

A case is one or more lines of text and, indented, the claims expected, all of them. A text line may open
with `= ` (heading), `- ` (list item), `? ` (question by a member of parliament) or `^ ` (footnote 1); else it
is a paragraph. Mentions may nest. A claim may end in a modality (`[ontkend]`; `[beweerd]` when left out),
`{open}`, `{likelihood=…}` or `{horizon=…}`. A claim after `~ ` may be found or not. No claim line: nothing
may be found.
`\\1` in the text is a mark of footnote 1.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ingest.claims import Claim
from ingest.components.state import add
from ingest.document import Block, BlockKind, Document, DocumentId, FootnoteMark, Metadata
from ingest.extraction import Entity, MeasureFacts, MentionType
from ontology.namespaces import ID, Iri

FOLDER = Path(__file__).parent
KINDS = {
    "= ": BlockKind.HEADING,
    "- ": BlockKind.LIST_ITEM,
    "? ": BlockKind.QUESTION,
    "^ ": BlockKind.FOOTNOTE,
}
THING = f"{ID}thing/"
_OPEN = re.compile(r"\[|\]\((?P<type>[A-Z_]+) (?P<id>[\w-]+)(?: (?P<status>[\w-]+))?\)|\\(?P<mark>\d)")


@dataclass(frozen=True)
class Marked:
    """A mention in the text of a block: offsets, type and entity."""

    start: int
    end: int
    type: MentionType
    id: str
    status: str | None


@dataclass
class Case:
    """Blocks of marked-up text and the claims expected of them."""

    file: str
    line: int
    lines: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    allowed: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}"


def read_cases(pattern: str = "relations*.txt") -> Iterator[Case]:
    """The cases of all files whose name fits."""
    for file in sorted(FOLDER.glob(pattern)):
        case: Case | None = None
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                if case:
                    yield case
                case = None
            elif line.startswith("#"):
                continue
            elif line.startswith("    "):
                assert case is not None, f"{file.name}:{number}: a claim without a sentence"
                claim = " ".join(line.split())
                (case.allowed if claim.startswith("~ ") else case.expected).add(claim.removeprefix("~ "))
            else:
                case = case or Case(file.name, number)
                case.lines.append(line)
        if case:
            yield case


def parse(line: str) -> tuple[BlockKind, str, list[Marked], list[tuple[int, int]]]:
    """Kind, plain text, mentions and footnote marks of a line."""
    kind = KINDS.get(line[:2], BlockKind.PARAGRAPH)
    source = line[2:] if line[:2] in KINDS else line
    text, stack, found, marks, position = "", [], [], [], 0
    for match in _OPEN.finditer(source):
        text += source[position : match.start()]
        position = match.end()
        if match.group() == "[":
            stack.append(len(text))
        elif match["mark"]:
            marks.append((len(text), int(match["mark"])))
        else:
            found.append(
                Marked(stack.pop(), len(text), MentionType(match["type"]), match["id"], match["status"])
            )
    assert not stack, f"unclosed mention in {line!r}"
    return kind, text + source[position:], found, marks


def build(case: Case, nlp: Language) -> Doc:
    """The case as a `Doc` with its mentions, read by the model's own components only."""
    text, blocks, mentions, marks, section = "", [], [], [], None
    for line in case.lines:
        kind, plain, found, noted = parse(line)
        base = len(text)
        number = 1 if kind is BlockKind.FOOTNOTE else None
        blocks.append(Block(kind, base, base + len(plain), 1, section, number))
        section = len(blocks) - 1 if kind is BlockKind.HEADING else section
        mentions += [(base + m.start, base + m.end, m) for m in found]
        marks += [FootnoteMark(base + position, number) for position, number in noted]
        text += plain + "\n"
    doc = nlp.make_doc(text)
    doc._.document = Document(
        DocumentId("kst-00000-1"), text, "0" * 64, text, array("L", range(len(text))), tuple(blocks),
        tuple(marks), (0,), Metadata(kind="letter", issued=date(2023, 6, 1)),
    )  # fmt: skip
    for name, component in nlp.pipeline:
        if not name.startswith("weerbaar") or name == "weerbaar_blocks":
            doc = component(doc)
    for start, end, mention in mentions:
        span = doc.char_span(start, end, alignment_mode="expand")
        facts = MeasureFacts(status=mention.status) if mention.type is MentionType.MEASURE else None
        entity = Entity(Iri(THING + mention.id), mention.type, mention.id, known=False, measure=facts)
        add(doc, span.start, span.end, entity, "marked-up")
    return doc


def written(claim: Claim) -> str:
    """A claim as the files write it."""
    parts = [_short(claim.subject), claim.predicate.value, _short(claim.object)]
    if claim.modality.value != "beweerd":
        parts.append(f"[{claim.modality.value}]")
    if claim.open_enumeration:
        parts.append("{open}")
    parts += [f"{{{name}={slug}}}" for name in ("likelihood", "horizon") if (slug := getattr(claim, name))]
    return " ".join(parts)


def _short(iri: str) -> str:
    return iri.removeprefix(THING).removeprefix(ID)
