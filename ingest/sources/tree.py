"""Element trees read as text: the string value of the root, and the blocks that the elements show.

Which element is what stands in `data/markup.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from ingest.document import BlockKind
from ingest.sources.source import Element, Part

FILE: Final = Path(__file__).parents[1] / "data" / "markup.toml"
UNSEEN: Final = frozenset({"inline", "strong", "mute", "drop"})
"""Roles that set nothing apart."""
CLOSED: Final = (".", "?", "!", ":", ";", ",")
KINDS: Final = frozenset(kind.value for kind in BlockKind)


@cache
def roles(table: str) -> Mapping[str, str]:
    """What the elements of `xml` or `html` are, by name."""
    found: Mapping[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))[table]
    return found


def read_tree(root: etree._Element, table: str) -> tuple[str, list[Element]]:
    """The source text of a tree and its blocks in document order.

    The text is the string value of `root` (XPath 1.0 §5.2), dropped elements left out.
    """
    reader = Reader(roles(table))
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if isinstance(node.tag, str):
            reader.open(node) if event == "start" else reader.close()
        if event != "start" and node is not root:
            reader.text(node.tail)
    return "".join(reader.texts), [block.element() for block in reader.blocks if block.parts]


@dataclass(slots=True)
class Block:
    """An element in the making."""

    kind: BlockKind
    depth: int
    number: int | None = None
    parts: list[Part] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    apart: bool = False
    """Whether markup set apart what comes next."""
    strong: bool = True
    """Whether all words so far are set in strong type."""
    last: str = ""
    """The last words."""

    def add(self, start: int, text: str, *, strong: bool) -> None:
        """Append a stretch of source text."""
        self.parts.append(Part(start, start + len(text), self.apart))
        self.apart = False
        if not text.isspace():
            self.strong = self.strong and strong
            self.last = text.rstrip()

    def element(self) -> Element:
        """The finished element; a paragraph wholly in strong type without full stop is a heading."""
        heads = self.kind is BlockKind.PARAGRAPH and self.strong and not self.last.endswith(CLOSED)
        return Element(
            BlockKind.HEADING if heads else self.kind, tuple(self.parts), self.number, tuple(self.marks)
        )


@dataclass(slots=True)
class Reader:
    """Walks a tree: collects the text, and hands each stretch to the innermost open block."""

    roles: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    _position: int = 0
    _open: list[Block] = field(default_factory=list)
    _path: list[str] = field(default_factory=list)
    """Roles of the open elements."""

    def open(self, node: etree._Element) -> None:
        """An element begins."""
        role = self._role(node)
        self._path.append(role)
        if role in KINDS:
            self._begin(BlockKind(role), node)
        elif role == "mark":
            self._mark(_number(node))
        elif role not in UNSEEN:
            self._set_apart()
        self.text(node.text)

    def close(self) -> None:
        """The innermost element ends."""
        while self._open and self._open[-1].depth >= len(self._path):
            self._open.pop()
        if self._path.pop() not in {*UNSEEN, "mark", BlockKind.FOOTNOTE}:
            self._set_apart()

    def text(self, text: str | None) -> None:
        """Character data: part of the source unless dropped, part of a block unless muted."""
        if not text or "drop" in self._path:
            return
        start = self._position
        self.texts.append(text)
        self._position += len(text)
        if "mute" in self._path or "mark" in self._path:
            return
        if not self._open:
            if text.isspace():
                return
            self._push(Block(BlockKind.PARAGRAPH, len(self._path)))
        self._open[-1].add(start, text, strong="strong" in self._path)

    def _role(self, node: etree._Element) -> str:
        return next((self.roles[name] for name in _names(node) if name in self.roles), "apart")

    def _begin(self, kind: BlockKind, node: etree._Element) -> None:
        number = _number(node) if kind is BlockKind.FOOTNOTE else None
        if kind is BlockKind.FOOTNOTE and self._open:
            self._mark(number)
        else:
            self._set_apart()
        self._push(Block(kind, len(self._path), number))

    def _push(self, block: Block) -> None:
        self._open.append(block)
        self.blocks.append(block)

    def _mark(self, number: int | None) -> None:
        if number is not None and self._open:
            self._open[-1].marks.append((self._position, number))

    def _set_apart(self) -> None:
        if self._open:
            self._open[-1].apart = True


def _names(node: etree._Element) -> Iterator[str]:
    """The names under which an element may be listed, the most telling first."""
    name = local_name(node)
    parent = node.getparent()
    if parent is not None:
        above = local_name(parent)
        yield from (f"{above}.{one}/{name}" for one in parent.get("class", "").split())
        yield f"{above}/{name}"
    yield from (f"{name}.{one}" for one in node.get("class", "").split())
    yield name


def local_name(node: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _number(node: etree._Element) -> int | None:
    """The first number in a footnote or mark: in its own number element where there is one."""
    own = node.find(".//{*}noot.nr")
    match = re.search(r"\d{1,4}", "".join((node if own is None else own).itertext()))
    return int(match.group()) if match else None
