"""Dutch labels as the local names of IRIs: lower-case ASCII, words joined by hyphens."""

from __future__ import annotations

import re
import unicodedata


def slug(label: str) -> str:
    """The local name made from a label.

    >>> slug("Minister van Justitie en Veiligheid")
    'minister-van-justitie-en-veiligheid'
    >>> slug("Yeşilgöz–Zegerius c.s.")
    'yesilgoz-zegerius-c-s'
    """
    ascii_only = unicodedata.normalize("NFKD", label.replace("–", "-")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
