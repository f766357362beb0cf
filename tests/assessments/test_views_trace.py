"""The account of the numbers: in one page where it fits there, else by sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.pages.trace import LONG
from organizations.models import User, Workload
from tests.factories import AssessmentFactory, framework_with

SignedIn = Callable[[User], Client]


def assessed(shop: Workload, by: User, *, practices: int, questions: int) -> Assessment:
    framework = framework_with(practices=practices, questions=questions)
    made: Assessment = AssessmentFactory.create(workload=shop, framework=framework, created_by=by)
    return made


def page(signed_in: SignedIn, lena: User, assessment: Assessment, at: str = "") -> str:
    address = reverse("assessments:trace", args=[assessment.pk])
    return signed_in(lena).get(f"{address}?at={at}" if at else address).content.decode()


def asked(body: str) -> int:
    return body.count("How do you do thing")


def test_what_fits_is_on_one_page(signed_in: SignedIn, lena: User, shop: Workload) -> None:
    body = page(signed_in, lena, assessed(shop, lena, practices=15, questions=LONG // 15))
    assert asked(body) == LONG
    assert "on a page of their own" not in body


def test_of_more_each_section_leads_to_its_own_page(
    signed_in: SignedIn, lena: User, shop: Workload
) -> None:
    assessment = assessed(shop, lena, practices=16, questions=10)
    body = page(signed_in, lena, assessment)
    assert asked(body) == 0
    assert '<a href="?at=practice-3">Practice 3</a>' in body
    assert body.count("10 questions, on a page of their own.") == 16
    assert asked(page(signed_in, lena, assessment, "practice-3")) == 10
    # Once above the line, and once in it.
    assert asked(page(signed_in, lena, assessment, "question-7")) == 2


@pytest.mark.parametrize("at", ["practice-0", ""])
def test_a_section_of_nothing_but_questions_is_told_whole_on_its_page(
    signed_in: SignedIn, lena: User, shop: Workload, at: str
) -> None:
    assessment = assessed(shop, lena, practices=1, questions=LONG + 1)
    assert asked(page(signed_in, lena, assessment, at)) == (LONG + 1 if at else 0)
