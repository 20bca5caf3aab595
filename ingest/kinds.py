"""The kind of each block: printed head, heading, list item, signature, paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ingest.document import BlockKind
from ingest.drafts import MASTHEAD_BLOCKS, Draft, is_fixed, is_label, may_head, text_of
from ingest.patterns import pattern

HEADING_LINES: Final = 3
HEADING_LENGTH: Final = 160
LONGEST_NAME: Final = 7
"""Words of a signature's name, titles included."""


def classify(drafts: Sequence[Draft]) -> None:
    """Give each draft its kind."""
    head = _masthead_end(drafts)
    for draft in drafts[:head]:
        draft.kind = BlockKind.MASTHEAD
    body = drafts[head:]
    for index, draft in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        draft.kind = _kind(draft, following)
        if index and _is_name(draft) and body[index - 1].kind is BlockKind.SIGNATURE:
            draft.kind = BlockKind.SIGNATURE


def _masthead_end(drafts: Sequence[Draft]) -> int:
    """How many drafts the printed head takes: up to the date, or to the last line of its form."""
    line, block, dated = (pattern("masthead", name) for name in ("line", "block", "date"))
    end = 0
    for index, draft in enumerate(drafts[:MASTHEAD_BLOCKS]):
        text = text_of(draft)
        if dated.fullmatch(text):
            return index + 1
        if line.fullmatch(draft.first) or block.fullmatch(text):
            end = index + 1
        elif len(text) > HEADING_LENGTH:
            break
    return end if end > 1 or (end and block.fullmatch(text_of(drafts[0]))) else 0


def _kind(draft: Draft, following: Draft | None) -> BlockKind:
    if pattern("signature", "line").fullmatch(draft.first) and len(draft.lines) <= HEADING_LINES:
        return BlockKind.SIGNATURE
    if pattern("list", "glyph").match(draft.first):
        return BlockKind.LIST_ITEM
    if is_fixed(draft.first) or _is_heading(draft, following):
        return BlockKind.HEADING
    if is_label(draft.first):
        return BlockKind.LIST_ITEM
    return BlockKind.PARAGRAPH


def _is_name(draft: Draft) -> bool:
    """Whether a block is one line of at most a few capitalised words, as the name under a signature is."""
    words = draft.first.split()
    return len(draft.lines) == 1 and 1 < len(words) <= LONGEST_NAME and words[-1][0].isupper()


def _is_heading(draft: Draft, following: Draft | None) -> bool:
    """Short, begun with a capital or number, not closed, set apart, with text below it."""
    text = text_of(draft)
    return (
        draft.gap
        and following is not None
        and following.gap
        and len(draft.lines) <= HEADING_LINES
        and len(text) <= HEADING_LENGTH
        and may_head(text)
    )
