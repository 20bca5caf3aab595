"""The marked-up sentences of `mentions*.txt`: `[words](TYPE)`, nested where mentions nest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Document
from ingest.text import from_string

FOLDER = Path(__file__).parent
MARKED = ("MEASURE", "MEANS", "TARGET", "INTEREST", "STATE_ACTOR", "GENERIC_ACTOR")
"""The types that the files mark exhaustively."""
_TAG = re.compile(r"\[|\]\((?P<type>[A-Z_]+)\)")
CONTEXT = "Statelijke actoren bedreigen met spionage, desinformatie en sabotage de nationale veiligheid."
"""What stands before a sentence of a letter about state threats."""

Found = tuple[int, int, str]


@dataclass(frozen=True)
class Sentence:
    """A sentence, the part of the file that it stands in, and its mentions as (start, end, type)."""

    text: str
    part: str
    mentions: frozenset[Found]
    name: str
    """File and line."""

    @property
    def document(self) -> Document:
        """The sentence as a document; its context, if it has one, is a paragraph of its own before it."""
        return from_string(f"{CONTEXT}\n\n{self.text}\n" if self.part != "off" else f"{self.text}\n")


def read(name: str = "mentions.txt") -> Iterator[Sentence]:
    """The sentences of a file."""
    part = ""
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("== "):
            part = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            text, found = parse(line.strip())
            yield Sentence(text, part, frozenset(found), f"{name}:{number}")


def parse(line: str) -> tuple[str, list[Found]]:
    """The plain text of a line and its mentions.

    >>> parse("een [plan tegen [spionage](MEANS)](MEASURE)")
    ('een plan tegen spionage', [(15, 23, 'MEANS'), (4, 23, 'MEASURE')])
    """
    text, stack, found, position = "", [], [], 0
    for match in _TAG.finditer(line):
        text += line[position : match.start()]
        position = match.end()
        if match["type"] is None:
            stack.append(len(text))
        else:
            found.append((stack.pop(), len(text), match["type"]))
    return text + line[position:], found
