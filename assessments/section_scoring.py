"""The score of a section, and of the whole: what its questions come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.question_scoring import QuestionScore, QuestionState
from assessments.roll_up import Figures, Rule, Tree, figures, gathers, weakest
from assessments.scale import Rating, Scale, rating_of
from assessments.trace import Part, PartKind, Trace


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What a section, or the whole (its `id` is None), comes to.

    Levels are fractions 0..1, None where nothing counts; proven never exceeds claimed. The
    figures with waivers leave waived questions out. `gated` is the level, in levels, that every
    section with questions here and below reaches in proven. `asked`, `answered` and `dont_know`
    count answers by role over applicable questions. `counts` has every state. `disagreements`
    names questions, settled or not, in the order of the framework.
    """

    id: str | None
    claimed: float | None
    proven: float | None
    claimed_with_waivers: float | None
    proven_with_waivers: float | None
    gated: int | None
    rating: Rating | None
    asked: int
    answered: int
    dont_know: int
    counts: Mapping[QuestionState, int]
    disagreements: tuple[str, ...]
    next_waiver_end: date | None
    trace: Trace

    @property
    def coverage(self) -> float | None:
        """The share of answers asked for that are given; None where none is asked for."""
        return self.answered / self.asked if self.asked else None


def proven_values(scored: Mapping[str, QuestionScore]) -> dict[str, float | None]:
    """What each question brings to the proven mean; None where it leaves it."""
    return {key: one.proven if one.in_mean else None for key, one in scored.items()}


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Every figure of every section, from which each section's score is read."""

    tree: Tree
    scored: Mapping[str, QuestionScore]
    scale: Scale
    rule: Rule
    claimed: Figures
    proven: Figures
    claimed_with_waivers: Figures
    proven_with_waivers: Figures
    weakest: Figures

    @classmethod
    def of(
        cls, tree: Tree, scored: Mapping[str, QuestionScore], *, scale: Scale, rule: Rule
    ) -> RolledUp:
        """The figures of scored questions."""
        claims = {key: one.claimed for key, one in scored.items()}
        proofs = proven_values(scored)
        waived: dict[str, float | None] = {
            key: None for key, one in scored.items() if one.state is QuestionState.WAIVED
        }
        return cls(
            tree=tree,
            scored=scored,
            scale=scale,
            rule=rule,
            claimed=figures(tree, claims, scale=scale, rule=rule),
            proven=figures(tree, proofs, scale=scale, rule=rule),
            claimed_with_waivers=figures(tree, claims | waived, scale=scale, rule=rule),
            proven_with_waivers=figures(tree, proofs | waived, scale=scale, rule=rule),
            weakest=weakest(tree, proofs),
        )

    def section(self, at: str | None) -> SectionScore:
        """The score of one section, or of the whole."""
        below = [self.scored[key] for key in self.tree.below[at]]
        asking = [one for one in below if one.applicable]
        states = Counter(one.state for one in below)
        proven, low = self.proven[at], self.weakest[at]
        return SectionScore(
            id=at,
            claimed=self.claimed[at],
            proven=proven,
            claimed_with_waivers=self.claimed_with_waivers[at],
            proven_with_waivers=self.proven_with_waivers[at],
            gated=None if low is None else self.scale.reached(low),
            rating=None if proven is None else rating_of(proven),
            asked=sum(one.asked for one in asking),
            answered=sum(one.answered for one in asking),
            dont_know=sum(one.dont_know for one in asking),
            counts={state: states[state] for state in QuestionState},
            disagreements=tuple(one.id for one in below if one.disagreement is not None),
            next_waiver_end=_next_waiver_end(below),
            trace=self._trace(at, states),
        )

    def _trace(self, at: str | None, states: Mapping[QuestionState, int]) -> Trace:
        gated = self.rule is Rule.GATED and gathers(self.tree, at)
        inputs = tuple(
            (words, str(states[state])) for state, words in STATE_WORDS.items() if states[state]
        )
        return Trace(GATED if gated else MEAN, inputs, self._counting(at))

    def _counting(self, at: str | None) -> tuple[Part, ...]:
        """The parts that are in the proven figure: not those that leave the mean."""
        return tuple(
            part
            for part in self.tree.parts[at]
            if (
                self.scored[part.id].in_mean
                if part.kind is PartKind.QUESTION
                else self.proven[part.id] is not None
            )
        )


MEAN = (
    "The weighted mean of the parts. A part that does not apply leaves the mean; one that is "
    "not answered counts 0 in proven and is left out of claimed."
)
GATED = "The highest level that every section with questions, here and below, has reached."

STATE_WORDS = {
    QuestionState.SCORED: "Questions scored",
    QuestionState.UNANSWERED: "Questions unanswered, 0 in proven",
    QuestionState.DONT_KNOW: "Questions answered “don't know”, 0",
    QuestionState.WAIVED: "Questions waived",
    QuestionState.NOT_APPLICABLE: "Questions not applicable, left out",
    QuestionState.UNSCORED: "Questions answered in words, left out",
}


def _next_waiver_end(below: Sequence[QuestionScore]) -> date | None:
    ends = [one.waived_until for one in below if one.state is QuestionState.WAIVED]
    return min((end for end in ends if end is not None), default=None)
