"""The terms of the ontology as constants: `TERMS.counters` is the IRI of the property `wb:counters`.

A name that the modules do not declare raises `AttributeError`, and fails the type check before that. The list
here and the modules are held equal by a test.
"""

# ruff: noqa: N815 - the names are those of the ontology

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from ontology.namespaces import WB


class TERMS(DefinedNamespace):
    """Every class, property and named individual of the OWL modules."""

    _NS = Namespace(WB)
    _fail = True

    # Classes
    ActiveStatus: URIRef
    ActorType: URIRef
    Agent: URIRef
    AssessedAspect: URIRef
    Assessment: URIRef
    AttributionAssessment: URIRef
    Bindingness: URIRef
    Claim: URIRef
    CollectiveInterest: URIRef
    CollectiveMeans: URIRef
    Coverage: URIRef
    CoverageBasis: URIRef
    CoverageStrength: URIRef
    Derivation: URIRef
    Document: URIRef
    EditorialReview: URIRef
    Effect: URIRef
    EscalationLadder: URIRef
    EscalationStep: URIRef
    Evidence: URIRef
    ExtractionRun: URIRef
    GenericActor: URIRef
    Goal: URIRef
    Horizon: URIRef
    Incident: URIRef
    Interest: URIRef
    LegalInstrument: URIRef
    LetterToParliament: URIRef
    Level: URIRef
    Likelihood: URIRef
    Manifestation: URIRef
    Means: URIRef
    Measure: URIRef
    MeasureFunction: URIRef
    MeasureType: URIRef
    Modality: URIRef
    Motion: URIRef
    Nature: URIRef
    Organisation: URIRef
    Person: URIRef
    Post: URIRef
    ResponseDomain: URIRef
    ResponseFramework: URIRef
    ResponseOption: URIRef
    ReviewDecision: URIRef
    ReviewState: URIRef
    State: URIRef
    StateActor: URIRef
    StateResponsibility: URIRef
    StateThreat: URIRef
    Status: URIRef
    StatusEvent: URIRef
    Target: URIRef
    Theme: URIRef
    ThreatActivity: URIRef
    ThreatElement: URIRef
    Verdict: URIRef

    # Object properties
    actorType: URIRef
    actsOnBehalfOf: URIRef
    addressesMotion: URIRef
    adoptedAs: URIRef
    assertedIn: URIRef
    assessedAs: URIRef
    assesses: URIRef
    assessor: URIRef
    atStep: URIRef
    attributedTo: URIRef
    bindingness: URIRef
    cites: URIRef
    claimObject: URIRef
    claimPredicate: URIRef
    claimSubject: URIRef
    conductedBy: URIRef
    counters: URIRef
    coverageBasis: URIRef
    coverageStrength: URIRef
    coveringMeasure: URIRef
    covers: URIRef
    decides: URIRef
    derivedPredicate: URIRef
    derivedSubject: URIRef
    describesActivity: URIRef
    directedAtActor: URIRef
    empowersBody: URIRef
    eventOf: URIRef
    function: URIRef
    hasEffect: URIRef
    hasLadder: URIRef
    hasLegalBasis: URIRef
    hasStatus: URIRef
    hasStep: URIRef
    horizon: URIRef
    inDocument: URIRef
    involvedBody: URIRef
    level: URIRef
    likelihood: URIRef
    mayBecome: URIRef
    measureType: URIRef
    modality: URIRef
    partOf: URIRef
    protects: URIRef
    protectsInterest: URIRef
    protectsTarget: URIRef
    pursuesGoal: URIRef
    reportedIn: URIRef
    requiresAttribution: URIRef
    responseDomain: URIRef
    responsibility: URIRef
    responsibleBody: URIRef
    resultsIn: URIRef
    reviewState: URIRef
    status: URIRef
    targets: URIRef
    theme: URIRef
    threatens: URIRef
    uses: URIRef
    verdict: URIRef

    # Datatype properties
    characterCount: URIRef
    claimValue: URIRef
    confidence: URIRef
    contentSha256: URIRef
    countryNeutral: URIRef
    documentedCount: URIRef
    dossier: URIRef
    dueBy: URIRef
    extractorVersion: URIRef
    footnoteNumber: URIRef
    marking: URIRef
    model: URIRef
    number: URIRef
    openEnumeration: URIRef
    page: URIRef
    pageCount: URIRef
    publication: URIRef
    rank: URIRef
    reviewer: URIRef
    rule: URIRef
    sectionTitle: URIRef
    session: URIRef
    sha256: URIRef
    statedDate: URIRef
    validFrom: URIRef
    verbatim: URIRef

    # Annotation properties
    closedList: URIRef
    derivedObject: URIRef
    horizonEnd: URIRef
    officialIdentifier: URIRef
    sourcePage: URIRef
    usedInCQ: URIRef

    # Individuals
    Accepted: URIRef
    Corrected: URIRef
    Machine: URIRef
    Rejected: URIRef
    Reviewed: URIRef
