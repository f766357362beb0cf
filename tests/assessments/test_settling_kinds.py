"""Settling a question of every kind, by the action, on the page, over REST and in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.actions import settlements
from assessments.models import Answer, Assessment, Participant, Reading, Settlement
from assessments.picture import take
from assessments.said import Pick, PickState, Said
from organizations.models import User
from organizations.refusals import Invalid
from tests.assessments.rest import Rest
from tests.assessments.saying import (
    ALARMS,
    DEAD,
    NONE,
    ONE_OF_EACH,
    PEAKS,
    asked,
    excused,
    say,
    ticks,
)

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]

DECISIONS: dict[str, dict[str, Any]] = {
    "level": {"value": 4},
    "single": {"picks": (Pick("most"),)},
    "multiple": {"picks": (Pick(PEAKS), Pick(ALARMS), Pick(DEAD))},
    "boolean": {"value": 0},
    "number": {"number": 299.5},
}
CLAIMED = {"level": 0.8, "single": 1.0, "multiple": 1.0, "boolean": 0.0, "number": 1.0}


def settle(assessment: Assessment, key: str, by: User, **decision: Any) -> Settlement:
    return settlements.settle(
        assessment=assessment, question=asked(assessment, key), reason="So.", by=by, **decision
    )


@pytest.mark.parametrize("kind", sorted(DECISIONS))
def test_the_settlement_is_the_claim(me: Participant, lena: User, kind: str) -> None:
    say(me, kind, ONE_OF_EACH[kind])
    settle(me.assessment, kind, lena, **DECISIONS[kind])
    assert take(me.assessment).score.questions[kind].claimed == pytest.approx(CLAIMED[kind])
    event = me.assessment.organization.audit_events.order_by("-sequence")[0]
    assert event.verb == "settled a disagreement"
    assert set(event.detail) == {"question", "reason", *DECISIONS[kind]}


@pytest.mark.parametrize(
    ("kind", "decision", "field"),
    [
        ("text", {}, "question"),
        ("level", {"value": 6}, "value"),
        ("level", {}, "value"),
        ("boolean", {"value": 2}, "value"),
        ("number", {"number": float("inf")}, "number"),
        ("single", {"picks": ()}, "picks"),
        ("single", {"picks": (Pick("no"), Pick("most"))}, "picks"),
        ("multiple", {"picks": ()}, "picks"),
        ("multiple", {"picks": (Pick(PEAKS, PickState.OPEN, "Later."),)}, "picks"),
        ("multiple", {"picks": (Pick("some"),)}, "picks"),
    ],
)
def test_what_settles_nothing_is_refused_at_its_field(
    kinds: Assessment, lena: User, kind: str, decision: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        settle(kinds, kind, lena, **decision)
    assert refused.value.field == field
    assert not Settlement.objects.exists()


def test_none_of_these_settles_alone_where_answers_are_read_strictly(
    kinds: Assessment, lena: User
) -> None:
    both = (Pick(PEAKS), Pick(NONE))
    settle(kinds, "multiple", lena, picks=both)
    Assessment.objects.update(reading=Reading.STRICT)
    kinds.refresh_from_db()
    with pytest.raises(Invalid, match="stands alone"):
        settle(kinds, "multiple", lena, picks=both)


def test_a_question_is_settled_as_one_role_said(
    me: Participant, developer: Participant, lena: User
) -> None:
    said = Said("answered", picks=(Pick(PEAKS, note="Since March."), excused(DEAD, "None.")))
    settled = settlements.settle_as(answer=say(me, "multiple", said), reason="Seen it.", by=lena)
    assert Said.settled(settled).picks == (Pick(PEAKS), excused(DEAD))
    with pytest.raises(Invalid, match="Only what the question asks for"):
        settlements.settle_as(
            answer=say(developer, "level", Said("dont_know")), reason="?", by=lena
        )


SENT: dict[str, dict[str, Any]] = {
    "level": {"value": "4"},
    "single": {"picks": "most"},
    "multiple": {"picks": [PEAKS, ALARMS], "excused": [DEAD]},
    "boolean": {"value": "0"},
    "number": {"number": "299.5"},
}


@pytest.mark.parametrize("kind", sorted(SENT))
def test_a_lead_settles_on_the_page_and_finds_the_decision_there_again(
    signed_in: SignedIn, me: Participant, lena: User, kind: str
) -> None:
    say(me, kind, ONE_OF_EACH[kind])
    address = reverse("assessments:settle", args=[me.assessment_id, kind])
    client = signed_in(lena)
    assert client.post(address, {**SENT[kind], "reason": "So."}).status_code == 302
    assert Settlement.objects.get().reason == "So."
    again = client.get(address)
    given = {name: again.context["form"][name].initial for name in SENT[kind]}
    assert {name: str(value) for name, value in given.items()} == {
        name: str(value) for name, value in SENT[kind].items()
    }
    assert "settled this at" in again.content.decode()


def test_the_page_says_why_a_decision_is_refused(
    signed_in: SignedIn, kinds: Assessment, lena: User
) -> None:
    client = signed_in(lena)
    address = reverse("assessments:settle", args=[kinds.pk, "multiple"])
    sent = {"picks": [PEAKS], "excused": [PEAKS], "reason": "So."}
    assert "is said twice" in client.post(address, sent).content.decode()
    assert (
        "Tick what the question claims" in client.post(address, {"reason": "So."}).content.decode()
    )
    words = client.get(reverse("assessments:settle", args=[kinds.pk, "text"])).content.decode()
    assert "There is nothing to settle." in words
    assert not Settlement.objects.exists()


def test_what_the_roles_say_is_read_choice_by_choice(
    signed_in: SignedIn, me: Participant, lena: User
) -> None:
    say(me, "multiple", Said("answered", picks=(Pick(PEAKS), excused(DEAD, "Dropped."))))
    page = signed_in(lena).get(reverse("assessments:settle", args=[me.assessment_id, "multiple"]))
    body = page.content.decode()
    assert "1 of 3 ticked, 1 not applicable" in body
    assert "Dropped." in body


@pytest.mark.parametrize("kind", sorted(DECISIONS))
def test_a_question_is_settled_over_rest(kinds: Assessment, lena: User, kind: str) -> None:
    picks = [{"choice": one.choice, "state": "ticked"} for one in DECISIONS[kind].get("picks", ())]
    sent = {**DECISIONS[kind], "reason": "So."} | ({"picks": picks} if picks else {})
    made = Rest(lena).put(f"assessments/{kinds.pk}/settlements/{kind}/", sent)
    assert made.status_code == 200
    assert made.json()["value"] == DECISIONS[kind].get("value")
    assert made.json()["number"] == DECISIONS[kind].get("number")
    assert [one["choice"] for one in made.json()["picks"]] == [one["choice"] for one in picks]


def test_over_rest_a_refusal_points_at_its_field(kinds: Assessment, lena: User) -> None:
    sent = {"picks": [{"choice": "some", "state": "ticked"}], "reason": "So."}
    refused = Rest(lena).put(f"assessments/{kinds.pk}/settlements/multiple/", sent)
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/picks"]


def test_an_operator_settles_in_the_admin_as_an_answer_says(
    signed_in: SignedIn, me: Participant, operator: User
) -> None:
    answer = say(me, "multiple", ticks(PEAKS))
    chosen = {"action": "settle", "_selected_action": [answer.pk]}
    client, address = signed_in(operator), reverse("admin:assessments_answer_changelist")
    assert "In your words" in client.post(address, chosen).content.decode()
    client.post(address, {**chosen, "asked": "yes", "words": "Seen it."})
    assert Said.settled(Settlement.objects.get()).ticked == (PEAKS,)
    listed = client.get(reverse("admin:assessments_settlement_changelist")).content.decode()
    assert "1 of 3 ticked" in listed
    assert Answer.objects.get().version == 1
