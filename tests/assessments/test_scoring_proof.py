"""What evidence earns: rungs, caps, counter-evidence, expiry."""

from __future__ import annotations

import pytest

from assessments.proof import Proof, evidence_inputs, prove
from assessments.scoring import (
    DEFAULT_LADDER,
    DEFAULT_SCALE,
    Artifact,
    ArtifactState,
    Ladder,
    Rung,
    Scale,
    Signal,
    SignalState,
    level,
)
from tests.assessments.scoring_facts import TODAY, YESTERDAY, artifact, signal


def proven_by(*evidence: Artifact | Signal, scale: Scale = DEFAULT_SCALE) -> Proof:
    return prove(
        [item for item in evidence if isinstance(item, Artifact)],
        [item for item in evidence if isinstance(item, Signal)],
        on=TODAY,
        scale=scale,
        ladder=DEFAULT_LADDER,
    )


SUBMITTED = artifact("guide", ArtifactState.SUBMITTED)
RETURNED = artifact("guide", ArtifactState.RETURNED)
WITHDRAWN = artifact("guide", ArtifactState.WITHDRAWN)
RUNBOOK = artifact("runbook")
POLICY = artifact("policy")
OTHER = artifact("other", expected=False)
EXPIRED = artifact("matrix", valid_until=YESTERDAY)
LAST_DAY = artifact("matrix", valid_until=TODAY)
PASS = signal()


@pytest.mark.parametrize(
    ("evidence", "rung"),
    [
        ((), Rung.UNSUPPORTED),
        ((RETURNED, WITHDRAWN), Rung.UNSUPPORTED),
        ((EXPIRED,), Rung.UNSUPPORTED),
        ((PASS,), Rung.UNSUPPORTED),
        ((SUBMITTED,), Rung.SUBMITTED),
        ((SUBMITTED, PASS), Rung.SUBMITTED),
        ((SUBMITTED, EXPIRED), Rung.SUBMITTED),
        ((RUNBOOK,), Rung.ACCEPTED),
        ((LAST_DAY,), Rung.ACCEPTED),
        ((OTHER,), Rung.ACCEPTED),
        ((RUNBOOK, SUBMITTED, RETURNED), Rung.ACCEPTED),
        ((RUNBOOK, RUNBOOK), Rung.ACCEPTED),
        ((RUNBOOK, OTHER), Rung.ACCEPTED),
        ((RUNBOOK, EXPIRED), Rung.ACCEPTED),
        ((RUNBOOK, POLICY), Rung.CORROBORATED),
        ((RUNBOOK, LAST_DAY), Rung.CORROBORATED),
        ((RUNBOOK, PASS), Rung.CORROBORATED),
        ((RUNBOOK, POLICY, PASS), Rung.MEASURED),
    ],
)
def test_evidence_stands_on_its_rung(evidence: tuple[Artifact | Signal, ...], rung: Rung) -> None:
    proof = proven_by(*evidence)
    assert proof.rung is rung
    assert level(proof.cap, DEFAULT_SCALE) == rung + 1
    assert proof.counter_evidence == ()


@pytest.mark.parametrize(
    "state", [SignalState.WARN, SignalState.NO_DATA, SignalState.STALE, SignalState.ERROR]
)
def test_a_signal_that_neither_passes_nor_fails_changes_nothing(state: SignalState) -> None:
    assert proven_by(RUNBOOK, signal(state)) == proven_by(RUNBOOK)


@pytest.mark.parametrize(
    "against",
    [
        signal(SignalState.FAIL),
        signal(SignalState.PASS, objected=True),
        artifact("ticket", objected=True),
        artifact("ticket", ArtifactState.WITHDRAWN, objected=True),
        artifact("ticket", valid_until=YESTERDAY, objected=True),
    ],
)
def test_counter_evidence_caps_at_the_lowest_rung_whatever_else_is_there(
    against: Artifact | Signal,
) -> None:
    proof = proven_by(RUNBOOK, POLICY, PASS, against)
    assert proof.rung is Rung.MEASURED
    assert level(proof.cap, DEFAULT_SCALE) == 1
    assert proof.counter_evidence == (against.id,)


def test_expired_artifacts_are_named_unless_a_newer_revision_waits() -> None:
    waiting = artifact("matrix", ArtifactState.SUBMITTED)
    gone = artifact("report", ArtifactState.RETURNED, valid_until=YESTERDAY)
    assert proven_by(EXPIRED, gone).expired == ("artifact-matrix",)
    assert proven_by(EXPIRED, waiting).expired == ()
    assert proven_by(LAST_DAY).expired == ()


@pytest.mark.parametrize(
    ("values", "caps"),
    [
        ((0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5)),
        ((0, 1, 2, 3), (0, 1, 1, 2, 3)),
        ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4)),
        ((0, 1), (0, 0, 0, 0, 1)),
        ((1, 2, 3), (0, 1, 1, 2, 3)),
        ((0, 2, 5, 10), (2, 2, 5, 5, 10)),
    ],
)
def test_on_other_scales_a_cap_is_the_fraction_rounded_down_to_a_level(
    values: tuple[int, ...], caps: tuple[int, ...]
) -> None:
    scale = Scale(values)
    found = tuple(level(DEFAULT_LADDER.cap(rung, scale), scale) for rung in Rung)
    assert found == caps


def test_a_ladder_can_be_stricter() -> None:
    strict = Ladder((0.0, 0.2, 0.4, 0.6, 0.8), "strict")
    proof = prove([RUNBOOK], [], on=TODAY, scale=DEFAULT_SCALE, ladder=strict)
    assert level(proof.cap, DEFAULT_SCALE) == 2


@pytest.mark.parametrize(
    "caps",
    [
        (0.2, 0.4, 0.6, 0.8),
        (0.2, 0.4, 0.3, 0.8, 1.0),
        (-0.2, 0.4, 0.6, 0.8, 1.0),
        (0.2, 0.4, 0.6, 0.8, 1.2),
    ],
)
def test_a_ladder_that_does_not_rise_is_refused(caps: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="five caps"):
        Ladder(caps, "broken")


def test_the_inputs_say_what_stands_behind() -> None:
    artifacts = [RUNBOOK, POLICY, SUBMITTED, EXPIRED]
    signals = [signal(SignalState.NO_DATA), signal(SignalState.FAIL)]
    proof = prove(artifacts, signals, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER)
    inputs = evidence_inputs(
        artifacts, signals, proof, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER
    )
    assert inputs == (
        ("Evidence accepted and in force", "policy, runbook"),
        ("Evidence waiting for a reviewer", "guide"),
        ("Evidence expired", "1"),
        ("Signals", "fail, no data"),
        ("Counter-evidence", "1"),
        ("Rung", "3 corroborated"),
        ("Cap", "1.0"),
        ("Ladder", "default"),
    )


def test_the_inputs_say_when_nothing_stands_behind() -> None:
    inputs = evidence_inputs(
        [], [], proven_by(), on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER
    )
    assert inputs[:2] == (
        ("Evidence accepted and in force", "none"),
        ("Evidence waiting for a reviewer", "none"),
    )
