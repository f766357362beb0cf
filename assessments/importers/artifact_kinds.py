"""The kind of an artifact, as its title says it: the last word that names a kind decides."""

from __future__ import annotations

from assessments.importers.wording import fold
from assessments.spec import ARTIFACT_KINDS

_KIND_OF_WORD = {
    "standard": "policy",
    "policies": "policy",
    "scorecard": "dashboard",
    "guideline": "guide",
    "handbook": "guide",
    "procedure": "runbook",
    "matrices": "matrix",
    "audit": "report",
    "review": "report",
    "issue": "ticket",
    "repository": "code",
    "test": "test_result",
    **{kind: kind for kind in ARTIFACT_KINDS if kind not in ("test_result", "other")},
}


def kind_in(title: str) -> str:
    """The kind that a title such as `Scheduled jobs checklist` names; `other` if it names none."""
    for word in reversed(fold(title).split()):
        kind = _KIND_OF_WORD.get(word) or _KIND_OF_WORD.get(word.removesuffix("s"))
        if kind:
            return kind
    return "other"


def kind_named(word: str) -> str | None:
    """The kind written as `policy`, `Test result` or `test-result`; None if it is no kind."""
    kind = fold(word).replace(" ", "_")
    return kind if kind in ARTIFACT_KINDS else None
