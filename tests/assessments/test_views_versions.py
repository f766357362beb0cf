"""The pages on versions: what changed, what a move would do, the move and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.framework_spec import spec_of
from assessments.models import Assessment, Framework, Move, Participant, Question
from organizations.models import User
from tests.assessments.test_actions_moves import rewritten, say, stored, version_of, without
from tests.factories import framework_with

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]


@pytest.fixture
def leads(signed_in: SignedIn, lena: User) -> Client:
    return signed_in(lena)


@pytest.fixture
def newer(review: Assessment) -> Framework:
    return version_of(review.framework, rewritten("question-0"))


def compared(client: Client, old: Framework, new: Framework, only: str = "") -> str:
    address = reverse("assessments:framework_compare", args=[old.pk, new.pk])
    response = client.get(address, {"only": only} if only else {})
    assert response.status_code == 200
    return response.content.decode()


def test_the_words_that_changed_are_marked(
    leads: Client, review: Assessment, newer: Framework
) -> None:
    page = compared(leads, review.framework, newer)
    assert "<del>How do you do thing 0?</del>" in page
    assert "<ins>Asked anew?</ins>" in page
    assert "How do you do thing 1?" not in page
    assert f"{reverse('assessments:version', args=[review.pk])}?target={newer.pk}" in page


def test_one_kind_of_change_can_be_looked_at_alone(leads: Client, review: Assessment) -> None:
    newer = version_of(review.framework, without("question-1"))
    assert "How do you do thing 1?" in compared(leads, review.framework, newer, "gone")
    page = compared(leads, review.framework, newer, "new")
    assert "How do you do thing 1?" not in page
    assert "Show every change." in page


def test_two_versions_of_the_same_content_have_nothing_to_show(
    leads: Client, review: Assessment
) -> None:
    newer = version_of(review.framework, lambda one: one)
    assert "Nothing changed" in compared(leads, review.framework, newer)


def test_a_hostile_text_is_shown_as_text(leads: Client, review: Assessment) -> None:
    spec = spec_of(review.framework)
    first = replace(spec.sections[0], title="<script>alert(1)</script>")
    hostile = stored(replace(spec, version="3", sections=(first, *spec.sections[1:])), None)
    page = compared(leads, review.framework, hostile)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_comparing_takes_the_same_queries_whatever_the_size(
    leads: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (3, 10):
        old = framework_with(practices=2, questions=number)
        new = version_of(old, rewritten("question-0"))
        with django_assert_num_queries(25):
            compared(leads, old, new)


def test_a_move_is_looked_at_then_made_then_undone(
    leads: Client, bobs: Participant, question: Question, newer: Framework
) -> None:
    say(bobs, question, 3)
    review, origin = bobs.assessment, bobs.assessment.framework
    address = reverse("assessments:version", args=[review.pk])
    assert f"?target={newer.pk}" in leads.get(address).content.decode()
    page = leads.get(address, {"target": newer.pk}).content.decode()
    assert "Its question changed." in page
    assert "need confirming" in page
    assert Assessment.objects.get(pk=review.pk).framework == origin
    response = leads.post(address, {"target": newer.pk}, follow=True)
    assert "1 answer needs to be confirmed." in response.content.decode()
    assert Assessment.objects.get(pk=review.pk).framework == newer
    moved = Move.objects.get()
    back = reverse("assessments:version_undo", args=[review.pk, moved.pk])
    assert "Undo the move" in leads.get(address).content.decode()
    assert "as it was left" in leads.post(back, follow=True).content.decode()
    assert Assessment.objects.get(pk=review.pk).framework == origin
    assert "undone already" in leads.post(back, follow=True).content.decode()


def test_a_page_without_another_version_says_how_to_get_one(
    leads: Client, review: Assessment
) -> None:
    page = leads.get(reverse("assessments:version", args=[review.pk])).content.decode()
    assert "There is no other version" in page


def test_a_target_that_is_no_version_of_it_is_not_found(leads: Client, review: Assessment) -> None:
    address = reverse("assessments:version", args=[review.pk])
    assert leads.get(address, {"target": framework_with().pk}).status_code == 404


def test_the_assessment_tells_its_lead_of_a_newer_version(
    leads: Client, review: Assessment, newer: Framework, signed_in: SignedIn, bob: User
) -> None:
    address = review.get_absolute_url()
    assert "A newer version is there" in leads.get(address).content.decode()
    assert "A newer version is there" not in signed_in(bob).get(address).content.decode()
