"""Whole lemmas. The treebanks part compounds with '_' and lose what joins them: 'leven_omstandigheid'.

>>> whole("levensomstandigheden", "leven_omstandigheid", "NOUN")
'levensomstandigheid'
>>> whole("G8-top", "G8_top", "NOUN")
'G8-top'
>>> whole("afgelopen", "af_lopen", "VERB"), whole("lopen", "af_lopen", "VERB")
('aflopen', 'lopen')
"""

from __future__ import annotations


def whole(form: str, lemma: str, upos: str) -> str:
    """The lemma in one piece, spelt as the form spells its first parts.

    A separable verb whose particle stands elsewhere gets the verb alone: the particle is a word of its own
    there (`compound:prt`).
    """
    if "_" not in lemma.strip("_"):
        return lemma
    *first, last = lemma.split("_")
    if upos in {"VERB", "AUX"}:
        apart = not form.lower().startswith(first[0].lower()[:2])
        return last if apart else "".join((*first, last))
    at = start_of(form, last)
    if at is None:
        return "".join((*first, last))
    prefix = form[:at]
    return (prefix if upos == "PROPN" or first[0][0].isupper() else prefix[:1].lower() + prefix[1:]) + last


def start_of(form: str, last: str) -> int | None:
    """Where the last part of a compound begins in the form, by its longest beginning that occurs there."""
    for length in range(len(last), 1, -1):
        at = form.lower().rfind(last[:length].lower(), 1)
        if at > 0 and length >= min(len(last), len(form) - at) - 3:
            return at
    return None
