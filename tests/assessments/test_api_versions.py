"""Versions over REST: compared, moved with a preview, undone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Participant, Question
from organizations.models import User
from tests.assessments.test_actions_moves import rewritten, say, version_of

pytestmark = pytest.mark.django_db


def test_two_versions_are_compared(client: Client, review: Assessment, lena: User) -> None:
    client.force_login(lena)
    newer = version_of(review.framework, rewritten("question-0"))
    found = client.get(reverse("framework-compare", args=[review.framework_id, newer.pk])).json()
    assert found["counts"]["questions"] == {
        "new": 0,
        "gone": 0,
        "changed": 1,
        "moved": 0,
        "same": 3,
    }
    assert [(one["key"], one["change"], one["fields_changed"]) for one in found["questions"]] == [
        (
            "question-0",
            "changed",
            [{"name": "question", "before": "How do you do thing 0?", "after": "Asked anew?"}],
        )
    ]


def test_a_move_is_tried_made_listed_and_undone(
    client: Client, bobs: Participant, question: Question, lena: User
) -> None:
    say(bobs, question, 3)
    client.force_login(lena)
    review = bobs.assessment
    newer = version_of(review.framework, rewritten("question-0"))
    address = reverse("move-list", args=[review.pk])
    sent = {"target": newer.pk}
    plan = client.post(f"{address}?dry_run=true", sent, content_type="application/json")
    assert plan.status_code == 200
    assert plan.json()["answers"] == [
        {
            "question": "question-0",
            "role": "devops-engineer",
            "fate": "confirm",
            "why": "Its question changed.",
            "becomes": "question-0",
        }
    ]
    assert client.get(address).json()["results"] == []
    made = client.post(address, sent, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["counts"] == {"carries": 0, "confirm": 1, "left": 0}
    assert Assessment.objects.get(pk=review.pk).framework == newer
    undo = reverse("move-undo", args=[review.pk, made.json()["id"]])
    assert client.post(undo).json()["undone_by"] == lena.email
    again = client.post(undo)
    assert (again.status_code, again.json()["title"]) == (409, "Conflict")
