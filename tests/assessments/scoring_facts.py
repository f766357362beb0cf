"""Short names for the facts that scoring tests are made of. The day is 21 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from assessments.rules import Reading, Rule, Ticks, parse
from assessments.scoring import (
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    ChoiceFacts,
    Claim,
    QuestionFacts,
    Risk,
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


def waiting(role: str = "lead") -> Claim:
    return Claim(role, Standing.NOT_APPLICABLE_WAITING)


def unconfirmed(role: str = "lead") -> Claim:
    return Claim(role, Standing.UNCONFIRMED)


def ticks(*ticked: str, na: tuple[str, ...] = ()) -> Ticks:
    return Ticks(frozenset(ticked), frozenset(na))


def picked(*ticked: str, na: tuple[str, ...] = (), role: str = "lead") -> Claim:
    return Claim(role, Standing.ANSWERED, ticks=ticks(*ticked, na=na))


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
    tier: int | None = None,
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
        tier=tier,
    )


def choice(
    key: str, *evidence: Artifact | Signal, score: float | None = None, none: bool = False
) -> ChoiceFacts:
    return ChoiceFacts(
        key=key,
        score=score,
        none_of_these=none,
        artifacts=tuple(item for item in evidence if isinstance(item, Artifact)),
        signals=tuple(item for item in evidence if isinstance(item, Signal)),
    )


def risk_rules(**conditions: str) -> tuple[Rule, ...]:
    """The rules of these conditions in order, by the names of their risks."""
    return tuple(Rule(parse(text), Risk(risk)) for risk, text in conditions.items())


GOOD = risk_rules(none="backups && drills", medium="backups || drills", high="default")
"""Rules over good practices: the more, the better."""

BACKUPS = (choice("backups"), choice("drills"), choice("nothing", none=True))


def picks(
    *claims: Claim,
    choices: tuple[ChoiceFacts, ...] = BACKUPS,
    rules: tuple[Rule, ...] = GOOD,
    reading: Reading = Reading.AWS,
    settled: Ticks | None = None,
    settlement: float | None = None,
    evidence: tuple[Artifact | Signal, ...] = (),
    waived_until: date | None = None,
    name: str = "q",
) -> QuestionFacts:
    """A question of several choices, asked of the roles that answered."""
    return replace(
        question(name, evidence=evidence, waived_until=waived_until, settlement=settlement),
        roles_asked=tuple(claim.role for claim in claims),
        claims=claims,
        choices=choices,
        rules=rules,
        reading=reading,
        settled_ticks=settled,
    )
