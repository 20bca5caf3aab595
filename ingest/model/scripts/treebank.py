"""Reading the treebanks: sentences as udapi trees, with the document that each comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from udapi.core.document import Document

Tree = Any  # udapi carries no types


@dataclass(frozen=True, slots=True)
class Sentence:
    """One tree, the document and the paragraph that it stands in, and its words without spacing or case."""

    tree: Tree
    document: str
    paragraph: str
    key: str


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; a tree that is no tree (a word as its own head) is left out."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    document = Document()
    document.from_conllu_string("".join(f"{block}\n\n" for block in blocks if is_tree(block)))
    return (sentence(bundle.get_tree()) for bundle in document.bundles)


def is_tree(block: str) -> bool:
    """Whether every word reaches the root; three sentences of 2017 hold a cycle, on which udapi hangs."""
    rows = (line.split("\t") for line in block.splitlines() if line and not line.startswith("#"))
    heads = {row[0]: row[6] for row in rows if row[0].isdigit()}
    reached = {"0"}
    while grown := {word for word, head in heads.items() if head in reached} - reached:
        reached |= grown
    return bool(heads) and reached.issuperset(heads)


def sentence(tree: Tree) -> Sentence:
    source = re.search(r"^ ?source = (.+)$", tree.comment or "", re.MULTILINE)
    name = source[1].split("/")[-1] if source else (tree.comment or "").strip()
    document, _, rest = name.partition(".")
    paragraph = re.match(r"p\.\d+", rest)
    key = "".join(c for c in "".join(n.form for n in tree.descendants).lower() if c.isalnum())
    return Sentence(tree, document, paragraph[0] if paragraph else "", key)
