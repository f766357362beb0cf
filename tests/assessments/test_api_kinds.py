"""Answers of every kind over REST, approving one, and reading them in the admin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments.actions import answers
from assessments.models import Answer, Participant
from assessments.said import Pick, Said
from organizations.models import User
from tests.assessments.rest import Rest
from tests.assessments.saying import ALARMS, DEAD, ONE_OF_EACH, PEAKS, excused, say, ticks
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]

SENT: dict[str, dict[str, Any]] = {
    "level": {"value": 3},
    "single": {"picks": [{"choice": "some"}]},
    "multiple": {"picks": [{"choice": PEAKS, "state": "ticked", "note": ""}, {"choice": ALARMS}]},
    "boolean": {"value": 1},
    "number": {"number": 412.5},
    "text": {"text": "Mail, and the nightly import."},
}


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def at(me: Participant, key: str, rest: str = "") -> str:
    return f"assessments/{me.assessment_id}/answers/{key}/{me.role.key}/{rest}"


@pytest.mark.parametrize("kind", sorted(SENT))
def test_every_kind_is_answered_and_read_back(me: Participant, kind: str) -> None:
    rest = Rest(me.user)
    made = rest.put(at(me, kind), {"standing": "answered", **SENT[kind]})
    assert made.status_code == 201
    assert Said.of(Answer.objects.get()) == ONE_OF_EACH[kind]
    said = {name: made.json()[name] for name in ("standing", *SENT[kind])}
    again = rest.put(at(me, kind), said, If_Match=made.headers["ETag"])
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert again.json()["counts"] is True


@pytest.mark.parametrize(
    ("kind", "sent", "pointer"),
    [
        ("boolean", {"value": 2}, "#/value"),
        ("number", {}, "#/number"),
        ("number", {"number": "many"}, "#/number"),
        ("number", {"number": 1e16}, "#/number"),
        ("text", {"text": ""}, "#/text"),
        ("text", {"text": "x" * 4001}, "#/text"),
        ("single", {"picks": []}, "#/picks"),
        ("multiple", {}, "#/picks"),
        ("multiple", {"picks": [{"choice": "some"}]}, "#/picks"),
        ("multiple", {"picks": "some"}, "#/picks"),
        ("multiple", {"picks": [{"choice": PEAKS, "state": "half"}]}, "#/picks/0/state"),
        ("multiple", {"picks": [{"state": "ticked"}]}, "#/picks/0/choice"),
        ("multiple", {"picks": [{"choice": PEAKS, "note": "x" * 2001}]}, "#/picks/0/note"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_field(
    me: Participant, kind: str, sent: dict[str, Any], pointer: str
) -> None:
    refused = Rest(me.user).put(at(me, kind), {"standing": "answered", **sent})
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert not Answer.objects.exists()


def test_an_answer_is_taken_back(me: Participant) -> None:
    rest = Rest(me.user)
    first = rest.put(at(me, "multiple"), {"standing": "answered", **SENT["multiple"]})
    back = rest.put(at(me, "multiple"), {"standing": "open"}, If_Match=first.headers["ETag"])
    assert (back.json()["standing"], back.json()["counts"], back.json()["picks"]) == (
        "open",
        False,
        [],
    )
    unticked = {"standing": "answered", "picks": [{"choice": PEAKS, "state": "open", "note": "N."}]}
    again = rest.put(at(me, "multiple"), unticked, If_Match=back.headers["ETag"])
    assert (again.json()["standing"], again.json()["picks"][0]["note"]) == ("open", "N.")


def test_a_conflict_gives_the_choices_of_both(me: Participant, rita: User) -> None:
    colleague = ParticipantFactory.create(assessment=me.assessment, user=rita, role=me.role)
    tag = say(me, "multiple", ticks(PEAKS)).etag
    say(colleague, "multiple", Said("answered", picks=(excused(DEAD, "Dropped."),)), seen=1)
    sent = {"standing": "answered", **SENT["multiple"]}
    refused = Rest(me.user).put(at(me, "multiple"), sent, If_Match=tag)
    problem = refused.json()
    assert refused.status_code == 412
    assert problem["current"]["picks"] == [
        {"choice": DEAD, "state": "not_applicable", "note": "Dropped."}
    ]
    assert [one["choice"] for one in problem["attempted"]["picks"]] == [PEAKS, ALARMS]
    merged = Rest(me.user).put(
        at(me, "multiple"), problem["attempted"], If_Match=problem["current"]["etag"]
    )
    assert (merged.status_code, merged.json()["version"]) == (200, 3)


def test_the_history_has_every_kind(me: Participant) -> None:
    say(me, "number", ONE_OF_EACH["number"])
    say(me, "number", Said("answered", number=90.0), seen=1)
    found = Rest(me.user).get(at(me, "number", "history/")).json()["results"]
    assert sorted(one["number"] for one in found) == [90.0, 412.5]


def test_a_reviewer_approves_over_rest(me: Participant, rita: User) -> None:
    say(me, "level", Said("not_applicable", reason="No queue."))
    assert Rest(me.user).post(at(me, "level", "approve/")).status_code == 403
    approved = Rest(rita).post(at(me, "level", "approve/"))
    assert (approved.status_code, approved.json()["approved_by"]) == (200, rita.email)
    again = Rest(rita).post(at(me, "level", "approve/"))
    assert again.status_code == 409


def test_an_answer_taken_back_opens_nothing(me: Participant, developer: Participant) -> None:
    say(developer, "multiple", ticks(PEAKS))
    theirs = f"assessments/{me.assessment_id}/answers/multiple/developer/"
    say(me, "multiple", ticks(ALARMS))
    assert Rest(me.user).get(theirs).status_code == 200
    say(me, "multiple", Said("open"), seen=1)
    assert Rest(me.user).get(theirs).status_code == 404


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("level", "3 Defined"),
        ("single", "Yes, for some"),
        ("multiple", "2 of 3 ticked"),
        ("boolean", "Yes"),
        ("number", "412.5"),
        ("text", "Mail, and the nightly import."),
    ],
)
def test_the_admin_says_every_kind_in_words(
    signed_in: SignedIn, me: Participant, operator: User, kind: str, words: str
) -> None:
    answer = say(me, kind, ONE_OF_EACH[kind])
    client = signed_in(operator)
    for address in (
        reverse("admin:assessments_answer_changelist"),
        reverse("admin:assessments_answer_change", args=[answer.pk]),
        reverse("admin:assessments_answerversion_changelist"),
    ):
        assert words in client.get(address).content.decode()


def test_the_admin_approves_and_shows_what_was_said_of_each_choice(
    signed_in: SignedIn, me: Participant, operator: User
) -> None:
    noted = say(me, "multiple", Said("answered", picks=(Pick(PEAKS, note="<b>Since</b> March."),)))
    client, address = signed_in(operator), reverse("admin:assessments_answer_changelist")
    assert "ticked: Peaks wait in queues &lt;b&gt;Since" in client.get(address).content.decode()
    nothing = say(me, "level", Said("not_applicable", reason="No queue."))
    chosen = {"action": "approve", "_selected_action": [nothing.pk, noted.pk]}
    told = client.post(address, chosen, follow=True).content.decode()
    assert "approved." in told
    assert "has changed since" in told
    assert Answer.objects.get(pk=nothing.pk).approved_by == operator


def test_the_queries_of_the_admin_list_do_not_grow_with_choices(
    signed_in: SignedIn, me: Participant, operator: User, django_assert_max_num_queries: Any
) -> None:
    client, address = signed_in(operator), reverse("admin:assessments_answer_changelist")
    for kind, said in ONE_OF_EACH.items():
        say(me, kind, said)
    with django_assert_max_num_queries(14):
        client.get(address)


def test_a_reviewer_approves_on_the_page(signed_in: SignedIn, me: Participant, rita: User) -> None:
    answer = say(me, "level", Said("not_applicable", reason="No queue."))
    client = signed_in(rita)
    body = client.get(reverse("assessments:review")).content.decode()
    address = reverse("assessments:approve", args=[me.assessment_id, "level", me.role.key])
    assert address in body
    assert "It stands unless you refuse it." in body
    client.post(address, {"next": reverse("assessments:review")})
    answer.refresh_from_db()
    assert answer.approved_by == rita
    told = client.post(address, follow=True).content.decode()
    assert "was approved" in told
    assert "Nothing waits" in client.get(reverse("assessments:review")).content.decode()


def test_nobody_approves_ones_own_while_another_could(
    signed_in: SignedIn, me: Participant, rita: User, alice: User
) -> None:
    own = ParticipantFactory.create(assessment=me.assessment, user=rita, role=me.role)
    answer = say(own, "level", Said("not_applicable", reason="No queue."))
    address = reverse("assessments:approve", args=[me.assessment_id, "level", me.role.key])
    assert signed_in(rita).post(address).status_code == 403
    assert answers.approve(answer=answer, by=alice).approved_by == alice
