"""What stands behind one question on the day it is scored."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from assessments.choice_scoring import ChoiceFacts, Options
from assessments.claims import Claim, Standing
from assessments.proof import Artifact, Signal, once
from assessments.rules import Reading, Rule, Ticks


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What stands behind one question on the day it is scored.

    `claims` holds the newest answer of each role that answered; `artifacts` and `signals`
    what is linked to the question and to its sections, under ids that tell an artifact from a
    signal. `waived_until` is the last day of a waiver. A question that is not `scored` is
    answered in words. `choices` are those of a question of which several can be ticked, each with
    the evidence linked to it alone; `rules`, in order, and `reading` say what ticks mean. Such a
    question can be settled by ticks, `settled_ticks`, instead of at a level. `tier` is the level
    of its practice that it stands on, for the roll-up of OWASP SAMM. Raises ValueError where the
    facts cannot be.
    """

    id: str
    section: str
    weight: float
    roles_asked: tuple[str, ...]
    claims: tuple[Claim, ...] = ()
    settlement: float | None = None
    artifacts: tuple[Artifact, ...] = ()
    signals: tuple[Signal, ...] = ()
    waived_until: date | None = None
    scored: bool = True
    choices: tuple[ChoiceFacts, ...] = ()
    rules: tuple[Rule, ...] = ()
    reading: Reading = Reading.AWS
    settled_ticks: Ticks | None = None
    tier: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weight < math.inf:
            raise ValueError(f"Question {self.id}: it cannot weigh {self.weight}.")
        self._refuse_choices()
        for role, count in Counter(claim.role for claim in self.claims).items():
            if count > 1 or role not in self.roles_asked:
                raise ValueError(f"Question {self.id}: {role} was not asked, or asked twice.")
        for claim in self.claims:
            if claim.standing is Standing.ANSWERED and not self._fits(claim):
                raise ValueError(f"Question {self.id}: {claim.role} answers in the wrong kind.")

    def _refuse_choices(self) -> None:
        """Settlements and choices that cannot be."""
        if self.settlement is not None and not (self.scored and 0 <= self.settlement <= 1):
            raise ValueError(f"Question {self.id}: it cannot be settled at {self.settlement}.")
        if self.settled_ticks is not None and (self.settlement is not None or not self.choices):
            raise ValueError(f"Question {self.id}: it cannot be settled by ticks.")
        if len({choice.key for choice in self.choices}) < len(self.choices):
            raise ValueError(f"Question {self.id}: it has a choice twice.")

    def _fits(self, claim: Claim) -> bool:
        """Whether an answer is of the question's kind."""
        if self.choices:
            return claim.ticks is not None and claim.fraction is None
        levelled = self.scored and claim.scored
        return claim.ticks is None and (claim.fraction is not None) is levelled

    @property
    def situation(self) -> Hashable:
        """All that its own score depends on: questions in the same situation come to the same."""
        return _situation(self)

    def waived(self, on: date) -> bool:
        """Whether it is excused on a day, the last day of the waiver included."""
        return self.waived_until is not None and on <= self.waived_until

    @property
    def options(self) -> Options | None:
        """What can be ticked and what ticks mean; None where nothing can be ticked."""
        return Options(self.choices, self.rules, self.reading) if self.choices else None

    @property
    def levelled(self) -> bool:
        """Whether its answers can have a level."""
        options = self.options
        return self.scored and (options is None or options.scored)

    @property
    def all_artifacts(self) -> tuple[Artifact, ...]:
        """The artifacts behind it and behind its choices, each once in each state."""
        if not self.choices:
            return self.artifacts
        return once((*self.artifacts, *(item for one in self.choices for item in one.artifacts)))

    @property
    def all_signals(self) -> tuple[Signal, ...]:
        """The signals behind it and behind its choices, each once."""
        if not self.choices:
            return self.signals
        return once((*self.signals, *(item for one in self.choices for item in one.signals)))


_PLACE = {"id", "section", "weight", "tier"}
"""Where a question stands, which only the score of its section depends on."""
_situation: Callable[[QuestionFacts], tuple[Hashable, ...]] = attrgetter(
    *(field.name for field in fields(QuestionFacts) if field.name not in _PLACE)
)
