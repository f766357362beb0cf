"""Every piece of background work has words."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app

from jobs import kinds
from organizations.models import Organization
from tests.factories import AssessmentFactory, SourceFactory

OURS = ("jobs.", "evidence.", "assessments.", "reports.")


def test_every_task_is_told_of_in_words() -> None:
    current_app.loader.import_default_modules()
    tasks = {name for name in current_app.tasks if name.startswith(OURS)}
    silent = tasks - set(kinds.kinds())
    assert not silent, "Say what they do, in the app's job_kinds.py (the setting JOB_KINDS)."


def test_work_that_nobody_tells_of_is_named_by_its_task() -> None:
    assert kinds.words_of("evidence.check_links") == "Check links"
    assert kinds.words_of("evidence.collect") == "Collect a source"


def test_ticks_are_no_jobs_to_choose() -> None:
    assert ("evidence.collect", "Collect a source") in kinds.choices()
    assert "jobs.sweep" not in dict(kinds.choices())


@pytest.mark.django_db
def test_what_jobs_are_about_is_found_in_one_go(acme: Organization, shop: Any) -> None:
    source = SourceFactory.create(organization=acme, name="Orders")
    assessment = AssessmentFactory.create(workload=shop, title="Autumn")
    found = kinds.subjects_of(
        [
            ("evidence.collect", str(source.pk)),
            ("evidence.collect", "gone"),
            ("evidence.collect", ""),
            ("reports.render", f"assessment:{assessment.pk}"),
            ("reports.render", "assessment:x"),
            ("nobody.knows", "1"),
        ]
    )
    assert {subject.name for subject in found.values()} == {"Orders", "Shop, Autumn"}
    assert {subject.organization_id for subject in found.values()} == {acme.pk}
