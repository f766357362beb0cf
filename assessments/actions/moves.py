"""Moving an assessment to another version of its framework, and back."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.utils import timezone

from assessments.actions import milestones, states
from assessments.actions.answers import seal
from assessments.carry_over import Fate
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Choice,
    EvidenceLink,
    Framework,
    Move,
    Participant,
    Question,
    Role,
    Section,
    Settlement,
)
from assessments.move_plan import Carried, Plan, plan
from organizations import audit
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid

UNDO_DAYS = 30
"""Days on which a move can still be undone."""

STATES = (AssessmentState.DRAFT, AssessmentState.OPEN)
OTHERWISE = "An assessment can be moved while it is a draft or open. Nothing was changed."


def preview(*, assessment: Assessment, target: Framework, by: User) -> Plan:
    """What the move would do; writes nothing."""
    require(by, Verb.LEAD, assessment.organization)
    _require_version(assessment, target)
    return plan(assessment, target)


def move(*, assessment: Assessment, target: Framework, by: User) -> Move:
    """Move the assessment, after a milestone of it as it stands; whole or not at all.

    What was said, linked and settled against the version before stays where it is: the newer
    version gets copies of what carries over. Where the newer version was used before, the later of
    two answers stands.
    """
    require(by, Verb.LEAD, assessment.organization)
    _require_version(assessment, target)
    with transaction.atomic():
        states.hold(assessment, STATES, OTHERWISE)
        assessment.refresh_from_db(fields=["framework"])
        _require_version(assessment, target)
        origin = assessment.framework
        milestone = milestones.freeze(
            assessment=assessment, title=f"Before the move to {target}"[:160], by=by
        )
        doing = plan(assessment, target)
        moved = Move.objects.create(
            assessment=assessment,
            origin=origin,
            target=target,
            milestone=milestone,
            counts=doing.counts,
            groups=list(assessment.groups.values_list("key", flat=True)),
            moved_by=by,
            undo_until=timezone.localdate() + dt.timedelta(days=UNDO_DAYS),
        )
        _stand_on(assessment, target, moved.groups)
        sealed = _Carrying(doing, origin).all()
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="moved to another framework version",
            subject=assessment,
            detail={
                "from": str(origin),
                "to": str(target),
                "answers": doing.counts,
                "sha256": hashlib.sha256("".join(sealed).encode()).hexdigest(),
            },
        )
    return moved


def undo(*, moved: Move, by: User) -> Assessment:
    """Back to the version before, as it was left. What was answered since stays with the newer
    version, and comes back if the assessment is moved there again."""
    assessment = moved.assessment
    require(by, Verb.LEAD, assessment.organization)
    if timezone.localdate() > moved.undo_until:
        raise Conflict(f"The move could be undone for {UNDO_DAYS} days; they are over.")
    with transaction.atomic():
        states.hold(assessment, STATES, OTHERWISE)
        assessment.refresh_from_db(fields=["framework"])
        latest = Move.objects.filter(assessment=assessment, undone_at__isnull=True).first()
        if latest != moved or assessment.framework_id != moved.target_id:
            raise Conflict("The move was undone already, or another one followed.")
        moved.undone_by, moved.undone_at = by, timezone.now()
        moved.save(update_fields=["undone_by", "undone_at"])
        _stand_on(assessment, moved.origin, moved.groups)
        audit.record(
            organization=assessment.organization,
            by=by,
            verb="undid a move",
            subject=assessment,
            detail={"from": str(moved.target), "to": str(moved.origin)},
        )
    return assessment


def may_be_undone(moved: Move) -> bool:
    """Whether the retention lets it be undone, as long as nothing follows it."""
    return moved.undone_at is None and timezone.localdate() <= moved.undo_until


def _require_version(assessment: Assessment, target: Framework) -> None:
    origin = assessment.framework
    if target.pk == origin.pk:
        raise Invalid("The assessment stands on that version already.", "target")
    if target.organization_id not in (None, assessment.organization_id):
        raise Invalid("That framework belongs to another organization.", "target")
    if target.key != origin.key:
        raise Invalid(f"Choose another version of {origin.name}.", "target")


def _stand_on(assessment: Assessment, framework: Framework, groups: list[str]) -> None:
    assessment.framework = framework
    assessment.save(update_fields=["framework"])
    assessment.groups.set(framework.groups.filter(key__in=groups))


class _Carrying:
    """Copies what a plan keeps to the newer version, a constant number of queries for each kind."""

    def __init__(self, doing: Plan, origin: Framework) -> None:
        self._plan, self._origin = doing, origin
        self._assessment = doing.assessment
        target = doing.target
        self._questions = {one.key: one for one in Question.objects.filter(framework=target)}
        self._sections = {one.key: one for one in Section.objects.filter(framework=target)}
        self._roles = {one.key: one for one in Role.objects.filter(framework=target)}
        self._choices = {
            (one.question_id, one.key): one
            for one in Choice.objects.filter(question__framework=target)
        }

    def all(self) -> list[str]:
        """Copy everything; the seals of the answers that were copied."""
        self._participants()
        self._links()
        self._settlements()
        return self._answers()

    def _participants(self) -> None:
        Participant.objects.bulk_create(
            (
                Participant(
                    assessment=self._assessment, user=one.user, role=self._roles[one.role.key]
                )
                for one in self._plan.participants
            ),
            ignore_conflicts=True,
        )

    def _links(self) -> None:
        EvidenceLink.objects.bulk_create(
            (self._link(one) for one in self._plan.links), ignore_conflicts=True
        )

    def _link(self, link: EvidenceLink) -> EvidenceLink:
        copy = EvidenceLink(
            assessment=self._assessment,
            artifact_id=link.artifact_id,
            probe_id=link.probe_id,
            linked_by_id=link.linked_by_id,
            linked_at=link.linked_at,
            objection=link.objection,
            objected_by_id=link.objected_by_id,
            objected_at=link.objected_at,
        )
        if link.section is not None:
            copy.section = self._sections[self._plan.sections[link.section.key]]
        elif link.choice is not None:
            copy.choice = self._choices[self._now(link.choice.question).pk, link.choice.key]
        elif link.question is not None:
            copy.question = self._now(link.question)
        return copy

    def _settlements(self) -> None:
        Settlement.objects.bulk_create(
            (
                Settlement(
                    assessment=self._assessment,
                    question=self._now(one.question),
                    value=one.value,
                    picks=one.picks,
                    number=one.number,
                    reason=one.reason,
                    settled_by_id=one.settled_by_id,
                    settled_at=one.settled_at,
                )
                for one in self._plan.settlements
            ),
            ignore_conflicts=True,
        )

    def _answers(self) -> list[str]:
        kept = [one for one in self._plan.answers if one.outcome.fate is not Fate.LEFT]
        there = self._there()
        made, renewed = [], []
        for one in kept:
            copy = self._copy(one)
            older = there.get((copy.question_id, copy.role_id))
            if older is None:
                made.append(copy)
            elif older.said_at < copy.said_at:
                copy.pk, copy.version = older.pk, older.version + 1
                renewed.append(copy)
        Answer.objects.bulk_create(made)
        Answer.objects.bulk_update(renewed, RENEWED)
        versions = [_version(one) for one in (*made, *renewed)]
        AnswerVersion.objects.bulk_create(versions)
        return [seal(one) for one in versions]

    def _there(self) -> dict[tuple[int, int], Answer]:
        """Answers that were given to the newer version before a move to it was undone."""
        rows = Answer.objects.filter(
            assessment=self._assessment, question__framework=self._plan.target
        )
        return {(one.question_id, one.role_id): one for one in rows}

    def _copy(self, carried: Carried) -> Answer:
        answer = carried.answer
        confirm = carried.outcome.fate is Fate.CONFIRM
        return Answer(
            assessment=self._assessment,
            question=self._questions[carried.question],
            role=self._roles[answer.role.key],
            said_by=answer.said_by,
            said_at=answer.said_at,
            standing=answer.standing,
            value=answer.value,
            picks=list(carried.outcome.picks),
            number=answer.number,
            text=answer.text,
            note=answer.note,
            reason=answer.reason,
            refused_by_id=answer.refused_by_id,
            refused_at=answer.refused_at,
            refusal=answer.refusal,
            approved_by_id=None if confirm else answer.approved_by_id,
            approved_at=None if confirm else answer.approved_at,
            carried_from=self._origin if confirm else None,
        )

    def _now(self, question: Question) -> Question:
        return self._questions[self._plan.questions[question.key]]


RENEWED = [
    "said_by",
    "said_at",
    "standing",
    "value",
    "picks",
    "number",
    "text",
    "note",
    "reason",
    "refused_by",
    "refused_at",
    "refusal",
    "approved_by",
    "approved_at",
    "carried_from",
    "version",
]
"""What an answer that comes to a version for the second time brings along."""


def _version(answer: Answer) -> AnswerVersion:
    return AnswerVersion(
        answer=answer,
        version=answer.version,
        said_by=answer.said_by,
        said_at=answer.said_at,
        standing=answer.standing,
        value=answer.value,
        picks=answer.picks,
        number=answer.number,
        text=answer.text,
        note=answer.note,
        reason=answer.reason,
    )
