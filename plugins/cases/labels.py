"""The words that readers see for the words of the format."""

from __future__ import annotations

from plugins.cases.model import Account, Basis, Likelihood, Result, RoleKind

KINDS = {
    RoleKind.LEADER: "Leader",
    RoleKind.PROFESSIONAL: "Professional",
    RoleKind.CUSTOMER: "Customer",
    RoleKind.OTHER: "Other",
}
BASES = {
    Basis.TRUE: "True: it happened",
    Basis.COMPOSITE: "Composite: several stories told as one",
    Basis.FICTIONAL: "Fictional",
}
LIKELIHOODS = {Likelihood.HAPPENED: "Happened", Likelihood.LIKELY: "Expected", Likelihood.POSSIBLE: "Possible"}
ACCOUNTS = {
    Account.WOULD_DO: "Would do this.",
    Account.DID: "Did this.",
    Account.HAPPENED: "This happened.",
    Account.DISAGREE: "Disagrees.",
}
RESULTS = {
    Result.BETTER: "better",
    Result.MIXED: "mixed",
    Result.SAME: "the same",
    Result.WORSE: "worse",
    Result.UNKNOWN: "cannot say",
}
"""In the order in which they are counted."""
