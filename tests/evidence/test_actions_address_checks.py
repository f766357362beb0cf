"""Addresses of evidence are asked whether they answer, and nothing else changes by it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from evidence import tasks
from evidence.actions import address_checks
from evidence.models import AddressCheck, Artifact, Revision, RevisionState
from jobs import actions as jobs
from jobs.models import Job, JobState
from organizations.models import AuditEvent, Organization, User
from organizations.refusals import Conflict, Forbidden
from tests.factories import ArtifactFactory, RevisionFactory
from tests.web_server import Asked, Reply, WebServer, web_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

NOW = timezone.now()
DAY = dt.timedelta(days=1)
ANSWERS = {
    "/page": Reply(b"<p>Queues", headers={"Content-Type": "text/html"}),
    "/file": Reply(b"a,b", headers={"Content-Type": "text/csv"}),
    "/private": Reply(status=401),
    "/gone": Reply(status=404),
    "/broken": Reply(status=500),
    "/board": Reply(status=302, headers={"Location": "/login"}),
    "/login": Reply(b"<p>Who are you", headers={"Content-Type": "text/html"}),
    "/inside": Reply(status=302, headers={"Location": "http://127.0.0.1:22/"}),
    "/large": Reply(b" " * 4_200_000, headers={"Content-Type": "text/csv"}),
}


@pytest.fixture
def server() -> Iterator[WebServer]:
    def answer(asked: Asked) -> Reply:
        return ANSWERS[asked.path]

    with web_server(answer) as running:
        yield running


def revised(acme: Organization, url: str, **fields: object) -> Revision:
    artifact = ArtifactFactory.create(organization=acme)
    return RevisionFactory.create(artifact=artifact, number=1, url=url, **fields)


def seen() -> dict[str, str]:
    checks = AddressCheck.objects.select_related("revision")
    return {check.revision.url.rpartition("/")[2]: check.outcome for check in checks}


def test_every_address_says_what_it_did_and_none_blocks_another(
    acme: Organization, server: WebServer
) -> None:
    for path in ANSWERS:
        revised(acme, server.url + path)
    revised(acme, "http://127.0.0.1:9/silent")  # a port that the guard refuses
    revised(acme, "http://nobody.invalid/unknown")
    address_checks.check(now=NOW)
    assert seen() == {
        "page": "answers",
        "file": "answers",
        "large": "answers",
        "private": "sign_in",
        "board": "sign_in",
        "login": "answers",
        "gone": "gone",
        "broken": "silent",
        "unknown": "silent",
        "silent": "refused",
        "inside": "refused",
    }
    gone = AddressCheck.objects.get(outcome="gone")
    assert (gone.status, gone.checked_at, gone.answered_at) == (404, NOW, None)
    assert AddressCheck.objects.dead().count() == 3


def test_a_private_network_is_refused_unless_the_operator_allows_it(
    acme: Organization, server: WebServer, settings: Settings
) -> None:
    settings.PLUMBLINE_ALLOWED_NETWORKS = []
    revised(acme, f"{server.url}/page")
    address_checks.check(now=NOW)
    found = AddressCheck.objects.get()
    assert (found.outcome, found.status, server.asked) == ("refused", None, [])
    assert "private network" in found.words


def test_changed_content_is_a_flag_and_never_a_change_of_state(
    acme: Organization, server: WebServer
) -> None:
    revision = revised(acme, f"{server.url}/file", state=RevisionState.ACCEPTED)
    address_checks.check(now=NOW)
    first = AddressCheck.objects.get()
    assert (first.sha256, first.changed) == (hashlib.sha256(b"a,b").hexdigest(), False)
    kind = {"Content-Type": "text/csv"}
    server.answer = lambda asked: Reply(b"a,b,c", headers=kind)
    address_checks.check(now=NOW + DAY * 2)
    then = AddressCheck.objects.get()
    assert (then.first_sha256, then.sha256) == (first.sha256, hashlib.sha256(b"a,b,c").hexdigest())
    assert (then.changed, then.is_flagged, then.is_dead) == (True, True, False)
    assert Artifact.objects.with_revisions().get().address_flag == then
    server.answer = lambda asked: Reply(status=500)
    address_checks.check(now=NOW + DAY * 4)
    last = AddressCheck.objects.get()
    assert (last.changed, last.answered_at) == (None, NOW + DAY * 2)
    revision.refresh_from_db()
    assert revision.state == RevisionState.ACCEPTED


def test_pages_are_never_said_to_have_changed(acme: Organization, server: WebServer) -> None:
    revised(acme, f"{server.url}/page")
    address_checks.check(now=NOW)
    assert AddressCheck.objects.get().changed is None


def test_the_newest_and_the_accepted_revision_are_checked_once_a_day(
    acme: Organization, server: WebServer, runbook: Artifact
) -> None:
    artifact = ArtifactFactory.create(organization=acme)
    states = [RevisionState.ACCEPTED, RevisionState.ACCEPTED, RevisionState.RETURNED]
    rows = [
        RevisionFactory.create(
            artifact=artifact, number=number, url=f"{server.url}/page", state=state
        )
        for number, state in enumerate([*states, RevisionState.SUBMITTED], 1)
    ]
    revised(acme, f"{server.url}/page", state=RevisionState.WITHDRAWN)
    due = Revision.objects.to_check(NOW - DAY)
    assert list(due) == [rows[1], rows[3]]
    address_checks.check(now=NOW)
    assert len(server.asked) == 1  # one address, asked once for both
    assert not due.all().exists()
    assert set(Revision.objects.to_check(NOW + DAY)) == {rows[1], rows[3]}
    assert runbook.revisions.get() not in due.all()


def test_what_was_never_checked_comes_first(acme: Organization, server: WebServer) -> None:
    old = revised(acme, f"{server.url}/page")
    address_checks.check(now=NOW - DAY * 3)
    older = revised(acme, f"{server.url}/file")
    AddressCheck.objects.create(
        revision=older, checked_at=NOW - DAY * 9, outcome="gone", words="It is gone."
    )
    new = revised(acme, f"{server.url}/gone")
    assert list(Revision.objects.to_check(NOW - DAY)) == [new, older, old]


def test_an_artifact_removed_meanwhile_harms_no_other(
    acme: Organization, server: WebServer
) -> None:
    revised(acme, f"{server.url}/page")
    lost = revised(acme, f"{server.url}/file")
    found = list(Revision.objects.to_check(NOW))
    Artifact.objects.filter(pk=lost.artifact_id).delete()
    with address_checks._client() as client:
        reached = address_checks._reached(client, {one.url for one in found})
    address_checks._store(found, reached, NOW)
    assert seen() == {"page": "answers"}


@pytest.mark.parametrize("count", [3, 10])
def test_queries_do_not_grow_with_the_addresses(
    count: int,
    acme: Organization,
    server: WebServer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        revised(acme, f"{server.url}/page")
    with django_assert_num_queries(6):
        address_checks.check(now=NOW)
    assert AddressCheck.objects.count() == count


def test_one_job_at_a_time_checks_and_hands_on_what_is_left(
    acme: Organization, server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address_checks, "IN_A_JOB", 2)
    monkeypatch.setattr("jobs.nudge.send", lambda job: True)
    assert address_checks.due(now=NOW) is None
    for _ in range(3):
        revised(acme, f"{server.url}/page")
    tasks.check_due()
    tasks.check_due()
    first = Job.objects.get()
    assert (first.task, first.queue, first.organization) == (address_checks.TASK, "checks", None)
    tasks.check_addresses(str(first.pk))
    assert AddressCheck.objects.count() == 2
    second = Job.objects.exclude(pk=first.pk).get()
    tasks.check_addresses(str(second.pk))
    assert AddressCheck.objects.count() == 3
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert Job.objects.count() == 2


def test_a_run_that_lost_its_job_stores_nothing(acme: Organization, server: WebServer) -> None:
    revised(acme, f"{server.url}/page")
    job = address_checks.due(now=NOW)
    assert job is not None
    with pytest.raises(jobs.LeaseLost):
        address_checks.check(now=NOW, job=job)
    assert not AddressCheck.objects.exists()


def test_it_waits_for_the_quiet_hours(acme: Organization, settings: Settings) -> None:
    revised(acme, "https://example.org/")
    settings.QUIET_HOURS = "22:00-06:00"
    zone = timezone.get_default_timezone()
    assert address_checks.due(now=dt.datetime(2026, 11, 29, 12, tzinfo=zone)) is None
    assert address_checks.due(now=dt.datetime(2026, 11, 29, 23, tzinfo=zone)) is not None


def test_a_member_has_an_address_checked_now(
    acme: Organization, server: WebServer, bob: User
) -> None:
    revision = revised(acme, f"{server.url}/gone")
    made = address_checks.check_now(revision=revision, by=bob)
    assert (made.outcome, made.revision_id) == ("gone", revision.pk)
    assert AuditEvent.objects.get(verb="checked an address").detail == {
        "outcome": "gone",
        "status": 404,
    }
    assert address_checks.check_now(revision=revision, by=bob) == made
    assert len(server.asked) == 1


def test_a_reader_may_not_have_it_checked_and_a_file_has_no_address(
    acme: Organization, ruth: User, bob: User, waiting: Revision
) -> None:
    with pytest.raises(Forbidden):
        address_checks.check_now(revision=revised(acme, "https://example.org/"), by=ruth)
    with pytest.raises(Conflict, match="is a file"):
        address_checks.check_now(revision=waiting, by=bob)
