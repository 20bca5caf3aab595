"""Session years of parliament: printed `2020–2021`, `2018/19` or `1999/00`."""

from __future__ import annotations

import re


def session_years(printed: str) -> tuple[str, str]:
    """The first and second year of a session.

    >>> session_years("1999/00")
    ('1999', '2000')
    """
    first, last = re.findall(r"\d+", printed)
    if len(last) == 2:
        following = str(int(first) + 1)
        last = following if following.endswith(last) else first[:2] + last
    return first, last
