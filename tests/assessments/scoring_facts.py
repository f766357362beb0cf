"""Short names for the facts that scoring tests are made of. The day is 21 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

from assessments.scoring import (
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    Claim,
    QuestionFacts,
    Scale,
    Signal,
    SignalState,
    Standing,
)

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)


def said(level: float, role: str = "lead", scale: Scale = DEFAULT_SCALE) -> Claim:
    return Claim(role, Standing.ANSWERED, level / scale.maximum)


def words(role: str = "lead") -> Claim:
    return Claim(role, Standing.ANSWERED)


def dont_know(role: str = "lead") -> Claim:
    return Claim(role, Standing.DONT_KNOW)


def not_applicable(role: str = "lead") -> Claim:
    return Claim(role, Standing.NOT_APPLICABLE)


def refused(role: str = "lead") -> Claim:
    return Claim(role, Standing.NOT_APPLICABLE_REFUSED)


def artifact(
    kind: str = "runbook",
    state: ArtifactState = ArtifactState.ACCEPTED,
    *,
    valid_until: date | None = None,
    objected: bool = False,
    expected: bool = True,
) -> Artifact:
    return Artifact(f"artifact-{kind}", kind, state, valid_until, objected, expected)


def signal(state: SignalState = SignalState.PASS, *, objected: bool = False) -> Signal:
    return Signal(f"probe-{state}", state, objected)


def question(
    name: str,
    *claims: Claim,
    section: str = "practice",
    weight: float = 1,
    roles: tuple[str, ...] | None = None,
    settlement: float | None = None,
    evidence: tuple[Artifact | Signal, ...] = (),
    waived_until: date | None = None,
    scored: bool = True,
) -> QuestionFacts:
    """A question asked of the roles that answered, unless `roles` says otherwise."""
    return QuestionFacts(
        id=name,
        section=section,
        weight=weight,
        roles_asked=tuple(claim.role for claim in claims) if roles is None else roles,
        claims=claims,
        settlement=settlement,
        artifacts=tuple(item for item in evidence if isinstance(item, Artifact)),
        signals=tuple(item for item in evidence if isinstance(item, Signal)),
        waived_until=waived_until,
        scored=scored,
    )
