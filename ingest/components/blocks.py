"""Sentences end where blocks end, and every token gets its context-free normal form.

`weerbaar_blocks` runs before the parser, which keeps the boundaries that it finds set. `weerbaar_normal`
runs after tagger and parser, because they were trained on the ordinary NORM of the token.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ingest.document import Block, BlockKind, Document
from ingest.normal import normal


_CLOSING: Final = ".?!:;…»”\"')’"


@Language.component("weerbaar_blocks")
def start_blocks(doc: Doc) -> Doc:
    """Let each block of the document begin a sentence, and no sentence begin without a mark before it."""
    starts = [block.start for block in doc._.document.blocks] if doc._.document else []
    following = 0
    for token in doc:
        if following < len(starts) and token.idx >= starts[following] and not token.is_space:
            token.is_sent_start = True
            following = bisect_right(starts, token.idx)
        elif token.i > 0 and not _may_begin(token):
            token.is_sent_start = False
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
