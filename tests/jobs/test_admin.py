"""Jobs in the admin: looked through, and tried again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from jobs.models import Job, JobState
from organizations.models import Organization, User
from tests.factories.jobs import JobFactory

JOBS = "/admin/jobs/job/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def enter(client: Client, user: User) -> Client:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_jobs_are_listed_with_their_figures_and_only_looked_at(
    client: Client, operator: User, acme: Organization
) -> None:
    job = JobFactory.create(
        organization=acme, state=JobState.DONE, wait_seconds=0.256, run_seconds=12.0
    )
    JobFactory.create()
    staff = enter(client, operator)
    page = text_of(staff.get(f"{JOBS}?state__exact=done"))
    assert "0.26 s" in page
    assert "12.00 s" in page
    assert staff.get(f"{JOBS}{job.pk}/change/").status_code == 200
    assert staff.post(f"{JOBS}{job.pk}/change/", {"state": "failed"}).status_code == 403
    assert staff.get(f"{JOBS}add/").status_code == 403
    assert staff.post(f"{JOBS}{job.pk}/delete/").status_code == 403


def test_failed_jobs_are_tried_again_and_refusals_told(
    client: Client, operator: User, acme: Organization
) -> None:
    failed = JobFactory.create_batch(2, organization=acme, state=JobState.FAILED)
    done = JobFactory.create(organization=acme, state=JobState.DONE, subject_id="7")
    chosen = {"action": "try_again", "_selected_action": [j.pk for j in (*failed, done)]}
    page = text_of(enter(client, operator).post(JOBS, chosen, follow=True))
    assert "2 jobs are back in line." in page
    assert "example 7: Only a failed job can be retried" in page
    assert Job.objects.filter(state=JobState.QUEUED).count() == 2


def test_staff_who_are_no_operators_see_the_jobs_of_their_organizations(
    client: Client, alice: User, acme: Organization
) -> None:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.add(Permission.objects.get(codename="view_job"))
    JobFactory.create(organization=acme, subject_id="ours")
    JobFactory.create(subject_id="nobodys")
    page = text_of(enter(client, alice).get(JOBS))
    assert "ours" in page
    assert "nobodys" not in page
