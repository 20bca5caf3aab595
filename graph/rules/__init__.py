"""Rules: what follows from the claims of a document, as SPARQL CONSTRUCT in `*.rq`.

Each rule names itself and the claims that it rests on, reads only claims that the source itself asserts, and
makes the same IRIs from the same claims. What it gives goes into the derived graph of that document; dropping
and deriving anew loses nothing. A new rule is a new file.
"""

from graph.rules.engine import Rules
from graph.rules.rule import Rule, load

__all__ = ["Rule", "Rules", "load"]
