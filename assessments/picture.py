"""An assessment as it stands: everything a page, a milestone or a report says about it.

Read in a constant number of queries, whatever the number of questions, people or links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone

from assessments import facts, scoring
from assessments.forecast import Drop, drops_of
from assessments.models import (
    Answer,
    Assessment,
    EvidenceLink,
    ExpectedEvidence,
    Finding,
    Framework,
    Participant,
    Question,
    Role,
    Section,
    Settlement,
)
from assessments.models.question import asked_in
from assessments.next_step import Step, StepKind, steps_of
from assessments.what_if import WhatIf
from evidence.models import Artifact, Revision


@dataclass(frozen=True)
class Picture:
    """The rows of one assessment, and the score they come to at `moment`.

    `questions` are those that are asked, with their roles and choices prefetched; `answers` are
    keyed by question and role id; `behind` gives the links that support each question or a choice
    of it, by question id. `findings` are the open ones on what is asked, the most urgent first.
    """

    assessment: Assessment
    moment: dt.datetime
    roles: Sequence[Role]
    sections: Sequence[Section]
    questions: Sequence[Question]
    expected: Sequence[ExpectedEvidence]
    participants: Sequence[Participant]
    answers: Mapping[tuple[int, int], Answer]
    settlements: Mapping[int, Settlement]
    links: Sequence[EvidenceLink]
    behind: Mapping[int, Sequence[EvidenceLink]]
    findings: Sequence[Finding]
    question_facts: tuple[scoring.QuestionFacts, ...]
    section_facts: tuple[scoring.SectionFacts, ...]
    score: scoring.AssessmentScore

    @property
    def day(self) -> dt.date:
        """The day on which it is scored, in the server's time zone."""
        return timezone.localdate(self.moment)

    @property
    def maximum(self) -> int:
        """The highest level of the scale."""
        return self.assessment.framework.maximum

    @cached_property
    def what_if(self) -> WhatIf:
        """What it would come to with other evidence, or on another day."""
        how = facts.how_scored(self.assessment, self.day)
        return WhatIf.of(self.question_facts, self.section_facts, **how, scored=self.score)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What would lift the proven level, the best first."""
        return steps_of(self.what_if, self.day)

    @cached_property
    def drops(self) -> tuple[Drop, ...]:
        """When the proven level falls if nobody renews the evidence, the next fall first."""
        return drops_of(self.what_if, self.day)

    @cached_property
    def section_keys(self) -> Mapping[int, str]:
        """The sections' keys by id."""
        return {section.pk: section.key for section in self.sections}

    @cached_property
    def questions_by_id(self) -> Mapping[int, Question]:
        """The questions by id."""
        return {question.pk: question for question in self.questions}

    @cached_property
    def above(self) -> Mapping[int, tuple[int, ...]]:
        """Each section's own id and those of the sections above it, by id."""
        return facts.chains(self.sections)

    @cached_property
    def numbers(self) -> Mapping[int, str]:
        """“2.1” for the first question of the second section with questions, by question id."""
        within: dict[int, list[int]] = {section.pk: [] for section in self.sections}
        for question in self.questions:
            within[question.section_id].append(question.pk)
        chapters = enumerate(filter(None, within.values()), 1)
        return {
            pk: f"{chapter}.{place}"
            for chapter, questions in chapters
            for place, pk in enumerate(questions, 1)
        }

    @cached_property
    def found(self) -> Mapping[int, Sequence[Finding]]:
        """The open findings on each question, its choices and its sections, by question id."""
        return facts.behind(self.questions, self.sections, self.findings)

    @cached_property
    def gains(self) -> Mapping[str, float]:
        """By how many levels the whole rises once a failing signal passes, by the id under which
        the signal is scored."""
        fixes = (step for step in self.steps if step.kind is StepKind.FIX)
        return {step.subject: (step.after - step.before) * self.maximum for step in fixes}

    @cached_property
    def questions_of_choices(self) -> Mapping[int, Question]:
        """The questions by the ids of their choices."""
        return {choice.pk: one for one in self.questions for choice in one.all_choices}

    def question_of(self, link: EvidenceLink) -> Question | None:
        """The question that a link stands behind, or behind a choice of; None for a section's."""
        if link.choice_id is not None:
            return self.questions_of_choices[link.choice_id]
        return self.questions_by_id[link.question_id] if link.question_id is not None else None

    def answered(self, question: int, role: int) -> bool:
        """Whether the role has answered, by ids: not where it was refused, waits to be confirmed
        or ticks nothing."""
        answer = self.answers.get((question, role))
        return answer is not None and answer.counts

    def level(self, fraction: float | None) -> float | None:
        """A fraction of the scale in levels; None stays None."""
        return None if fraction is None else fraction * self.maximum


def take(assessment: Assessment, moment: dt.datetime | None = None) -> Picture:
    """The assessment as it stands at `moment` (now, if not given), in thirteen queries."""
    at = moment or timezone.now()
    framework = assessment.framework
    sections = list(Section.objects.filter(framework=framework).order_by("position"))
    questions = _questions(assessment)
    expected = _expected(framework)
    answers, settlements = _answers(assessment), _settlements(assessment)
    links = _asked_for(_links(assessment), sections, questions)
    behind = facts.behind(questions, sections, links)
    findings = Finding.objects.open().filter(assessment=assessment).with_subject().urgent_first()
    asked = facts.question_facts(
        assessment=assessment,
        questions=questions,
        sections=sections,
        expected=expected,
        answers=answers,
        settlements=settlements,
        behind=behind,
        moment=at,
    )
    tree = facts.section_facts(sections)
    return Picture(
        assessment=assessment,
        moment=at,
        roles=list(Role.objects.filter(framework=framework).order_by("position")),
        sections=sections,
        questions=questions,
        expected=expected,
        participants=_participants(assessment),
        answers=answers,
        settlements=settlements,
        links=links,
        behind=behind,
        findings=_asked_for(findings, sections, questions),
        question_facts=asked,
        section_facts=tree,
        score=scoring.score(asked, tree, **facts.how_scored(assessment, timezone.localdate(at))),
    )


def _questions(assessment: Assessment) -> list[Question]:
    rows = Question.objects.filter(asked_in(assessment.pk), framework=assessment.framework_id)
    return list(rows.whole())


def _expected(framework: Framework) -> list[ExpectedEvidence]:
    rows = ExpectedEvidence.objects.filter(section__framework=framework)
    return list(rows.order_by("section__position", "position"))


def _participants(assessment: Assessment) -> list[Participant]:
    mine = Participant.objects.current().filter(assessment=assessment)
    return list(mine.select_related("user", "role"))


def _answers(assessment: Assessment) -> dict[tuple[int, int], Answer]:
    rows = Answer.objects.current().filter(assessment=assessment)
    rows = rows.select_related("role", "said_by", "refused_by")
    return {(answer.question_id, answer.role_id): answer for answer in rows}


def _settlements(assessment: Assessment) -> dict[int, Settlement]:
    rows = Settlement.objects.current().filter(assessment=assessment).select_related("settled_by")
    return {settlement.question_id: settlement for settlement in rows}


def _asked_for(
    rows: Iterable[facts.Standing], sections: Sequence[Section], questions: Sequence[Question]
) -> list[facts.Standing]:
    """The links or findings that stand behind what the assessment asks.

    Those behind another framework version, or behind questions of other groups, wait until they
    are asked for again.
    """
    asked = (
        {("section_id", section.pk) for section in sections}
        | {("question_id", question.pk) for question in questions}
        | {("choice_id", choice.pk) for question in questions for choice in question.all_choices}
    )
    return [row for row in rows if any((name, getattr(row, name)) in asked for name in LINKED)]


LINKED = ("section_id", "question_id", "choice_id")
"""What a link or a finding can stand behind."""


def _links(assessment: Assessment) -> list[EvidenceLink]:
    """The assessment's links with all that stands behind them, in three queries."""
    artifacts = Artifact.objects.select_related("owner")
    revisions = Revision.objects.select_related("submitted_by", "reviewed_by", "address_check")
    return list(
        EvidenceLink.objects.filter(assessment=assessment)
        .select_related("probe__latest", "probe__source", "objected_by", "linked_by", "choice")
        .prefetch_related(
            Prefetch("artifact", queryset=artifacts),
            Prefetch("artifact__revisions", queryset=revisions),
        )
        .order_by("pk")
    )
