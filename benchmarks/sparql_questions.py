"""The queries of the SPARQL benchmark (`sparql.toml`), and how their parameters vary."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ontology.namespaces import PREFIXES

ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
STRIDE = 7919
"""A prime, so that neighbouring steps ask for documents far apart."""
CLAIMS = 10
"""Claims of a generated document."""

_SCRIPT = """-- Written by benchmarks.sparql_questions: makes each request as it is sent, none twice.
local before, after, step, period
function init(args)
  step, period = tonumber(args[1]) - 1, tonumber(args[2])
  before = "GET " .. wrk.path .. "?query="
  after = " HTTP/1.1\\r\\nHost: " .. wrk.headers["Host"] .. "\\r\\nAccept: {accept}\\r\\n\\r\\n"
end
function request()
  step = step + 1
  local number = period > 0 and step % period or step
  local n, k = number * {stride} % {documents}, number % {claims}
  return before .. {text} .. number .. after
end
"""


@dataclass(frozen=True)
class Question:
    """One kind of query; `{n}` is the number of a document, `{k}` of a claim in it."""

    name: str
    text: str
    join: bool = False
    """Whether rdflib-endpoint is asked too."""
    large: bool = False
    """Whether the time to its first byte is measured."""
    rows: int = 0
    """Rows that it gives at a million triples, where that is the point of it."""
    megabytes: int = 0
    """The same of its size in N-Triples."""

    def query(self, step: int, documents: int) -> str:
        """The text with the parameters of a step; no two steps have the same text."""
        values = {"n": step * STRIDE % documents, "k": step % CLAIMS}
        return re.sub(r"\{([nk])\}", lambda found: str(values[found[1]]), self._template) + str(step)

    def script(self, documents: int) -> str:
        """The same as a program for wrk, which takes the first step and a period (0: none) as arguments."""
        parts = re.split(r"\{([nk])\}", self._template)  # text, name, text, name, … text
        text = " .. ".join(part if at % 2 else f'"{quote(part, safe="")}"' for at, part in enumerate(parts))
        return (
            _SCRIPT.replace("{accept}", ACCEPT)
            .replace("{stride}", str(STRIDE))
            .replace("{documents}", str(documents))
            .replace("{claims}", str(CLAIMS))
            .replace("{text}", text)
        )

    @property
    def _template(self) -> str:
        """The query with the prefixes that it uses, and an open comment for the number of the step."""
        used = sorted(set(re.findall(r"\b([a-z-]+):(?=[\w{])", self.text)))
        return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + self.text + " # "


QUESTIONS = tuple(
    Question(**row)
    for row in tomllib.loads(Path(__file__).with_name("sparql.toml").read_text(encoding="utf-8"))["question"]
)


def named(names: list[str]) -> tuple[Question, ...]:
    """The questions with these names; all when none is named. Raises `SystemExit` on an unknown one."""
    known = {question.name: question for question in QUESTIONS}
    if unknown := set(names) - known.keys():
        raise SystemExit(f"no such query: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    return tuple(known[name] for name in names) or QUESTIONS
