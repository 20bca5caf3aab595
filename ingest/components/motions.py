"""`weerbaar_motions`: the motions of `ingest.motions` as mentions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ingest.components.citations import paper_label
from ingest.components.state import add
from ingest.extraction import Entity, MentionType
from ingest.motions import Motion, motions, motions_in
from ingest.slugs import slug
from ontology.namespaces import ID, Iri


@Language.component("weerbaar_motions", assigns=["doc.spans", "doc._.entities"])
def note_motions(doc: Doc) -> Doc:
    """Add a mention for each motion. The paper that it is, where determined, is its identity."""
    found = motions_in(doc._.document, doc._.citations) if doc._.document else motions(doc.text)
    for motion in found:
        span = doc.char_span(motion.start, motion.end, alignment_mode="contract")
        if span is not None:
            entity = moved(motion)
            doc._.entities[entity.iri] = entity
            add(doc, span.start, span.end, entity, "motion")
    return doc


def moved(motion: Motion) -> Entity:
    """The motion as an entity: a paper when it is known which, else a thing named by its members."""
    names = " en ".join(filter(None, (", ".join(motion.names[:-1]), motion.names[-1])))
    label = f"motie van {'het lid' if len(motion.names) == 1 else 'de leden'} {names}"
    local = motion.document or slug(f"motie {names}")
    paper = motion.document and paper_label(motion.document)
    aliases = (f"motie {names}", *((paper,) if paper else ()))
    return Entity(Iri(f"{ID}document/{local}"), MentionType.MOTION, label, None, aliases, known=False)
