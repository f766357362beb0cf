"""The built-in framework: whole, asked of the right people, described level by level."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import assessments
from assessments import importers
from assessments.importers.outline import counts
from assessments.spec import FrameworkSpec

PAGE = Path(assessments.__file__).parent / "library" / "asynchronous-jobs.md"


@pytest.fixture(scope="module")
def jobs() -> FrameworkSpec:
    found, read = importers.read(PAGE.read_bytes(), PAGE.name)
    assert found == "practice-markdown"
    return read.spec


def test_it_says_what_it_is(jobs: FrameworkSpec) -> None:
    assert (jobs.key, jobs.title, jobs.version) == (
        "asynchronous-jobs",
        "Asynchronous and scheduled jobs",
        "1.0",
    )
    assert (jobs.publisher, jobs.licence) == ("Plumbline", "CC-BY-4.0")
    assert jobs.ladder == (0.2, 0.4, 0.6, 0.8, 1)


def test_it_holds_all_of_the_founding_practice(jobs: FrameworkSpec) -> None:
    assert str(counts(jobs)) == (
        "1 practice, 4 best practices with 8 points, 8 questions, "
        "5 roles with 15 responsibilities, 7 expected artifacts, "
        "9 cloud services of 3 providers"
    )


def test_each_best_practice_has_guidance_two_questions_and_evidence(jobs: FrameworkSpec) -> None:
    for best in jobs.sections[0].children:
        assert len(best.guidance.split()) > 100
        assert len(best.points) == len(best.questions) == 2
        assert best.expected_evidence
    kinds = {item.kind for section in jobs.walk() for item in section.expected_evidence}
    assert kinds == {"policy", "dashboard", "guide", "checklist", "runbook", "playbook", "matrix"}


def test_each_question_is_asked_of_two_to_four_roles_and_each_role_of_three_or_more(
    jobs: FrameworkSpec,
) -> None:
    asked = [question.roles for section in jobs.walk() for question in section.questions]
    assert all(2 <= len(roles) <= 4 for roles in asked)
    times = Counter(role for roles in asked for role in roles)
    assert set(times) == {role.key for role in jobs.roles}
    assert min(times.values()) >= 3


def test_each_level_of_each_question_has_a_description_of_its_own(jobs: FrameworkSpec) -> None:
    levels = [level for section in jobs.walk() for q in section.questions for level in q.levels]
    assert len({level.description for level in levels}) == len(levels) == 48
    assert max(len(level.description) for level in levels) <= 160
