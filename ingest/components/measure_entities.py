"""`weerbaar_measure_entities`: mentions that name the same measure share one entity.

Two phrases name the same measure when their telling words are the same (“aanpak van statelijke dreigingen”,
“aanpak statelijke dreigingen”), or when they have the same head and one has all telling words of the other
and more (“structurele aanpak”, “structurele aanpak voor de telecomsector”) and no third one fits as well. A
noun alone (“het wetsvoorstel”) takes up the last fuller one in its own paragraph; elsewhere it stays alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from ingest.components.blocks import block_of
from ingest.components.measure_heads import head_of
from ingest.components.measures import measure
from ingest.components.state import entity_of, mentions
from ingest.components.state import replace as replace_mentions
from ingest.data import words
from ingest.extraction import Entity, MentionType

_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM", "X"})


@dataclass
class Group:
    """Mentions of one measure: its head's normal form, its telling words, its mentions in order."""

    head: str
    telling: frozenset[str]
    spans: list[Span] = field(default_factory=list)


@Language.component("weerbaar_measure_entities", assigns=["doc.spans", "doc._.entities"])
def join_measures(doc: Doc) -> Doc:
    """Let the mentions of one measure name one entity."""
    found = mentions(doc, MentionType.MEASURE)
    groups: list[Group] = []
    for span in sorted(found, key=lambda span: -len(telling(span))):
        _place(groups, span)
    _settle(doc, groups, found)
    return doc


def telling(span: Span) -> frozenset[str]:
    """The normal forms of the words that tell measures apart."""
    plain = words("plain_adjectives.txt") | words("transparent_words.txt")
    return frozenset(token.norm_ for token in span if token.pos_ in _CONTENT and token.norm_ not in plain)


def head_word(span: Span) -> str:
    """The normal form of the first noun that can name a measure, else of the phrase's own head."""
    nouns = (token for token in span if token.pos_ in ("NOUN", "PROPN") and head_of(token.norm_))
    found: Token = next(nouns, span.root)
    return found.norm_


def _place(groups: list[Group], span: Span) -> None:
    own, head = telling(span), head_word(span)
    same = next(
        (group for group in groups if any(other.kb_id_ == span.kb_id_ for other in group.spans)), None
    )
    group = same or next(
        (group for group in groups if group.telling == own and (len(own) > 1 or _near(group, span))), None
    )
    if group is None:
        wider = [group for group in groups if group.head == head and own < group.telling]
        if len(own) < 2:
            wider = [group for group in wider if _near(group, span)]
        group = wider[0] if len(wider) == 1 else None
    if group is None:
        group = Group(head, own)
        groups.append(group)
    group.spans.append(span)


def _near(group: Group, span: Span) -> bool:
    """Whether the paragraph of the span has a mention of the group before it."""
    block = block_of(span.doc, span)
    return any(block_of(other.doc, other) == block and other.start <= span.start for other in group.spans)


def _settle(doc: Doc, groups: Sequence[Group], found: list[Span]) -> None:
    chosen: dict[tuple[int, int], Entity] = {}
    for group in groups:
        entity = _entity(doc, group)
        chosen |= {(span.start, span.end): entity for span in group.spans}
    others = [span for span in mentions(doc) if span.label_ != MentionType.MEASURE]
    for entity in chosen.values():
        doc._.entities[entity.iri] = entity
    renamed = [
        Span(
            doc,
            span.start,
            span.end,
            label=span.label_,
            kb_id=chosen[span.start, span.end].iri,
            span_id=span.id_,
        )
        for span in found
    ]
    replace_mentions(doc, [*others, *renamed])


def _entity(doc: Doc, group: Group) -> Entity:
    """A known measure when a mention names one; else a new one, called as it is called most fully."""
    entities = [entity_of(doc, span) for span in group.spans]
    known = next((entity for entity in entities if entity.known), None)
    if known is not None:
        return known
    fullest = group.spans[0]
    first = entities[0]
    label = fullest.text if fullest[0].text[0].islower() or _is_name(fullest) else _lowered(fullest.text)
    aliases = tuple(dict.fromkeys(span.text for span in group.spans if span.text != label))
    return replace(measure(label, first.measure.kind if first.measure else None), aliases=aliases)


def _is_name(span: Span) -> bool:
    """Whether a capital belongs to the name and not to the beginning of a sentence."""
    first = span[0]
    return not first.is_sent_start or first.text.isupper() or (len(span) > 1 and span[1].text[0].isupper())


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
