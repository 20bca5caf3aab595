"""What happens between the last word of a printed line and the first of the next.

A hyphen at the end of a line was put there by the printer (`digitali-⏎sering`), or belongs to the word
(`NAVO-⏎bondgenootschap`, `informatie-⏎uitwisseling`), or stands for a part that follows (`kennis- ⏎en
technologie`). The text itself is the best witness: how the word stands elsewhere, unbroken, decides; then the
spelling rules of the Dutch Language Union (Leidraad, chapter 6: the hyphen), then a word list (simplemma).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Final

import simplemma

HYPHENS: Final = "-\u2010\u00ad"
SUSPENDED: Final = frozenset({"en", "of", "en/of", "dan", "noch", "respectievelijk", "resp."})
"""Words after which the rest of a suspended compound follows."""
CLASHES: Final = frozenset(
    "aa ae ai au ee ei eu ie ii ij oe oi oo ou ui uu ée éé aä".split()  # noqa: SIM905
)
"""Vowel pairs that would be read as one sound: a compound keeps a hyphen between them (Leidraad 6.4)."""
HYPHENATED_PREFIXES: Final = frozenset(
    "niet ex oud non vice adjunct aspirant interim kandidaat quasi sint".split()  # noqa: SIM905
)
"""First parts that keep a hyphen before a whole word (Leidraad 6.6)."""
ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
FIRST_WORD: Final = re.compile(r"[\w.’'/]+")
LAST_WORD: Final = re.compile(r"[^\W_]+$")
BROKEN_WORD: Final = re.compile(r"(?<=[^\W_])[-\u2010]\Z")


class Joint(Enum):
    """How two lines meet."""

    BLANK = "blank"
    """A blank stands between them."""
    GLUE = "glue"
    """Nothing stands between them; the hyphen or slash at the end stays."""
    MEND = "mend"
    """The hyphen at the end goes: it was the printer's."""


def joint(left: str, right: str, occurs: Callable[[str], bool]) -> Joint:
    """How the line `left` goes on in the line `right`.

    `occurs` tells whether a word stands somewhere in the document, unbroken, in lower case.

    >>> joint("voor digitali-", "sering en", lambda word: False)
    <Joint.MEND: 'mend'>
    >>> joint("van de NAVO-", "landen", lambda word: False)
    <Joint.GLUE: 'glue'>
    >>> joint("kennis-", "en technologie", lambda word: False)
    <Joint.BLANK: 'blank'>
    """
    if left.endswith("\u00ad"):
        return Joint.MEND
    if ADDRESS.search(left):
        return Joint.GLUE if left[-1] in "/-_=&?%#" or right[:1] in "?&#/=%" else Joint.BLANK
    if (left[-1:] == "/" and left[-2:-1].isalpha()) or (left[-1:] == "–" and left[-2:-1].isdecimal()):
        return Joint.GLUE
    if left[-1:] in HYPHENS and LAST_WORD.search(left[:-1]):
        return _hyphen(left[:-1], right, occurs)
    return Joint.BLANK


def _hyphen(left: str, right: str, occurs: Callable[[str], bool]) -> Joint:
    """How a word that ends in a hyphen goes on."""
    first, last = FIRST_WORD.match(right), LAST_WORD.search(left)
    if first is None or last is None:
        return Joint.BLANK
    head, tail = last.group(), first.group()
    if tail.lower() in SUSPENDED:
        return Joint.BLANK
    if not tail[0].islower() or any(character.isdigit() for character in head):
        return Joint.GLUE
    if head.isupper() or len(head) == 1:
        return Joint.GLUE  # an acronym, or a first part such as in `e-mail`: no syllable is one letter
    return Joint.GLUE if _keeps_hyphen(head.lower(), _word(tail), occurs) else Joint.MEND


def _word(tail: str) -> str:
    match = re.match(r"[^\W_]+", tail)
    return match.group().lower() if match else ""


def _keeps_hyphen(head: str, tail: str, occurs: Callable[[str], bool]) -> bool:
    if occurs(head + tail):
        return False
    if occurs(f"{head}-{tail}"):
        return True
    doubtful = head[-1:] + tail[:1] in CLASHES or head in HYPHENATED_PREFIXES
    return doubtful and not simplemma.is_known(head + tail, lang="nl")
