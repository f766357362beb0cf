"""The frozen form of an assessment, held to its published schema."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

from assessments import snapshot
from assessments.actions import answers, links, milestones, settlements
from assessments.actions.answers import Said
from assessments.models import Assessment, AssessmentState, Participant, Question
from assessments.scoring import FORMULA
from evidence.models import AddressCheck, Probe, Revision
from organizations.models import User
from tests.factories import (
    ArtifactFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
)
from tests.reports import snapshots

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "milestone.schema.json").read_text("utf-8"))


def problems(values: snapshot.Values) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(values)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.fixture
def varied(bobs: Participant, lenas: Participant, question: Question, rita: User) -> Assessment:
    """Two roles that disagree, evidence in every state, signals with and without a reading."""
    review = bobs.assessment
    for me, level in ((bobs, 5), (lenas, 1)):
        said = Said("answered", level, "A note.")
        answers.save(participant=me, question=question, said=said, seen=0, by=me.user)
    other = review.framework.questions.exclude(pk=question.pk)[0]
    nothing = Said("not_applicable", reason="No queue.")
    answer = answers.save(participant=bobs, question=other, said=nothing, seen=0, by=bobs.user)
    answers.refuse(answer=answer, reason="You do.", by=rita)
    settlements.settle(assessment=review, question=question, value=4, reason="So.", by=lenas.user)
    _link_evidence(review, question, rita)
    return review


def _link_evidence(review: Assessment, question: Question, rita: User) -> None:
    today = timezone.localdate()
    for state, days in (("accepted", 30), ("accepted", -1), ("submitted", 30), ("returned", 30)):
        artifact = ArtifactFactory.create(organization=review.organization)
        RevisionFactory.create(
            artifact=artifact, number=1, state=state, valid_until=today + dt.timedelta(days=days)
        )
        link = links.link(assessment=review, evidence=artifact, to=question, by=rita)
    links.object_to(link=link, objection="It says the contrary.", by=rita)
    source = SourceFactory.create(organization=review.organization)
    for read in (True, False):
        probe = ProbeFactory.create(source=source, workload=review.workload)
        if read:
            Probe.objects.filter(pk=probe.pk).update(latest=ReadingFactory.create(probe=probe))
        links.link(assessment=review, evidence=probe, to=question.section, by=rita)


def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in rows}


def test_the_schema_itself_is_right() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_an_empty_assessment_fits_the_schema(draft: Assessment) -> None:
    values = snapshot.live(draft)
    assert problems(values) == []
    assert values["milestone"] is None
    assert values["formula"] == FORMULA


def test_a_varied_assessment_fits_the_schema(varied: Assessment) -> None:
    assert problems(snapshot.live(varied)) == []


def test_what_reports_are_tried_with_fits_the_schema() -> None:
    assert problems(snapshots.snapshot()) == []


def test_a_published_one_fits_the_schema_and_so_does_the_next(
    varied: Assessment, lena: User
) -> None:
    for number in (1, 2):
        Assessment.objects.filter(pk=varied.pk).update(state=AssessmentState.APPROVED)
        made = milestones.publish(assessment=varied, title=f"Round {number}", by=lena)
        assert problems(json.loads(made.document)) == []


def test_levels_are_in_units_of_the_scale(varied: Assessment, question: Question) -> None:
    asked = by_key(snapshot.live(varied)["questions"])[question.key]
    assert (asked["claimed"], asked["proven"], asked["cap"]) == (4.0, 1.0, 1.0)
    assert (asked["disagreement"], asked["rung"]) == (4.0, 3)


def test_every_answer_is_there_with_who_said_it(varied: Assessment, question: Question) -> None:
    questions = by_key(snapshot.live(varied)["questions"])
    said = [(one["role"], one["value"], one["by"]) for one in questions[question.key]["answers"]]
    assert said == [("devops-engineer", 5, "Bob"), ("developer", 1, "Lena")]
    refused = [one for row in questions.values() for one in row["answers"] if one["refused"]]
    assert [(one["reason"], one["refusal"]) for one in refused] == [("No queue.", "You do.")]


def test_a_refused_not_applicable_is_not_counted_as_an_answer(varied: Assessment) -> None:
    roles = by_key(snapshot.live(varied)["roles"])
    assert (roles["devops-engineer"]["asked"], roles["devops-engineer"]["answered"]) == (4, 1)
    assert roles["devops-engineer"]["people"] == ["Bob"]


def test_the_settlement_carries_its_reason(varied: Assessment, question: Question) -> None:
    settled = by_key(snapshot.live(varied)["questions"])[question.key]["settlement"]
    assert (settled["value"], settled["reason"], settled["by"]) == (4, "So.", "Lena")


def test_evidence_is_listed_once_with_its_state_and_where_it_is_linked(
    varied: Assessment, question: Question
) -> None:
    values = snapshot.live(varied)
    artifacts = [one for one in values["evidence"] if one["type"] == "artifact"]
    assert [one["effective"] for one in artifacts] == [
        "accepted",
        "expired",
        "submitted",
        "returned",
    ]
    assert artifacts[3]["links"] == [
        {
            "question": question.key,
            "choice": None,
            "section": None,
            "objection": "It says the contrary.",
            "objected_by": "Rita",
        }
    ]
    signals = [one for one in values["evidence"] if one["type"] == "signal"]
    assert [one["state"] for one in signals] == ["pass", "no_data"]
    assert by_key(values["questions"])[question.key]["evidence"] == [
        one["id"] for one in values["evidence"]
    ]


def test_expected_evidence_says_what_is_held_and_accepted(varied: Assessment) -> None:
    held = [
        (one["section"], one["held"], one["accepted"]) for one in snapshot.live(varied)["expected"]
    ]
    assert held == [("practice-0", True, True), ("practice-1", False, False)]


def test_what_will_expire_is_foreseen(varied: Assessment) -> None:
    # The objection holds the level down already, so nothing is left to fall.
    assert snapshot.live(varied)["forecast"] == []
    link = varied.links.exclude(objection="")[0]
    link.objection, link.objected_at = "", None
    link.save()
    (drop,) = snapshot.live(varied)["forecast"]
    assert drop["on"] == (timezone.localdate() + dt.timedelta(days=31)).isoformat()


def test_canonical_json_has_one_text_for_the_same_values() -> None:
    one = {"b": [1, 2.5, None], "a": {"ü": True}}
    other = {"a": {"ü": True}, "b": [1, 2.5, None]}
    assert snapshot.canonical(one) == snapshot.canonical(other)
    assert snapshot.canonical(one) == '{"a":{"ü":true},"b":[1,2.5,null]}'
    assert snapshot.digest("ü") == hashlib.sha256(b"\xc3\xbc").hexdigest()


def test_the_same_moment_gives_the_same_text(varied: Assessment) -> None:
    moment = timezone.now()
    first = snapshot.canonical(snapshot.live(varied, moment))
    again = snapshot.canonical(snapshot.live(varied, moment))
    assert first == again


def test_the_last_check_of_an_address_is_there_where_it_was_checked(varied: Assessment) -> None:
    revision = Revision.objects.order_by("pk")[0]
    AddressCheck.objects.create(
        revision=revision, checked_at=timezone.now(), outcome="gone", status=404, words="Gone."
    )
    values = snapshot.live(varied)
    assert problems(values) == []
    artifacts = [one for one in values["evidence"] if one["type"] == "artifact"]
    [found] = [one["address_check"] for one in artifacts if "address_check" in one]
    assert (found["outcome"], found["status"], found["changed"]) == ("gone", 404, None)
