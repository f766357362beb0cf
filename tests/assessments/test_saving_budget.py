"""Saving one answer on the web takes few queries, however much there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer, Participant, Question
from organizations.models import User
from tests.factories import AssessmentFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def queries_of_saving(client: Client, me: Participant, question: Question) -> list[int]:
    """What a first answer and a change of it take, as saved on the way and by a submit."""
    address = reverse("assessments:answer", args=[me.assessment_id, question.key, me.role.key])
    counted = []
    for level, headers in ((3, {"HX-Request": "true"}), (4, {"HX-Request": "true"}), (5, {})):
        sent = {"said": str(level), "seen": str(level - 3), "note": "Written down."}
        with CaptureQueriesContext(connection) as captured:
            client.post(address, sent, headers=headers)
        counted.append(sum(not one["sql"].startswith(CONTROL) for one in captured))
    assert Answer.objects.get(question=question).value == 5
    return counted


def test_saving_takes_few_queries_however_much_there_is(
    bobs: Participant, question: Question, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(bobs.user)
    few = queries_of_saving(client, bobs, question)
    AssessmentFactory.create_batch(200, framework=bobs.assessment.framework)
    other = bobs.assessment.framework.questions.exclude(pk=question.pk)[0]
    assert queries_of_saving(client, bobs, other) == few
    assert max(few) <= MOST_QUERIES, few


def test_an_answer_by_choosing_takes_one_query_more_for_its_choices(
    me: Participant, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(me.user)
    counted = []
    for kind, said in (("boolean", {"said": "1"}), ("multiple", {"ticked": ["queue_peaks"]})):
        address = reverse("assessments:answer", args=[me.assessment_id, kind, me.role.key])
        with CaptureQueriesContext(connection) as captured:
            client.post(address, {**said, "seen": "0"}, headers={"HX-Request": "true"})
        counted.append(sum(not one["sql"].startswith(CONTROL) for one in captured))
    assert Answer.objects.count() == 2
    assert counted[1] == counted[0] + 1
