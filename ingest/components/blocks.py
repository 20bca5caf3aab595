"""Sentences end where blocks end, and every token gets its context-free normal form.

`weerbaar_blocks` runs before the parser, which keeps the boundaries that it finds set. `weerbaar_normal`
runs after tagger and parser, because they were trained on the ordinary NORM of the token.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ingest.document import Block, BlockKind, Document
from ingest.normal import normal

_CLOSING: Final = ".?!:;…»”\"')’"


_BEGINS: Final = np.uint64(1)
_GOES_ON: Final = np.int64(-1).astype("uint64")
"""spaCy's marks for the token that begins a sentence and for one that does not; 0 leaves it to the parser."""


@Language.component("weerbaar_blocks")
def start_blocks(doc: Doc) -> Doc:
    """Let each block of the document begin a sentence, and no sentence begin without a mark before it."""
    starts = [block.start for block in doc._.document.blocks] if doc._.document else []
    following = 0
    marks: Any = np.zeros((len(doc), 1), dtype="uint64")
    for token in doc:
        if following < len(starts) and token.idx >= starts[following] and not token.is_space:
            marks[token.i] = _BEGINS
            following = bisect_right(starts, token.idx)
        elif token.i > 0 and not _may_begin(token):
            marks[token.i] = _GOES_ON
    # All at once: the setter of a single token looks at the whole document each time.
    doc.from_array(["SENT_START"], marks)
    return doc


def _may_begin(token: Token) -> bool:
    """Whether a sentence may begin here: after a mark that can close one, and never with a blank."""
    before = token.nbor(-1)
    return not token.is_space and (before.is_space or before.text[-1] in _CLOSING)


@Language.component("weerbaar_normal", assigns=["token.norm"])
def normalise(doc: Doc) -> Doc:
    """Set `token.norm_` to the context-free normal form."""
    for token in doc:
        token.norm_ = normal(token.text)
    return doc


def block_of(doc: Doc, item: Span | Token) -> Block | None:
    """The block in which a span or token begins."""
    document: Document | None = doc._.document
    if document is None:
        return None
    position = item.idx if isinstance(item, Token) else item.start_char
    index = bisect_right(document.blocks, position, key=lambda block: block.start) - 1
    return document.blocks[index] if index >= 0 else None


def kind_of(doc: Doc, item: Span | Token) -> BlockKind:
    """The kind of block in which a span or token begins; a paragraph where no layout is known."""
    block = block_of(doc, item)
    return block.kind if block else BlockKind.PARAGRAPH
