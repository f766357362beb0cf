"""Creating an assessment, and who may move it from which state to which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from assessments.actions import assessments, milestones
from assessments.models import Assessment, AssessmentState, Framework, Participant, Policy
from organizations.models import Organization, User, Workload
from organizations.refusals import Conflict, Forbidden, Invalid, Refused
from tests.factories import AssessmentFactory, framework_with

DRAFT, OPEN, IN_REVIEW, APPROVED, PUBLISHED = AssessmentState

Step = Callable[[Assessment, User], object]

STEPS: dict[str, Step] = {
    "open": lambda found, by: assessments.open_for_answers(assessment=found, by=by),
    "submit": lambda found, by: assessments.submit(assessment=found, by=by),
    "approve": lambda found, by: assessments.approve(assessment=found, by=by),
    "reopen": lambda found, by: assessments.reopen(assessment=found, by=by, comment="More."),
    "publish": lambda found, by: milestones.publish(assessment=found, by=by, title="Autumn"),
}
LEADS, REVIEWERS = {"alice", "lena", "operator"}, {"alice", "rita", "operator"}

ALLOWED: dict[tuple[AssessmentState, str], tuple[AssessmentState, set[str]]] = {
    (DRAFT, "open"): (OPEN, LEADS),
    (OPEN, "submit"): (IN_REVIEW, LEADS),
    (IN_REVIEW, "approve"): (APPROVED, REVIEWERS),
    (IN_REVIEW, "reopen"): (OPEN, REVIEWERS),
    (APPROVED, "reopen"): (OPEN, LEADS),
    (APPROVED, "publish"): (PUBLISHED, LEADS),
    (PUBLISHED, "reopen"): (OPEN, LEADS),
}
"""From which state each step leads where, and who may take it. All else is refused."""


def in_state(assessment: Assessment, state: AssessmentState) -> Assessment:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    return Assessment.objects.with_subject().get(pk=assessment.pk)


@pytest.mark.usefixtures("bobs")
@pytest.mark.parametrize("state", list(AssessmentState))
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_where_it_should_and_only_for_those_who_may(
    review: Assessment, cast: Mapping[str, User], state: AssessmentState, step: str
) -> None:
    reached, who_may = ALLOWED.get((state, step), (state, set()))
    for name, user in cast.items():
        found = in_state(review, state)
        if name in who_may:
            STEPS[step](found, user)
        else:
            with pytest.raises(Refused):
                STEPS[step](found, user)
        now = Assessment.objects.get(pk=review.pk).state
        assert now == (reached if name in who_may else state), name


@pytest.mark.usefixtures("bobs")
@pytest.mark.parametrize(("state", "step"), [key for key in ALLOWED if key[1] != "publish"])
def test_a_step_is_recorded_with_who_took_it(
    review: Assessment, alice: User, state: AssessmentState, step: str
) -> None:
    STEPS[step](in_state(review, state), alice)
    event = review.organization.audit_events.get()
    assert (event.actor, event.subject_id) == (alice, str(review.pk))
    assert event.detail["state"] == ALLOWED[state, step][0]


def test_a_refused_step_leaves_no_trace(review: Assessment, lena: User) -> None:
    with pytest.raises(Conflict, match="The assessment is open, so it cannot become published"):
        milestones.publish(assessment=review, by=lena, title="Autumn")
    assert not review.organization.audit_events.exists()


def test_nobody_can_open_what_nobody_answers(draft: Assessment, lena: User) -> None:
    with pytest.raises(Conflict, match="Give at least one role"):
        assessments.open_for_answers(assessment=draft, by=lena)


def test_a_comment_is_asked_for_and_kept(review: Assessment, rita: User) -> None:
    found = in_state(review, IN_REVIEW)
    with pytest.raises(Invalid, match="what has to change"):
        assessments.reopen(assessment=found, by=rita, comment="  ")
    assessments.reopen(assessment=found, by=rita, comment=" Question 2 lacks evidence. ")
    found.refresh_from_db()
    assert (found.state, found.state_comment) == (OPEN, "Question 2 lacks evidence.")


def test_a_reviewer_who_looked_too_early_cannot_reopen_what_was_approved_since(
    review: Assessment, rita: User
) -> None:
    seen = in_state(review, IN_REVIEW)
    in_state(review, APPROVED)
    with pytest.raises(Conflict):
        assessments.reopen(assessment=seen, by=rita, comment="Wait.")
    assert Assessment.objects.get(pk=review.pk).state == APPROVED


def test_a_lead_creates_a_draft(shop: Workload, lena: User) -> None:
    framework = framework_with()
    made = assessments.create(
        workload=shop,
        framework=framework,
        title="  Autumn review ",
        by=lena,
        due_on=dt.date(2026, 11, 30),
        policy=Policy.MEDIAN,
    )
    assert (made.title, made.state, made.policy) == ("Autumn review", DRAFT, Policy.MEDIAN)
    assert (made.organization, made.created_by) == (shop.organization, lena)
    assert made.due_on == dt.date(2026, 11, 30)
    assert not Participant.objects.exists()
    assert shop.organization.audit_events.get().verb == "created an assessment"


@pytest.mark.parametrize("who", ["bob", "rita", "ruth", "charlie"])
def test_nobody_else_creates_one(shop: Workload, cast: Mapping[str, User], who: str) -> None:
    with pytest.raises(Forbidden):
        assessments.create(workload=shop, framework=framework_with(), title="X", by=cast[who])
    assert not Assessment.objects.exists()


def test_the_framework_of_others_cannot_be_used(shop: Workload, lena: User) -> None:
    theirs: Framework = framework_with(organization=AssessmentFactory.create().organization)
    with pytest.raises(Invalid, match="belongs to another organization") as refused:
        assessments.create(workload=shop, framework=theirs, title="X", by=lena)
    assert refused.value.field == "framework"


def test_a_title_is_asked_for_and_stands_once_per_workload(
    acme: Organization, review: Assessment, lena: User
) -> None:
    def create(title: str) -> Assessment:
        return assessments.create(
            workload=review.workload, framework=review.framework, title=title, by=lena
        )

    for title in ("", "   ", review.title, f" {review.title}"):
        with pytest.raises(Invalid) as refused:
            create(title)
        assert refused.value.field == "title"
    assert create("Another").pk
    assert list(acme.audit_events.values_list("verb", flat=True)) == ["created an assessment"]


@pytest.mark.parametrize("state", list(AssessmentState))
def test_an_assessment_changes_while_it_is_a_draft_or_open(
    review: Assessment, lena: User, state: AssessmentState
) -> None:
    found = in_state(review, state)
    day = dt.date(2027, 1, 31)
    if state in (DRAFT, OPEN):
        assessments.change(assessment=found, title="New", due_on=day, policy="median", by=lena)
    else:
        with pytest.raises(Conflict, match="while it is a draft or open"):
            assessments.change(assessment=found, title="New", due_on=day, policy="median", by=lena)
    now = Assessment.objects.get(pk=review.pk)
    assert (now.title == "New") is (state in (DRAFT, OPEN))


@pytest.mark.parametrize("title", ["", "Taken"])
def test_a_bad_title_changes_nothing(review: Assessment, lena: User, title: str) -> None:
    AssessmentFactory.create(workload=review.workload, framework=review.framework, title="Taken")
    with pytest.raises(Invalid) as refused:
        assessments.change(assessment=review, title=title, due_on=None, policy="lowest", by=lena)
    assert refused.value.field == "title"
    assert Assessment.objects.get(pk=review.pk).title == "Autumn review"


@pytest.mark.parametrize("who", ["bob", "rita", "ruth", "charlie"])
def test_nobody_else_changes_one(review: Assessment, cast: Mapping[str, User], who: str) -> None:
    with pytest.raises(Forbidden):
        assessments.change(
            assessment=review, title="New", due_on=None, policy="lowest", by=cast[who]
        )
