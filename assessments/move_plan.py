"""What a move of an assessment to another framework version would do: read, not written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.carry_over import Fate, Levels, Outcome, fate_of
from assessments.comparison import Comparison, compare, pairs
from assessments.framework_spec import spec_of
from assessments.models import Answer, Assessment, EvidenceLink, Framework, Participant, Settlement
from assessments.models.answer import AnswerQuerySet, SettlementQuerySet
from assessments.models.link import EvidenceLinkQuerySet
from assessments.spec import FrameworkSpec, QuestionSpec


@dataclass(frozen=True, slots=True)
class Carried:
    """One answer, what becomes of it, and the key of its question in the newer version."""

    answer: Answer
    outcome: Outcome
    question: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a move would do, before anything is done.

    `questions` and `sections` give the newer key by the older one. `roles_left` are roles of people
    that the newer version does not have, `links_left` evidence behind something that is gone, and
    `settlements_left` decisions on questions that changed or are gone.
    """

    assessment: Assessment
    target: Framework
    comparison: Comparison
    answers: Sequence[Carried]
    questions: Mapping[str, str]
    sections: Mapping[str, str]
    participants: Sequence[Participant]
    links: Sequence[EvidenceLink]
    settlements: Sequence[Settlement]
    roles_left: Sequence[str]
    links_left: int
    settlements_left: int

    @property
    def counts(self) -> dict[str, int]:
        """How many answers meet which fate."""
        counted = Counter(one.outcome.fate for one in self.answers)
        return {str(fate): counted[fate] for fate in Fate}

    def of(self, fate: Fate) -> list[Carried]:
        """The answers that meet this fate."""
        return [one for one in self.answers if one.outcome.fate is fate]


def plan(assessment: Assessment, target: Framework) -> Plan:
    """What becomes of the assessment on another version of its framework."""
    before, after = spec_of(assessment.framework), spec_of(target)
    reader = _Reader(before, after)
    answers = [reader.answer(answer) for answer in _answers(assessment)]
    people = list(
        Participant.objects.current().filter(assessment=assessment).select_related("role", "user")
    )
    links = list(_links(assessment))
    settlements = list(_settlements(assessment))
    known = {role.key for role in after.roles}
    kept = [link for link in links if reader.keeps_link(link)]
    settled = [one for one in settlements if reader.keeps_settlement(one)]
    return Plan(
        assessment=assessment,
        target=target,
        comparison=compare(before, after),
        answers=answers,
        questions=reader.questions,
        sections=reader.sections,
        participants=[one for one in people if one.role.key in known],
        links=kept,
        settlements=settled,
        roles_left=sorted({one.role.name for one in people if one.role.key not in known}),
        links_left=len(links) - len(kept),
        settlements_left=len(settlements) - len(settled),
    )


class _Reader:
    """Two versions side by side."""

    def __init__(self, before: FrameworkSpec, after: FrameworkSpec) -> None:
        self.questions = pairs(before, after)
        there = {section.key for section in after.walk()}
        self.sections = {one.key: one.key for one in before.walk() if one.key in there}
        self._old = {question.key: question for question in before.questions()}
        self._new = {question.key: question for question in after.questions()}
        self._levels = Levels.of(before, after)

    def now(self, key: str) -> QuestionSpec | None:
        """The question of the newer version that this one has become."""
        return self._new.get(self.questions.get(key, ""))

    def answer(self, answer: Answer) -> Carried:
        """What becomes of one answer."""
        key = answer.question.key
        new = self.now(key)
        outcome = fate_of(
            self._old[key],
            new,
            value=answer.value,
            picks=answer.picks,
            roles=new.roles if new else (),
            role=answer.role.key,
            levels=self._levels,
        )
        return Carried(answer, outcome, new.key if new else "")

    def keeps_link(self, link: EvidenceLink) -> bool:
        """Whether what the evidence stands behind is there."""
        if link.section is not None:
            return link.section.key in self.sections
        if link.choice is not None:
            new = self.now(link.choice.question.key)
            return new is not None and link.choice.key in {one.key for one in new.choices}
        return link.question is not None and link.question.key in self.questions

    def keeps_settlement(self, settlement: Settlement) -> bool:
        """Whether the question that was decided asks the same still."""
        key = settlement.question.key
        new = self.now(key)
        if new is None:
            return False
        outcome = fate_of(
            self._old[key],
            new,
            value=settlement.value,
            picks=settlement.picks,
            roles=new.roles,
            role=new.roles[0],
            levels=self._levels,
        )
        return outcome.fate is Fate.CARRIES


def _answers(assessment: Assessment) -> AnswerQuerySet:
    rows = Answer.objects.current().filter(assessment=assessment)
    return rows.select_related("question", "role", "said_by").order_by("question__position", "role")


def _links(assessment: Assessment) -> EvidenceLinkQuerySet:
    rows = EvidenceLink.objects.current().filter(assessment=assessment)
    return rows.select_related("section", "question", "choice__question").order_by("pk")


def _settlements(assessment: Assessment) -> SettlementQuerySet:
    rows = Settlement.objects.current().filter(assessment=assessment)
    return rows.select_related("question").order_by("pk")
