"""Answers over REST: entity tags, both versions in a conflict, and nobody anchors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.actions import answers
from assessments.actions.answers import Said
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AssessmentState,
    Participant,
    Question,
)
from organizations.models import Scope, User
from tests.assessments.rest import Rest
from tests.factories import AssessmentFactory, ParticipantFactory

pytestmark = pytest.mark.django_db

THREE: dict[str, Any] = {"standing": "answered", "value": 3, "note": "Written down."}
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def no_requests_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def at(me: Participant, question: Question, rest: str = "") -> str:
    return f"assessments/{me.assessment_id}/answers/{question.key}/{me.role.key}/{rest}"


def say(me: Participant, question: Question, level: int = 3, seen: int = 0) -> Answer:
    said = Said("answered", level)
    return answers.save(participant=me, question=question, said=said, seen=seen, by=me.user)


def test_the_first_answer_is_created_and_carries_its_entity_tag(
    bobs: Participant, question: Question
) -> None:
    response = Rest(bobs.user).put(at(bobs, question), THREE, If_None_Match="*")
    answer = Answer.objects.get()
    assert response.status_code == 201
    assert response.headers["ETag"] == answer.etag
    assert response.json() == {
        "question": question.key,
        "role": "devops-engineer",
        "standing": "answered",
        "value": 3,
        "picks": [],
        "number": None,
        "text": "",
        "note": "Written down.",
        "reason": "",
        "counts": True,
        "said_by": "bob@example.org",
        "said_at": response.json()["said_at"],
        "version": 1,
        "etag": answer.etag,
        "refused_by": None,
        "refused_at": None,
        "refusal": "",
        "approved_by": None,
        "approved_at": None,
        "carried_from": None,
    }


def test_a_change_names_the_version_it_was_made_from(bobs: Participant, question: Question) -> None:
    rest = Rest(bobs.user)
    first = rest.put(at(bobs, question), THREE)
    changed = rest.put(
        at(bobs, question), {"standing": "dont_know"}, If_Match=first.headers["ETag"]
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.headers["ETag"] != first.headers["ETag"]
    any_version = rest.put(at(bobs, question), THREE, If_Match="*")
    assert (any_version.status_code, any_version.json()["version"]) == (200, 3)


def test_a_change_that_names_no_version_is_asked_for_it(
    bobs: Participant, question: Question
) -> None:
    say(bobs, question, 1)
    rest = Rest(bobs.user)
    for headers in ({}, {"If_None_Match": '"1-1"'}):
        refused = rest.put(at(bobs, question), THREE, **headers)
        assert refused.status_code == 428
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert "If-Match" in refused.json()["detail"]
    assert Answer.objects.get().value == 1


def test_the_second_of_two_gets_both_versions_and_nothing_is_overwritten(
    bobs: Participant, question: Question, rita: User
) -> None:
    colleague = ParticipantFactory.create(assessment=bobs.assessment, user=rita, role=bobs.role)
    seen = Rest(bobs.user).put(at(bobs, question), THREE).headers["ETag"]
    say(colleague, question, 5, seen=1)
    refused = Rest(bobs.user).put(at(bobs, question), {**THREE, "value": 4}, If_Match=seen)
    problem = refused.json()
    assert refused.status_code == 412
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (problem["title"], problem["status"]) == ("Precondition Failed", 412)
    assert (problem["current"]["value"], problem["current"]["said_by"]) == (5, rita.email)
    assert problem["attempted"]["value"] == 4
    assert refused.headers["ETag"] == problem["current"]["etag"]
    again = Rest(bobs.user).put(
        at(bobs, question), problem["attempted"], If_Match=problem["current"]["etag"]
    )
    assert (again.status_code, again.json()["version"]) == (200, 3)


@pytest.mark.parametrize("tag", ['"0-0"', 'W/"{}"', "nonsense", ""])
def test_a_tag_of_another_version_does_not_match(
    bobs: Participant, question: Question, tag: str
) -> None:
    etag = say(bobs, question, 1).etag.strip('"')
    refused = Rest(bobs.user).put(at(bobs, question), THREE, If_Match=tag.format(etag))
    assert refused.status_code == 412
    assert Answer.objects.get().value == 1


def test_one_of_several_tags_may_match(bobs: Participant, question: Question) -> None:
    tags = f'"0-0", {say(bobs, question, 1).etag}'
    assert Rest(bobs.user).put(at(bobs, question), THREE, If_Match=tags).status_code == 200


def test_a_first_answer_that_was_not_the_first_is_refused(
    bobs: Participant, question: Question
) -> None:
    say(bobs, question, 1)
    refused = Rest(bobs.user).put(at(bobs, question), THREE, If_None_Match="*")
    assert refused.status_code == 412
    assert refused.json()["current"]["value"] == 1


def test_a_version_of_what_is_not_there_is_refused(bobs: Participant, question: Question) -> None:
    refused = Rest(bobs.user).put(at(bobs, question), THREE, If_Match='"1-1"')
    assert (refused.status_code, refused.json()["current"]) == (412, None)
    assert not Answer.objects.exists()


def test_somebody_quicker_between_reading_and_saving_is_a_conflict_too(
    bobs: Participant, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = answers.save

    def quicker(**given: Any) -> Answer:
        say_first = {**given, "said": Said("answered", 0)}
        save(**say_first)
        return save(**given)

    monkeypatch.setattr(answers, "save", quicker)
    refused = Rest(bobs.user).put(at(bobs, question), THREE)
    assert refused.status_code == 412
    assert refused.json()["current"]["value"] == 0


def test_saying_the_same_again_adds_no_version(bobs: Participant, question: Question) -> None:
    rest = Rest(bobs.user)
    tag = rest.put(at(bobs, question), THREE).headers["ETag"]
    again = rest.put(at(bobs, question), THREE, If_Match=tag)
    assert (again.status_code, again.headers["ETag"]) == (200, tag)
    assert AnswerVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({}, "#/standing"),
        ({"standing": "perhaps"}, "#/standing"),
        ({"standing": "answered"}, "#/value"),
        ({"standing": "answered", "value": 6}, "#/value"),
        ({"standing": "answered", "value": "many"}, "#/value"),
        ({"standing": "not_applicable"}, "#/reason"),
        ({"standing": "answered", "value": 3, "note": "x" * 4001}, "#/note"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_field(
    bobs: Participant, question: Question, said: dict[str, Any], pointer: str
) -> None:
    refused = Rest(bobs.user).put(at(bobs, question), said)
    assert refused.status_code == 400
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


def test_frozen_answers_are_a_conflict(bobs: Participant, question: Question) -> None:
    Assessment.objects.update(state=AssessmentState.IN_REVIEW)
    refused = Rest(bobs.user).put(at(bobs, question), THREE)
    assert refused.status_code == 409
    assert "frozen" in refused.json()["detail"]


def test_one_answers_in_ones_own_roles_only(
    bobs: Participant, lenas: Participant, question: Question, charlie: User
) -> None:
    refused = Rest(bobs.user).put(at(lenas, question), THREE)
    assert refused.status_code == 403
    assert "You do not answer as Developer here" in refused.json()["detail"]
    assert Rest(charlie).put(at(bobs, question), THREE).status_code == 404
    unknown = f"assessments/{bobs.assessment_id}/answers/question-0/nobody/"
    assert Rest(bobs.user).put(unknown, THREE).status_code == 404
    unknown = f"assessments/{bobs.assessment_id}/answers/question-99/devops-engineer/"
    assert Rest(bobs.user).put(unknown, THREE).status_code == 404


def test_a_read_token_writes_nothing(bobs: Participant, question: Question) -> None:
    assert Rest(bobs.user, Scope.READ).put(at(bobs, question), THREE).status_code == 403


def test_what_the_caller_has_is_not_sent_again(bobs: Participant, question: Question) -> None:
    tag = say(bobs, question).etag
    rest = Rest(bobs.user)
    assert rest.get(at(bobs, question)).headers["ETag"] == tag
    assert rest.get(at(bobs, question), If_None_Match=tag).status_code == 304
    assert rest.get(at(bobs, question), If_None_Match='"0-0"').status_code == 200


def test_a_member_sees_what_others_said_after_answering(
    bobs: Participant, lenas: Participant, question: Question
) -> None:
    other = bobs.assessment.framework.questions.exclude(pk=question.pk)[0]
    for one in (question, other):
        say(lenas, one, 5)
    rest = Rest(bobs.user)
    listed = f"assessments/{bobs.assessment_id}/answers/"
    assert rest.get(listed).json()["results"] == []
    assert rest.get(at(lenas, question)).status_code == 404
    assert rest.get(at(lenas, question, "history/")).status_code == 404
    say(bobs, question, 2)
    seen = [(one["question"], one["value"]) for one in rest.get(listed).json()["results"]]
    assert sorted(seen) == [(question.key, 2), (question.key, 5)]
    assert rest.get(at(lenas, question)).json()["value"] == 5
    assert rest.get(at(lenas, other)).status_code == 404


def test_a_refused_not_applicable_opens_nothing(
    bobs: Participant, lenas: Participant, question: Question, rita: User
) -> None:
    say(lenas, question, 5)
    nothing = Said("not_applicable", reason="No queue.")
    mine = answers.save(participant=bobs, question=question, said=nothing, seen=0, by=bobs.user)
    assert Rest(bobs.user).get(at(lenas, question)).status_code == 200
    answers.refuse(answer=mine, reason="You do.", by=rita)
    assert Rest(bobs.user).get(at(lenas, question)).status_code == 404
    assert Rest(bobs.user).get(at(bobs, question)).json()["refusal"] == "You do."


@pytest.mark.parametrize("who", ["alice", "lena", "rita", "ruth"])
def test_owner_lead_reviewer_and_reader_see_every_answer(
    bobs: Participant, question: Question, cast: dict[str, User], who: str
) -> None:
    say(bobs, question)
    found = Rest(cast[who]).get(f"assessments/{bobs.assessment_id}/answers/").json()
    assert [one["value"] for one in found["results"]] == [3]


def test_a_stranger_meets_nothing(bobs: Participant, question: Question, charlie: User) -> None:
    say(bobs, question)
    rest = Rest(charlie)
    for address in ("", "history/"):
        assert rest.get(at(bobs, question, address)).status_code == 404
    assert rest.get(f"assessments/{bobs.assessment_id}/answers/").status_code == 404
    assert rest.post(at(bobs, question, "refuse/"), {"reason": "No."}).status_code == 404


def test_answers_are_filtered(
    bobs: Participant, lenas: Participant, question: Question, lena: User
) -> None:
    say(bobs, question)
    answers.save(participant=lenas, question=question, said=Said("dont_know"), seen=0, by=lena)
    rest, listed = Rest(lena), f"assessments/{bobs.assessment_id}/answers/"
    for query, roles in (
        ("", ["devops-engineer", "developer"]),
        ("?mine=true", ["developer"]),
        ("?mine=false", ["devops-engineer"]),
        ("?role=developer", ["developer"]),
        ("?standing=answered", ["devops-engineer"]),
        (f"?question={question.key}", ["devops-engineer", "developer"]),
        ("?question=none", []),
    ):
        assert [one["role"] for one in rest.get(listed + query).json()["results"]] == roles, query
    assert rest.get(f"{listed}?standing=perhaps").status_code == 400


def test_the_history_is_whole(bobs: Participant, question: Question) -> None:
    say(bobs, question, 1)
    say(bobs, question, 2, seen=1)
    history = Rest(bobs.user).get(at(bobs, question, "history/")).json()["results"]
    assert [(one["version"], one["value"], one["said_by"]) for one in history] == [
        (1, 1, "bob@example.org"),
        (2, 2, "bob@example.org"),
    ]


def test_a_reviewer_refuses_a_not_applicable(
    bobs: Participant, question: Question, rita: User
) -> None:
    nothing = Said("not_applicable", reason="No queue.")
    answers.save(participant=bobs, question=question, said=nothing, seen=0, by=bobs.user)
    rest, address = Rest(rita), at(bobs, question, "refuse/")
    assert Rest(bobs.user).post(address, {"reason": "No."}).status_code == 403
    assert rest.post(address, {}).status_code == 400
    refused = rest.post(address, {"reason": "You do."}).json()
    assert (refused["refused_by"], refused["refusal"]) == ("rita@example.org", "You do.")
    assert rest.post(address, {"reason": "Again."}).status_code == 409


def queries_of_saving(me: Participant, question: Question) -> list[int]:
    """What a first answer and a change of it take, transaction control left out."""
    rest = Rest(me.user)
    # Notes the use of the token, which is done once a minute.
    rest.get("me/")
    with CaptureQueriesContext(connection) as first:
        tag = rest.put(at(me, question), THREE).headers["ETag"]
    with CaptureQueriesContext(connection) as change:
        rest.put(at(me, question), {**THREE, "value": 4}, If_Match=tag)
    return [sum(not _transaction(one["sql"]) for one in captured) for captured in (first, change)]


def _transaction(sql: str) -> bool:
    return sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))


def test_saving_takes_few_queries_however_much_there_is(
    bobs: Participant, question: Question
) -> None:
    few = queries_of_saving(bobs, question)
    AssessmentFactory.create_batch(200, framework=bobs.assessment.framework)
    other = bobs.assessment.framework.questions.exclude(pk=question.pk)[0]
    many = queries_of_saving(bobs, other)
    assert few == many
    assert max(many) <= MOST_QUERIES
