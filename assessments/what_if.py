"""An assessment scored once, so that other evidence or another day can be tried at little cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessments.claims import Policy
from assessments.proof import Ladder
from assessments.question_facts import QuestionFacts
from assessments.question_scoring import proven_level
from assessments.roll_up import OWN, Rule, seen
from assessments.scale import Scale
from assessments.scoring import AssessmentScore, score
from assessments.section_scoring import proven_values
from assessments.section_tree import Figures, SectionFacts, Tree, Values, rolled, rolled_again

Change = tuple[str, float, int | None, float | None, float]
"""Where a question stands (its section, weight and tier), what it proves, and what it would."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The questions that evidence can move, in the order given, and what they prove now.

    `claimed` has the claim of each of them, `proven` what every question brings to the mean,
    `rolled` what that comes to by section, `before` the proven fraction of the whole, 0 where
    nothing counts.
    """

    questions: tuple[QuestionFacts, ...]
    claimed: Mapping[str, float]
    proven: Values
    rolled: Figures
    before: float
    tree: Tree
    scale: Scale
    ladder: Ladder
    policy: Policy
    rule: Rule
    by_id: Mapping[str, QuestionFacts]
    tried: dict[frozenset[tuple[Change, int]], float] = field(default_factory=dict)

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
        scored: AssessmentScore | None = None,
    ) -> WhatIf:
        """The assessment as it is on a day; `scored` is its score on that day, where it is known.
        Raises ValueError as `score` does."""
        now = scored or score(
            questions, sections, on=on, scale=scale, ladder=ladder, policy=policy, rule=rule
        )
        tree, proven = Tree.of(questions, sections), proven_values(now.questions)
        claimed = {
            key: one.claimed for key, one in now.questions.items() if one.claimed is not None
        }
        return cls(
            questions=tuple(facts for facts in questions if facts.id in claimed),
            claimed=claimed,
            proven=proven,
            rolled=rolled(tree, OWN[rule], proven),
            before=now.overall.proven or 0.0,
            tree=tree,
            scale=scale,
            ladder=ladder,
            policy=policy,
            rule=rule,
            by_id={facts.id: facts for facts in questions},
        )

    def question(self, facts: QuestionFacts, on: date) -> float:
        """What a question would prove with this evidence on this day, its claim unchanged."""
        return proven_level(
            facts,
            self.claimed[facts.id],
            on=on,
            scale=self.scale,
            ladder=self.ladder,
            policy=self.policy,
        )

    def after(self, changed: Mapping[str, float]) -> float:
        """What the whole would prove if these questions proved this, and all others what they do.

        Questions of one section, weight and tier are alike to every roll-up. A thousand steps on
        a large framework therefore come to a few dozen changes, and each is worked out once.
        """
        change = frozenset(
            Counter(self._change(key, value) for key, value in changed.items()).items()
        )
        if change not in self.tried:
            self.tried[change] = self._whole(changed)
        return self.tried[change]

    def _whole(self, changed: Mapping[str, float]) -> float:
        own, values = OWN[self.rule], {**self.proven, **changed}
        sections = {self.by_id[key].section for key in changed}
        value = rolled_again(self.tree, own, values, self.rolled, sections)[None]
        return seen(self.tree, None, value, scale=self.scale, rule=self.rule) or 0.0

    def _change(self, key: str, value: float) -> Change:
        facts = self.by_id[key]
        return facts.section, facts.weight, facts.tier, self.proven[key], value
