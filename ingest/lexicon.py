"""The words by which things are known: one lexicon, made from the SKOS labels of vocabulary and agents.

Preferred, alternative and hidden labels in Dutch (and those without language, such as acronyms) all lead to
their concept. Measures that earlier documents brought may join, but never those known only from the document
that is being read: it would then recognise its own reviewed answers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ingest.document import DocumentId
from ingest.extraction import MentionType
from ontology.namespaces import ID, WB, Iri, expand

_DATA: Final = Path(__file__).parent / "data"
_LABELS: Final = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_ADJECTIVE: Final = re.compile(r"[A-Z][\w-]*(?:se|s|e)")
"""“Duitse”, “Amerikaans”: of a partner only the name is a mention, of a threatening state this too."""
_NAMING: Final = tuple(URIRef(WB + name) for name in ("claimSubject", "claimObject"))


@dataclass(frozen=True, slots=True)
class Term:
    """A thing with all its Dutch names; `forms[0]` is the preferred one."""

    iri: Iri
    type: MentionType
    forms: tuple[str, ...]
    label_en: str | None = None
    broader: tuple[Iri, ...] = ()
    country: bool = False
    """Whether it is a state: its name after “in” or “uit” is a place, and no one who acts."""

    @property
    def label_nl(self) -> str:
        return self.forms[0]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every term by its IRI."""

    terms: dict[Iri, Term]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def of_type(self, *types: MentionType) -> Iterator[Term]:
        """The terms that a mention of one of these types can name."""
        return (term for term in self if term.type in types)

    @classmethod
    def from_graphs(
        cls, *graphs: Graph, known: Graph | None = None, exclude_document: DocumentId | None = None
    ) -> Lexicon:
        """The lexicon of vocabulary and agents, and of the measures in `known`.

        `known` holds the claims of earlier documents. A measure that only claims of `exclude_document`
        speak of is left out.
        """
        types = mention_types()
        terms = {term.iri: term for graph in graphs for term in _terms(graph, types)}
        if known is not None:
            terms |= {term.iri: term for term in _known_measures(known, exclude_document)}
        return cls(terms)


def mention_types() -> dict[str, MentionType]:
    """The type of mention of a thing, a scheme's concepts or a class's members (`data/mention_types.tsv`)."""
    rows = (line.split() for line in (_DATA / "mention_types.tsv").read_text("utf-8").splitlines())
    return {expand(row[0]): MentionType(row[1]) for row in rows if row and not row[0].startswith("#")}


def _terms(graph: Graph, types: dict[str, MentionType]) -> Iterator[Term]:
    for subject in sorted(set(graph.subjects(SKOS.prefLabel, None)), key=str):
        kinds = [*graph.objects(subject, SKOS.inScheme), *sorted(graph.objects(subject, RDF.type), key=str)]
        found = next((types[str(kind)] for kind in (subject, *kinds) if str(kind) in types), None)
        term = found and _term(graph, subject, found)
        if term:
            yield term


def _term(graph: Graph, subject: object, kind: MentionType) -> Term | None:
    assert isinstance(subject, URIRef)
    forms = dict.fromkeys(_labels(graph, subject))
    country = (subject, RDF.type, URIRef(WB + "State")) in graph
    if kind is MentionType.ORGANISATION and country:
        forms = {form: None for form in forms if not _ADJECTIVE.fullmatch(form)}
    if not forms:
        return None
    english = (
        o for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, Literal) and o.language == "en"
    )
    broader = tuple(sorted(Iri(str(o)) for o in graph.objects(subject, SKOS.broader)))
    return Term(
        Iri(str(subject)), kind, tuple(forms), next((str(o) for o in english), None), broader, country
    )


def _labels(graph: Graph, subject: URIRef) -> Iterator[str]:
    for predicate in _LABELS:
        for label in sorted(graph.objects(subject, predicate), key=str):
            if isinstance(label, Literal) and label.language in (None, "nl"):
                yield str(label)


def _known_measures(graph: Graph, excluded: DocumentId | None) -> Iterator[Term]:
    sources: defaultdict[object, set[str]] = defaultdict(set)
    for claim, document in graph.subject_objects(URIRef(WB + "assertedIn")):
        for predicate in _NAMING:
            for thing in graph.objects(claim, predicate):
                sources[thing].add(str(document))
    for measure in sorted(graph.subjects(RDF.type, URIRef(WB + "Measure")), key=str):
        if sources[measure] - {f"{ID}document/{excluded}"}:
            term = _term(graph, measure, MentionType.MEASURE)
            if term:
                yield term
