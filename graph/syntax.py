"""A syntax error that a reader can act on.

The engine's parser reports the furthest place that it reached and every token that it could have taken there,
often dozens with character classes among them. This keeps the place, what stands there, and what of the rest
can be read.
"""

from __future__ import annotations

import re
from typing import Final

from graph.errors import QuerySyntaxError

_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CHARACTER_CLASS: Final = re.compile(r"\[(?:'(?:\\.|[^'\\])+'|[^\]'])*\]")
_TOKEN: Final = re.compile(r'"([^"\\\s]{1,3})"|\b([A-Z]{2,})\b')
_MOST: Final = 6
"""How many expected tokens are worth reading."""
_PREFIXED_NAME: Final = re.compile(r"([\w.-]*):[^\s:]*\s*$")
_ADVICE: Final = {
    "Prefix not found": "a prefix is used that no PREFIX line declares",
    "IRI parsing failed": "the text between < and > is no absolute IRI",
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither grouped by nor aggregated"
    ),
}


def syntax_error(query: str, error: SyntaxError) -> QuerySyntaxError:
    """The engine's complaint about `query` as an error with line, column and one short reason."""
    message = error.msg or "the query does not parse"
    match = _PLACE.match(message)
    if match is None:
        return QuerySyntaxError(message.splitlines()[0][:200], 1, 1)
    line, column = int(match[1]), int(match[2])
    return QuerySyntaxError(_reason(query, line, column, match[3]), line, column)


def _reason(query: str, line: int, column: int, expected: str) -> str:
    name = _PREFIXED_NAME.search(query.split("\n")[line - 1][: column - 1])
    if "Prefix not found" in expected and name:
        return f"the prefix “{name[1]}:” is used, but no PREFIX line declares it"
    for phrase, advice in _ADVICE.items():
        if phrase in expected:
            return advice
    found = _found(query, line, column)
    tokens = [quoted or word for quoted, word in _TOKEN.findall(_CHARACTER_CLASS.sub("", expected))]
    if not tokens:
        return found
    return f"{found}; expected {' or '.join(tokens[:_MOST])}{' …' if len(tokens) > _MOST else ''}"


def _found(query: str, line: int, column: int) -> str:
    """What stands where the parser stopped; at the end it is silent on what came before."""
    lines = query.split("\n")
    rest = " ".join([lines[line - 1][column - 1 :], *lines[line:]]).split()
    if rest:
        return f"unexpected “{rest[0][:40]}”"
    if not query.strip():
        return "the query is empty"
    open_braces = query.count("{") - query.count("}")
    if open_braces > 0:
        return f"the query ends too early: {open_braces} “{{” not closed"
    return "the query is not complete or not valid up to here"
