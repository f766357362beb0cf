"""Which single step on the evidence would lift the proven level most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeVar

from assessments.claims import Policy
from assessments.proof import DEFAULT_LADDER, Artifact, ArtifactState, Ladder, Signal, SignalState
from assessments.question_facts import QuestionFacts
from assessments.roll_up import Rule
from assessments.scale import DEFAULT_SCALE, TOLERANCE, Scale
from assessments.section_tree import SectionFacts
from assessments.what_if import WhatIf


class StepKind(StrEnum):
    """What can be done; of two steps with the same gain the kind that stands first here wins."""

    ACCEPT = "accept"
    RENEW = "renew"
    RESOLVE = "resolve"
    FIX = "fix"
    ATTACH = "attach"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and the proven fraction of the whole before and after it.

    `subject` is the artifact to accept or renew, the artifact or signal whose objection to
    resolve, the signal to fix, or the question to attach evidence to. `question` is the one
    that the step lifts most, `questions` all that it lifts, that one first.
    """

    kind: StepKind
    subject: str
    questions: tuple[str, ...]
    before: float
    after: float

    @property
    def question(self) -> str:
        """The question that the step lifts most."""
        return self.questions[0]


def next_step(
    questions: Sequence[QuestionFacts],
    sections: Sequence[SectionFacts],
    *,
    on: date,
    scale: Scale = DEFAULT_SCALE,
    ladder: Ladder = DEFAULT_LADDER,
    policy: Policy = Policy.LOWEST,
    rule: Rule = Rule.MEAN,
) -> Step | None:
    """The best of `next_steps`, or None where no single step lifts the whole."""
    steps = next_steps(
        questions, sections, on=on, scale=scale, ladder=ladder, policy=policy, rule=rule
    )
    return steps[0] if steps else None


def next_steps(
    questions: Sequence[QuestionFacts],
    sections: Sequence[SectionFacts],
    *,
    on: date,
    scale: Scale = DEFAULT_SCALE,
    ladder: Ladder = DEFAULT_LADDER,
    policy: Policy = Policy.LOWEST,
    rule: Rule = Rule.MEAN,
) -> tuple[Step, ...]:
    """Every step on the evidence that lifts the proven level of the whole, the best first.

    A renewed artifact is taken as valid without end in the state it had, and attached evidence
    as waiting for a reviewer; behind a question of several choices, as accepted, since nothing
    less supports a choice. A step counts for every question that its subject stands behind.
    Raises ValueError as `score` does.
    """
    known = WhatIf.of(
        questions, sections, on=on, scale=scale, ladder=ladder, policy=policy, rule=rule
    )
    return steps_of(known, on)


def steps_of(known: WhatIf, on: date) -> tuple[Step, ...]:
    """As `next_steps`, of an assessment as it is on that day."""
    tried: dict[tuple[StepKind, str], dict[str, float]] = defaultdict(dict)
    for facts in known.questions:
        for kind, subject, changed in _changes(facts, on):
            tried[kind, subject][facts.id] = known.question(changed, on)
    steps = (_step(known, kind, subject, proven) for (kind, subject), proven in tried.items())
    return tuple(sorted((step for step in steps if step is not None), key=_best_first))


def _best_first(step: Step) -> tuple[float, int, str]:
    return -round(step.after, 9), list(StepKind).index(step.kind), step.subject


def _step(known: WhatIf, kind: StepKind, subject: str, proven: dict[str, float]) -> Step | None:
    """The step after which these questions prove this; None where the whole gains nothing."""
    gains = {key: value - (known.proven[key] or 0.0) for key, value in proven.items()}
    lifted = sorted((-round(gain, 9), key) for key, gain in gains.items() if gain > TOLERANCE)
    if not lifted:
        return None
    after = known.after(proven)
    if after <= known.before + TOLERANCE:
        return None
    return Step(kind, subject, tuple(key for _, key in lifted), known.before, after)


def _changes(facts: QuestionFacts, on: date) -> Iterator[tuple[StepKind, str, QuestionFacts]]:
    """Every step there is for a question: its kind, its subject, and the facts after it.

    Evidence is attached to the question, where it stands behind all of its choices.
    """
    for kind, artifact_step in ARTIFACT_STEPS.items():
        step = partial(artifact_step, on)
        for key in {one.id for one in facts.all_artifacts if step(one) != one}:
            yield kind, key, _with_artifacts(facts, key, step)
    for kind, signal_step in SIGNAL_STEPS.items():
        for key in {one.id for one in facts.all_signals if signal_step(one) != one}:
            yield kind, key, _with_signals(facts, key, signal_step)
    if not any(item.counts and not item.expired(on) for item in facts.artifacts):
        attached = ATTACHED_TO_CHOICES if facts.choices else ATTACHED
        yield StepKind.ATTACH, facts.id, replace(facts, artifacts=(*facts.artifacts, attached))


def _accepted(on: date, item: Artifact) -> Artifact:
    waits = item.state is ArtifactState.SUBMITTED and not item.expired(on)
    return replace(item, state=ArtifactState.ACCEPTED) if waits else item


def _renewed(on: date, item: Artifact) -> Artifact:
    return replace(item, valid_until=None) if item.counts and item.expired(on) else item


def _artifact_resolved(_on: date, item: Artifact) -> Artifact:
    return replace(item, objected=False) if item.objected else item


def _signal_resolved(item: Signal) -> Signal:
    return replace(item, objected=False) if item.objected else item


def _fixed(item: Signal) -> Signal:
    return replace(item, state=SignalState.PASS) if item.state is SignalState.FAIL else item


ARTIFACT_STEPS: dict[StepKind, Callable[[date, Artifact], Artifact]] = {
    StepKind.ACCEPT: _accepted,
    StepKind.RENEW: _renewed,
    StepKind.RESOLVE: _artifact_resolved,
}
SIGNAL_STEPS: dict[StepKind, Callable[[Signal], Signal]] = {
    StepKind.RESOLVE: _signal_resolved,
    StepKind.FIX: _fixed,
}
ATTACHED = Artifact(id="", kind="", state=ArtifactState.SUBMITTED, valid_until=None)
ATTACHED_TO_CHOICES = replace(ATTACHED, state=ArtifactState.ACCEPTED, expected=False)
"""Of no kind in particular: what stands behind the choices already may be of any."""

Evidence = TypeVar("Evidence", Artifact, Signal)


def _with_artifacts(
    facts: QuestionFacts, key: str, step: Callable[[Artifact], Artifact]
) -> QuestionFacts:
    """The question after a step on the artifact of one id, wherever it is linked."""
    choices = tuple(
        replace(one, artifacts=_after(key, one.artifacts, step)) if one.artifacts else one
        for one in facts.choices
    )
    return replace(facts, artifacts=_after(key, facts.artifacts, step), choices=choices)


def _with_signals(
    facts: QuestionFacts, key: str, step: Callable[[Signal], Signal]
) -> QuestionFacts:
    """The question after a step on the signal of one id, wherever it is linked."""
    choices = tuple(
        replace(one, signals=_after(key, one.signals, step)) if one.signals else one
        for one in facts.choices
    )
    return replace(facts, signals=_after(key, facts.signals, step), choices=choices)


def _after(
    key: str, items: Sequence[Evidence], step: Callable[[Evidence], Evidence]
) -> tuple[Evidence, ...]:
    return tuple(step(item) if item.id == key else item for item in items)
