"""An assessment on its second framework version is asked, answered and reviewed like any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import moves, settlements
from assessments.models import Answer, Assessment, Participant, Question
from organizations.models import User
from tests.assessments.test_actions_moves import rewritten, say, version_of

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def moved(bobs: Participant, lena: User) -> Assessment:
    """Bob said 3 to both of two questions and Lena settled one; the other asks anew since."""
    review = bobs.assessment
    for question in review.framework.questions.filter(key__in=("question-0", "question-1")):
        say(bobs, question, 3)
    settled = Question.objects.get(framework=review.framework, key="question-1")
    settlements.settle(assessment=review, question=settled, value=3, reason="So.", by=lena)
    newer = version_of(review.framework, rewritten("question-0"))
    moves.move(assessment=review, target=newer, by=lena)
    return Assessment.objects.get(pk=review.pk)


@pytest.fixture
def place(moved: Assessment, bobs: Participant) -> list[object]:
    return [moved.pk, "question-0", bobs.role.key]


def carried(review: Assessment) -> Answer:
    return Answer.objects.current().get(assessment=review, question__key="question-0")


def test_what_was_carried_over_is_confirmed_on_the_page(
    moved: Assessment, bobs: Participant, place: list[object], signed_in: SignedIn
) -> None:
    client = signed_in(bobs.user)
    seen = carried(moved).version
    sent = {"seen": seen, "said": "3", "note": "So it is."}
    answer = client.post(reverse("assessments:answer", args=place), sent, headers=HTMX)
    assert answer.status_code == 200
    assert carried(moved).carried_from is None
    assert carried(moved).version == seen + 1
    assert client.get(reverse("assessments:state", args=place)).status_code == 200
    assert client.get(reverse("assessments:history", args=place)).status_code == 200


def test_what_was_carried_over_is_confirmed_over_rest(
    moved: Assessment, bobs: Participant, place: list[object], client: Client
) -> None:
    client.force_login(bobs.user)
    address = reverse("answer-detail", args=place)
    found = client.get(address)
    assert found.json()["carried_from"]
    said = {"standing": "answered", "value": 3, "note": "So it is."}
    headers = {"If-Match": found.headers["ETag"]}
    saved = client.put(address, said, content_type="application/json", headers=headers)
    assert (saved.status_code, saved.json()["carried_from"]) == (200, None)
    assert client.get(reverse("answer-history", args=place)).status_code == 200


def test_each_answer_role_and_settlement_is_listed_once(
    moved: Assessment, lena: User, client: Client
) -> None:
    client.force_login(lena)

    def listed(name: str) -> list[str]:
        rows = client.get(reverse(name, args=[moved.pk])).json()["results"]
        return [row.get("question") or row["role"] for row in rows]

    assert listed("answer-list") == ["question-0", "question-1"]
    assert listed("participant-list") == ["devops-engineer"]
    assert listed("settlement-list") == ["question-1"]
    gone = client.delete(reverse("settlement-detail", args=[moved.pk, "question-1"]))
    assert gone.status_code == 204


def test_a_reviewer_refuses_what_was_said_since(
    moved: Assessment, bobs: Participant, place: list[object], rita: User, signed_in: SignedIn
) -> None:
    sent = {"seen": carried(moved).version, "said": "not_applicable", "reason": "No queue."}
    signed_in(bobs.user).post(reverse("assessments:answer", args=place), sent, headers=HTMX)
    refuse = reverse("assessments:refuse", args=place)
    reviewer = signed_in(rita)
    assert reviewer.get(refuse).status_code == 200
    reviewer.post(refuse, {"words": "There is one."})
    assert carried(moved).refused_at


def test_a_settlement_is_withdrawn(moved: Assessment, lena: User, signed_in: SignedIn) -> None:
    address = reverse("assessments:unsettle", args=[moved.pk, "question-1"])
    assert signed_in(lena).post(address).status_code == 302
    assert not moved.settlements.current().exists()
    assert moved.settlements.count() == 1
