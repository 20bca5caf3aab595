"""What people decide about claims, kept apart from the claims.

A decision accepts, rejects or corrects one claim. It stands in a graph of its own, keyed by the claim's id,
so that reading a document again keeps it: the same words give the same id. What a decision changes is what
may be derived; the claim itself stays as it was found.
"""

from graph.review.decide import UnknownClaim, decide
from graph.review.decision import Correction, Decision, Verdict
from graph.review.ledger import Ledger, Policy, RulePrecision

__all__ = [
    "Correction",
    "Decision",
    "Ledger",
    "Policy",
    "RulePrecision",
    "UnknownClaim",
    "Verdict",
    "decide",
]
