"""What becomes of the proven level if nobody renews the evidence: dates, no decay curves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.claims import Policy
from assessments.proof import DEFAULT_LADDER, Ladder
from assessments.question_facts import QuestionFacts
from assessments.roll_up import Rule
from assessments.scale import DEFAULT_SCALE, TOLERANCE, Scale
from assessments.section_tree import SectionFacts
from assessments.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class Drop:
    """A day on which the proven level of the whole falls, as fractions before and after.

    `artifacts` are those whose last valid day was the day before, `questions` those that prove
    less for it: both in order of id.
    """

    on: date
    before: float
    after: float
    artifacts: tuple[str, ...]
    questions: tuple[str, ...]


def forecast(
    questions: Sequence[QuestionFacts],
    sections: Sequence[SectionFacts],
    *,
    on: date,
    scale: Scale = DEFAULT_SCALE,
    ladder: Ladder = DEFAULT_LADDER,
    policy: Policy = Policy.LOWEST,
    rule: Rule = Rule.MEAN,
) -> tuple[Drop, ...]:
    """Every drop after a day, the next one first, if all else stays as it is.

    A last valid day on which the whole does not fall is no drop. Raises ValueError as `score`.
    """
    known = WhatIf.of(
        questions, sections, on=on, scale=scale, ladder=ladder, policy=policy, rule=rule
    )
    return drops_of(known, on)


def drops_of(known: WhatIf, on: date) -> tuple[Drop, ...]:
    """As `forecast`, of an assessment as it is on that day."""
    changed: dict[str, float] = {}
    before = known.before
    drops = []
    for day, ending in sorted(_endings(known.questions, on).items()):
        less = {facts.id: known.question(facts, day) for facts in ending}
        now = {facts.id: changed.get(facts.id, known.proven[facts.id]) for facts in ending}
        fallen = [facts for facts in ending if less[facts.id] < (now[facts.id] or 0.0)]
        changed.update(less)
        after = known.after(changed)
        if after < before - TOLERANCE:
            drops.append(_drop(day, before, after, fallen))
        before = after
    return tuple(drops)


def _endings(questions: Sequence[QuestionFacts], on: date) -> dict[date, list[QuestionFacts]]:
    """The questions that lose an artifact that is in force now, by the first day without it."""
    endings: dict[date, list[QuestionFacts]] = defaultdict(list)
    for facts in questions:
        for last in {item.valid_until for item in facts.all_artifacts if item.counts}:
            if last is not None and on <= last < date.max:
                endings[last + timedelta(days=1)].append(facts)
    return endings


def _drop(day: date, before: float, after: float, fallen: Sequence[QuestionFacts]) -> Drop:
    last = day - timedelta(days=1)
    ended = {
        item.id
        for facts in fallen
        for item in facts.all_artifacts
        if item.counts and item.valid_until == last
    }
    names = sorted(facts.id for facts in fallen)
    return Drop(day, before, after, tuple(sorted(ended)), tuple(names))
