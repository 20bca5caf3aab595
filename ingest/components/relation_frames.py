"""Frame rules: a verb, who does it and what it is done to, wherever they stand in the clause.

Roles are read from what Dutch marks openly: in a passive clause the agent has “door”, in an active one no
preposition; the patient has none, or one that the verb asks for. Types do the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.components.clauses import Clause, ClauseKind
from ingest.components.cues import words
from ingest.components.passages import lemma
from ingest.components.prepositions import preposition
from ingest.components.relation_findings import Argument, Finding, View
from ingest.components.relation_rules import FrameRule
from ingest.components.slots import Slot


def frame_findings(view: View, rules: Iterable[FrameRule]) -> Iterator[Finding]:
    """What the frame rules find in each clause of the passage."""
    for clause in view.clauses:
        reading = _Reading(view, clause)
        if reading.verbs and len(reading.arguments) > 1:
            for rule in rules:
                yield from reading.findings(rule)


class _Reading:
    """A clause read for its verbs and arguments."""

    def __init__(self, view: View, clause: Clause) -> None:
        self.view = view
        self.clause = clause
        self.verbs = dict(_verbs(view, clause))
        self.words = frozenset(item.word for item in clause.of(view.passage) if not item.slot)
        self.arguments = list(_arguments(view, clause))
        self.passive = self._is_passive()

    def _is_passive(self) -> bool:
        """“worden” with another verb, or “zijn” with an agent named by “door”."""
        lemmas = {item.lemma for item in self.clause.of(self.view.passage) if not item.slot}
        return "worden" in lemmas or (
            "zijn" in lemmas and any(prep == "door" for _, _, prep in self.arguments)
        )

    def findings(self, rule: FrameRule) -> Iterator[Finding]:
        if rule.verbs.isdisjoint(self.verbs):
            return
        verb = next(place for name, place in self.verbs.items() if name in rule.verbs)
        if (rule.requires and not rule.requires & self.words) or rule.excludes & self.words:
            return
        if rule.voice != "any" and (rule.voice == "passive") != self.passive:
            return
        agents = [(place, slot) for place, slot, prep in self.arguments if self._is_agent(rule, slot, prep)]
        patients = [
            (place, slot)
            for place, slot, prep in self.arguments
            if slot.types & rule.patient and prep in rule.prepositions
        ]
        if len(agents) > 1 and not self.passive:
            # Of several names without preposition the subject stands before the object.
            first_patient = max((place for place, _ in patients), default=0)
            agents = [(place, slot) for place, slot in agents if place < first_patient][:1]
        for agent_place, agent in agents:
            for patient_place, patient in patients:
                if agent_place == patient_place:
                    continue
                yield self._finding(rule, verb, (agent_place, agent), (patient_place, patient))

    def _is_agent(self, rule: FrameRule, slot: Slot, preposition: str) -> bool:
        return bool(slot.types & rule.agent) and preposition == ("door" if self.passive else "")

    def _finding(
        self, rule: FrameRule, verb: int, agent: tuple[int, Slot], patient: tuple[int, Slot]
    ) -> Finding:
        doer, done = Argument(agent[1], rule.agent), Argument(patient[1], rule.patient)
        subject, object_ = (done, doer) if rule.inverted else (doer, done)
        anchor = tuple(sorted({verb, agent[0], patient[0]}))
        return Finding(subject, rule.predicate, object_, rule.name, rule.confidence, self.view, anchor)


def _verbs(view: View, clause: Clause) -> Iterator[tuple[str, int]]:
    """The lemmas of the clause's words and their places, separable verbs also joined (“zet … in”)."""
    plain: list[tuple[str, int]] = []
    particles: list[str] = []
    for place in clause.items:
        item = view.items[place]
        if item.slot:
            inside = view.passage.span.doc[item.slot.start : item.slot.end]
            plain += [(lemma(token.text), place) for token in inside if token.pos_ == "VERB"]
        if not item.slot and not _is_noun(view, place):
            plain.append((item.lemma, place))
            if item.word in words("particle"):
                particles.append(item.word)
    yield from plain
    for particle in particles:
        for name, place in plain:
            if view.items[place].tag in {"VERB", ""} and not name.startswith(particle):
                yield particle + name, place


def _is_noun(view: View, place: int) -> bool:
    """Whether a verb form is used as a noun: “het verhogen van”."""
    following = view.items[place + 1] if place + 1 < len(view.items) else None
    return following is not None and following.word == "van"


def _arguments(view: View, clause: Clause) -> Iterator[tuple[int, Slot, str]]:
    """Place, slot and governing preposition of what is named in the clause, its antecedent included."""
    for place in clause.items:
        slot = view.items[place].slot
        if slot:
            yield place, slot, preposition(view.items, place)
    if clause.elided is not None and (shared := shared_subject(view, clause.elided)) is not None:
        yield shared, view.slots[shared], ""
    if clause.kind is ClauseKind.RELATIVE and clause.antecedent is not None:
        yield clause.antecedent, view.slots[clause.antecedent], _preposition_in(clause.introducer)


def shared_subject(view: View, clause: Clause) -> int | None:
    """The place of the first thing named without preposition in a clause: what the next one leaves out."""
    bare = (place for place in clause.items if place in view.slots and not preposition(view.items, place))
    return next(bare, None)


def _preposition_in(introducer: str) -> str:
    """The preposition of a relative adverb, “aan” of “waaraan”; empty for a pronoun."""
    return introducer.removeprefix("waar").replace("mee", "met") if introducer.startswith("waar") else ""
