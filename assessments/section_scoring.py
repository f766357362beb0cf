"""The score of a section, and of the whole: what its questions come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.question_scoring import QuestionScore, QuestionState
from assessments.roll_up import Rule, figures, weakest
from assessments.samm import is_practice, levels, streams, with_unanswered
from assessments.scale import Rating, Risk, Scale, rating_of
from assessments.section_tree import Figures, Tree, Values, gathers
from assessments.trace import Inputs, Part, PartKind, Trace


@dataclass(frozen=True, slots=True)
class RiskCounts:
    """How many questions stand at each risk, every risk there: as claimed, where something is,
    and as proven, where the question counts."""

    claimed: Mapping[Risk, int]
    proven: Mapping[Risk, int]

    @classmethod
    def of(cls, scored: Sequence[QuestionScore]) -> RiskCounts:
        """The risks of these questions."""
        claimed = Counter(one.claimed_risk for one in scored)
        proven = Counter(one.risk for one in scored)
        return cls({risk: claimed[risk] for risk in Risk}, {risk: proven[risk] for risk in Risk})


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What a section, or the whole (its `id` is None), comes to.

    Levels are fractions 0..1, None where nothing counts; proven never exceeds claimed. The
    figures with waivers leave waived questions out. `gated` is the level, in levels, that every
    section with questions here and below reaches in proven. `asked`, `answered` and `dont_know`
    count answers by role over applicable questions. `counts` has every state, `risks` every risk
    of the questions here and below. `disagreements` names questions, settled or not, in the order
    of the framework.
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
    risks: RiskCounts
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
    """Every figure of every section, from which each section's score is read.

    `claims` and `proofs` are what each question brings to its section, None where it leaves it.
    """

    tree: Tree
    scored: Mapping[str, QuestionScore]
    scale: Scale
    rule: Rule
    claims: Values
    proofs: Values
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
        left = proofs | waived
        full = _claims(tree, claims, proofs, rule)
        left_claims = _claims(tree, claims | waived, left, rule)
        return cls(
            tree=tree,
            scored=scored,
            scale=scale,
            rule=rule,
            claims=full,
            proofs=proofs,
            claimed=figures(tree, full, scale=scale, rule=rule),
            proven=figures(tree, proofs, scale=scale, rule=rule),
            claimed_with_waivers=figures(tree, left_claims, scale=scale, rule=rule),
            proven_with_waivers=figures(tree, left, scale=scale, rule=rule),
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
            risks=RiskCounts.of(below),
            disagreements=tuple(one.id for one in below if one.disagreement is not None),
            next_waiver_end=_next_waiver_end(below),
            trace=self._trace(at, states),
        )

    def _trace(self, at: str | None, states: Mapping[QuestionState, int]) -> Trace:
        counted = tuple(
            (words, str(states[state])) for state, words in STATE_WORDS.items() if states[state]
        )
        return Trace(self._words(at), (*counted, *self._levels(at)), self._counting(at))

    def _words(self, at: str | None) -> str:
        """The rule by which this section has its number."""
        if self.rule is Rule.GATED and gathers(self.tree, at):
            return GATED
        if self.rule is Rule.SAMM and streams(self.tree, at):
            return SAMM_PRACTICE if is_practice(self.tree, at) else SAMM_STREAM
        return MEAN

    def _levels(self, at: str | None) -> Inputs:
        """The levels of a practice or stream, where it is made of them."""
        of_levels = streams(self.tree, at) if self.rule is Rule.SAMM else ()
        claimed = levels(self.tree, of_levels, self.claims)
        return tuple(
            (f"Level {tier}", f"{proven:.2f} proven, {_share(claimed.get(tier))}")
            for tier, proven in levels(self.tree, of_levels, self.proofs).items()
        )

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
SAMM_PRACTICE = (
    "Each level of the practice, 0 to 1, is the mean of its streams. The practice is the sum of "
    "its levels, as a share of their number. What does not apply leaves its level. Where anything "
    "is answered, what is not counts 0, in claimed as in proven."
)
SAMM_STREAM = (
    "The sum of the stream's levels, each 0 to 1, as a share of their number. What does not apply "
    "leaves its level. Where anything of the practice is answered, what is not counts 0, in "
    "claimed as in proven."
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


def _claims(tree: Tree, claims: Values, counting: Values, rule: Rule) -> Values:
    return with_unanswered(tree, claims, counting) if rule is Rule.SAMM else claims


def _share(claimed: float | None) -> str:
    return "nothing claimed" if claimed is None else f"{claimed:.2f} claimed"


def _next_waiver_end(below: Sequence[QuestionScore]) -> date | None:
    ends = [one.waived_until for one in below if one.state is QuestionState.WAIVED]
    return min((end for end in ends if end is not None), default=None)
