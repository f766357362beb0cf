"""An assessment scored once, so that other evidence or another day can be tried at little cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.claims import Policy
from assessments.proof import Ladder, prove
from assessments.question_scoring import QuestionFacts, proven_level
from assessments.roll_up import Rule, SectionFacts, Tree, Values, figures
from assessments.scale import Scale
from assessments.scoring import score
from assessments.section_scoring import proven_values


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The questions that evidence can move, in the order given, and what they prove now.

    `claimed` has the claim of each of them, `proven` what every question brings to the mean,
    `before` the proven fraction of the whole, 0 where nothing counts.
    """

    questions: tuple[QuestionFacts, ...]
    claimed: Mapping[str, float]
    proven: Values
    before: float
    tree: Tree
    scale: Scale
    ladder: Ladder
    rule: Rule

    @classmethod
    def of(
        cls,
        questions: Sequence[QuestionFacts],
        sections: Sequence[SectionFacts],
        *,
        on: date,
        scale: Scale,
        ladder: Ladder,
        policy: Policy,
        rule: Rule,
    ) -> WhatIf:
        """The assessment as it is on a day. Raises ValueError as `score` does."""
        now = score(
            questions, sections, on=on, scale=scale, ladder=ladder, policy=policy, rule=rule
        )
        claimed = {
            key: one.claimed for key, one in now.questions.items() if one.claimed is not None
        }
        return cls(
            questions=tuple(facts for facts in questions if facts.id in claimed),
            claimed=claimed,
            proven=proven_values(now.questions),
            before=now.overall.proven or 0.0,
            tree=Tree.of(questions, sections),
            scale=scale,
            ladder=ladder,
            rule=rule,
        )

    def question(self, facts: QuestionFacts, on: date) -> float:
        """What a question would prove with this evidence on this day, its claim unchanged."""
        proof = prove(facts.artifacts, facts.signals, on=on, scale=self.scale, ladder=self.ladder)
        return proven_level(self.claimed[facts.id], proof)

    def overall(self, proven: Values) -> float:
        """What the whole would prove with these values of all questions; 0 where none counts."""
        return figures(self.tree, proven, scale=self.scale, rule=self.rule)[None] or 0.0
