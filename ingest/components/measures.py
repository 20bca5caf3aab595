"""`weerbaar_measures`: the phrases that name a measure.

Two forms: a noun phrase whose head is a noun of policy (`measure_nouns`), and an infinitive used as a noun
that a verb of policy governs (`measure_verbs`). Both take the maximal phrase up to its restrictive
complement. Needs part-of-speech tags: without a trained model it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.blocks import kind_of
from ingest.components.measure_nouns import noun_phrases
from ingest.components.measure_scene import Phrase, scene_of
from ingest.components.measure_verbs import nominal_verbs
from ingest.components.state import add, entity_of, mentions
from ingest.document import BlockKind
from ingest.extraction import Entity, MeasureFacts, MentionType
from ingest.slugs import slug
from ontology.namespaces import ID, Iri

_NO_PROSE = (BlockKind.MASTHEAD, BlockKind.SIGNATURE)


@Language.component("weerbaar_measures", assigns=["doc.spans", "doc._.entities"])
def find_measures(doc: Doc) -> Doc:
    """Add a mention for each phrase that names a measure."""
    if not doc.has_annotation("DEP"):
        return doc
    scene = scene_of(doc)
    found = [*noun_phrases(scene), *nominal_verbs(scene)]
    prose = [phrase for phrase in found if kind_of(doc, doc[phrase.head]) not in _NO_PROSE]
    known = _known(doc)
    for phrase in _without_doubles(prose):
        label = doc[phrase.start : phrase.end].text
        entity = known.get(phrase.head) or measure(label, phrase.kind)
        add(doc, phrase.start, phrase.end, entity, phrase.rule)
    return doc


def _known(doc: Doc) -> dict[int, Entity]:
    """The measures that the lexicon knows from elsewhere, by the tokens of their names."""
    return {
        index: entity_of(doc, span)
        for span in mentions(doc, MentionType.MEASURE)
        if span.id_ == "term"
        for index in range(span.start, span.end)
    }


def measure(label: str, kind: str | None) -> Entity:
    """A measure first met in this document, with an IRI made from its name."""
    iri = Iri(f"{ID}measure/{slug(label)}")
    return Entity(iri, MentionType.MEASURE, label, known=False, measure=MeasureFacts(kind))


def _without_doubles(found: Sequence[Phrase]) -> Iterator[Phrase]:
    """One phrase of two, where one is the object of the other (“stelsel van investeringstoetsing”)."""
    for phrase in found:
        inner = any(_holds(outer, phrase) and not (outer.light and phrase.named) for outer in found)
        outer = phrase.light and any(_holds(phrase, other) and other.named for other in found)
        if not inner and not outer:
            yield phrase


def _holds(outer: Phrase, inner: Phrase) -> bool:
    """Whether the inner phrase stands in the complement of the outer one."""
    return outer is not inner and outer.head < inner.start and inner.end <= outer.end
