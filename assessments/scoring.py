"""Scores an assessment: claimed and proven for every question, every section and the whole.

The entry to the scoring core: pure functions over plain values. Whoever calls gathers the facts
and gives the day. Every result says in its trace why it is what it is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessments.choice_scoring import ChoiceFacts
from assessments.claims import Claim, Policy, Standing
from assessments.proof import (
    DEFAULT_LADDER,
    Artifact,
    ArtifactState,
    Ladder,
    Rung,
    Signal,
    SignalState,
)
from assessments.question_facts import QuestionFacts
from assessments.question_scoring import QuestionScore, QuestionState, score_question
from assessments.roll_up import Rule
from assessments.scale import DEFAULT_SCALE, Rating, Risk, Scale, level
from assessments.section_scoring import RiskCounts, RolledUp, SectionScore
from assessments.section_tree import SectionFacts, Tree
from assessments.trace import FORMULA, Part, PartKind, Trace

__all__ = [
    "DEFAULT_LADDER",
    "DEFAULT_SCALE",
    "FORMULA",
    "Artifact",
    "ArtifactState",
    "AssessmentScore",
    "ChoiceFacts",
    "Claim",
    "Ladder",
    "Part",
    "PartKind",
    "Policy",
    "QuestionFacts",
    "QuestionScore",
    "QuestionState",
    "Rating",
    "Risk",
    "RiskCounts",
    "Rule",
    "Rung",
    "Scale",
    "SectionFacts",
    "SectionScore",
    "Signal",
    "SignalState",
    "Standing",
    "Trace",
    "level",
    "score",
]


@dataclass(frozen=True, slots=True)
class AssessmentScore:
    """What an assessment comes to on a day: by question, by section, overall."""

    questions: Mapping[str, QuestionScore]
    sections: Mapping[str, SectionScore]
    overall: SectionScore


def score(
    questions: Sequence[QuestionFacts],
    sections: Sequence[SectionFacts],
    *,
    on: date,
    scale: Scale = DEFAULT_SCALE,
    ladder: Ladder = DEFAULT_LADDER,
    policy: Policy = Policy.LOWEST,
    rule: Rule = Rule.MEAN,
) -> AssessmentScore:
    """Scores an assessment on a day.

    Raises ValueError where the sections are no tree or a question stands in none of them.
    """
    tree = Tree.of(questions, sections)
    scored = _scored(questions, on=on, scale=scale, ladder=ladder, policy=policy)
    rolled = RolledUp.of(tree, scored, scale=scale, rule=rule)
    found = {at: rolled.section(at) for at in tree.bottom_up}
    return AssessmentScore(
        questions=scored,
        sections={section.id: found[section.id] for section in sections},
        overall=found[None],
    )


def _scored(
    questions: Sequence[QuestionFacts], *, on: date, scale: Scale, ladder: Ladder, policy: Policy
) -> dict[str, QuestionScore]:
    """The questions' scores by id. Each situation is scored once: in a large framework most
    questions wait for their first answer and are in the same one."""
    known: dict[Hashable, QuestionScore] = {}
    found: dict[str, QuestionScore] = {}
    for facts in questions:
        situation = facts.situation
        like = known.get(situation)
        if like is None:
            one = score_question(facts, on=on, scale=scale, ladder=ladder, policy=policy)
            known[situation] = one
        else:
            one = replace(like, id=facts.id)
        found[facts.id] = one
    return found
