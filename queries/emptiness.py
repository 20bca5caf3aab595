"""Why an answer is empty: what was looked for, which part found nothing, and what lies nearest.

An empty table can mean that the graph knows nothing, or that the answer is “none”. A canned query
lists in its front matter the steps that must hold one after another; the first that does not is the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Store

from graph.reader import Reader, Term
from ontology.namespaces import PREFIXES, Iri, shorten
from queries.binding import Template, template
from queries.frontmatter import LANGUAGES, Texts
from queries.labels import labels
from queries.parameters import Arguments

_HEAD: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + "ASK { "

_ENOUGH: Final = 3
"""How many neighbours with an answer are named."""
_NEIGHBOURS: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?neighbour (MIN(?distance) AS ?nearness) WHERE {{
  {{ {thing} skos:broader|^skos:broader|skos:related ?neighbour BIND(1 AS ?distance) }}
  UNION {{ {thing} skos:broader/^skos:broader ?neighbour BIND(2 AS ?distance) }}
  FILTER(?neighbour != {thing})
}} GROUP BY ?neighbour ORDER BY ?nearness ?neighbour LIMIT 12"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that must hold for a query to find anything."""

    pattern: Template
    """An ASK query, with slots."""
    missing: Texts
    """What to say when it does not hold; `{threat}` stands for the label of that argument."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A neighbouring thing for which the same question has an answer."""

    parameter: str
    thing: Iri
    rows: int


@dataclass(frozen=True, slots=True)
class Emptiness:
    """The explanation that goes with an answer without rows."""

    looked_for: Texts
    missing: Texts | None
    """What found nothing; None when each step holds and only their combination does not."""
    nearest: tuple[Nearest, ...]


def step(pattern: str, missing: Texts) -> Step:
    """A step from its graph pattern. Raises SyntaxError when the pattern is no SPARQL."""
    asked = Template((_HEAD, *template(pattern).parts, " }"))
    Store().query(asked.bind({}))
    return Step(asked, missing)


def explain(
    reader: Reader, query: Template, question: Texts, steps: Iterable[Step], arguments: Arguments
) -> Emptiness:
    """Why the query found nothing with these arguments."""
    called = _called(reader, arguments)
    first = next((step for step in steps if not reader.ask(step.pattern.bind(arguments))), None)
    return Emptiness(
        looked_for={language: _looked_for(question[language], called[language]) for language in LANGUAGES},
        missing={language: first.missing[language].format_map(called[language]) for language in LANGUAGES}
        if first
        else None,
        nearest=tuple(islice(_nearest(reader, query, arguments), _ENOUGH)),
    )


class _Spoken(dict[str, str]):
    """Argument labels by parameter; a parameter that was not given is spoken of as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _called(reader: Reader, arguments: Arguments) -> Mapping[str, _Spoken]:
    things = [
        Iri(term.value) for terms in arguments.values() for term in terms if isinstance(term, NamedNode)
    ]
    known = labels(reader, things)

    def spoken(term: Term, language: str) -> str:
        names = known.get(Iri(term.value), {})
        return names.get(language) or next(iter(names.values()), shorten(term.value))

    return {
        language: _Spoken(
            {name: ", ".join(spoken(term, language) for term in terms) for name, terms in arguments.items()}
        )
        for language in LANGUAGES
    }


def _looked_for(question: str, called: Mapping[str, str]) -> str:
    asked = "; ".join(f"{name}: {value}" for name, value in called.items())
    return f"{question} ({asked})" if asked else question


def _nearest(reader: Reader, query: Template, arguments: Arguments) -> Iterator[Nearest]:
    """Asks the same of broader, narrower and sibling things, and keeps those that have an answer."""
    for name, terms in arguments.items():
        for thing in (term for term in terms if isinstance(term, NamedNode)):
            for row in reader.select(_NEIGHBOURS.format(thing=thing)).rows:
                neighbour = row["neighbour"]
                found = len(reader.select(query.bind({**arguments, name: (neighbour,)})).rows)
                if found:
                    yield Nearest(name, Iri(neighbour.value), found)
