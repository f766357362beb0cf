"""Whose answers a person may see: those of others only after one's own, so that nobody anchors.

That holds for what a question's answers are and for the question's own levels, while answers can
still be given. The levels of a section or of the whole are everybody's at any time.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from assessments.models import Answer, Assessment, Participant
from assessments.models.answer import AnswerQuerySet
from assessments.picture import Picture
from organizations.models import User
from organizations.policies import Verb, may


def sees_all(user: User, assessment: Assessment) -> bool:
    """Whether this person sees every answer: everybody does once none can be given. One query."""
    return not assessment.is_open or may(user, Verb.SEE_ANSWERS, assessment.organization)


def answers_open_to(user: User, assessment: Assessment) -> AnswerQuerySet:
    """The answers this person may see, of those to the framework version that the assessment stands
    on: all, or those in their roles and those to questions that a role of theirs has answered.
    One query, and one more when it is read."""
    answers = Answer.objects.visible_to(user).current().filter(assessment=assessment)
    if sees_all(user, assessment):
        return answers
    roles = Participant.objects.filter(assessment=assessment, user=user).values("role")
    given = Answer.objects.given().filter(
        assessment=assessment, question=OuterRef("question"), role__in=roles
    )
    return answers.filter(Q(role__in=roles) | Exists(given))


def questions_open_to(user: User, picture: Picture) -> frozenset[str]:
    """The keys of the questions of which this person may see what was said. One query."""
    if sees_all(user, picture.assessment):
        return frozenset(question.key for question in picture.questions)
    mine = [one.role_id for one in picture.participants if one.user_id == user.pk]
    return frozenset(
        question.key
        for question in picture.questions
        if any(picture.answered(question.pk, role) for role in mine)
    )
