"""The pages of signals: what is seen, what is asked for, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from evidence.actions import own_queue
from evidence.models import Probe, Reading, SignalState, Source
from jobs.models import Job, JobState
from organizations.models import Organization, User, Workload
from tests.factories import (
    AssessmentFactory,
    ProbeFactory,
    ReadingFactory,
    SourceFactory,
    WorkloadFactory,
    framework_with,
)
from tests.factories.jobs import JobFactory

SignedIn = Callable[[User], Client]
SIGNALS = "/signals/"
QUERIES_OF_THE_LIST = 7
QUERIES_OF_A_SOURCE = 6
QUERIES_OF_A_PROBE = 9


def text_of(response: Any) -> str:
    words = " ".join(response.content.decode().split())
    return words.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def source(acme: Organization) -> Source:
    return SourceFactory.create(organization=acme, name="Our queue")


@pytest.fixture
def probe(source: Source, shop: Workload) -> Probe:
    return watched(source, shop, "Oldest wait")


def watched(source: Source, workload: Workload, name: str, **reading: Any) -> Probe:
    """A probe that was read, just now if nothing else is said."""
    probe: Probe = ProbeFactory.create(source=source, workload=workload, name=name)
    probe.latest = ReadingFactory.create(probe=probe, **reading)
    probe.save()
    return probe


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs whose message was sent."""
    sent: list[Job] = []
    monkeypatch.setattr("jobs.nudge.send", sent.append)
    return sent


def test_an_organization_without_signals_is_taught_the_first_step(
    shop: Workload, lena: User, ruth: User, signed_in: SignedIn
) -> None:
    page = text_of(signed_in(lena).get(SIGNALS))
    assert "Begin with Plumbline’s own queue" in page
    assert f'name="workload" value="{shop.pk}"' in page
    page = text_of(signed_in(ruth).get(SIGNALS))
    assert "A lead or an owner of your organization adds a source." in page
    assert "own-queue" not in page


def test_without_a_workload_that_is_the_first_step(lena: User, signed_in: SignedIn) -> None:
    assert "A signal needs a workload" in text_of(signed_in(lena).get(SIGNALS))


def test_with_several_workloads_one_is_chosen(
    shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    WorkloadFactory.create(organization=shop.organization, name="Warehouse")
    page = text_of(signed_in(lena).get(SIGNALS))
    assert "<select" in page
    assert "Warehouse, Acme" in page


def test_our_own_queue_is_watched_and_read_in_one_step(
    shop: Workload,
    lena: User,
    signed_in: SignedIn,
    nudged: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = signed_in(lena)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{SIGNALS}own-queue/", {"workload": shop.pk}, follow=True)
    source = Source.objects.get()
    assert answer.redirect_chain == [(source.get_absolute_url(), 302)]
    assert "Waiting for a worker" in text_of(answer)
    assert nudged == [Job.objects.get(subject_id=source.pk)]
    again = client.post(f"{SIGNALS}own-queue/", {"workload": shop.pk}, follow=True)
    assert "is watched already" in text_of(again)


@pytest.mark.parametrize("workload", ["", "x", "999999"])
def test_our_own_queue_needs_a_workload_of_ones_own(
    workload: str, lena: User, signed_in: SignedIn
) -> None:
    other = WorkloadFactory.create()
    client = signed_in(lena)
    for given in (workload, other.pk):
        assert client.post(f"{SIGNALS}own-queue/", {"workload": given}).status_code == 404
    assert not Source.objects.exists()


def test_the_list_shows_state_value_and_bound_the_most_urgent_first(
    source: Source, shop: Workload, ruth: User, signed_in: SignedIn
) -> None:
    watched(source, shop, "A passes")
    watched(source, shop, "B fails", state=SignalState.FAIL, value=400.0)
    watched(source, shop, "C errs", state=SignalState.ERROR, value=None, series=[])
    ProbeFactory.create(source=source, workload=shop, name="D is new")
    page = text_of(signed_in(ruth).get(SIGNALS))
    order = [page.index(name) for name in ("B fails", "C errs", "A passes", "D is new")]
    assert order == sorted(order)
    assert "400 s" in page
    assert "good is at most 60 s" in page
    assert "Not read yet" in page
    assert page.count('class="sparkline"') == 2


def test_a_reading_that_grew_old_is_shown_as_stale(
    source: Source, shop: Workload, ruth: User, signed_in: SignedIn
) -> None:
    old = timezone.now() - dt.timedelta(days=3)
    probe = watched(source, shop, "Oldest wait", at=old, window_end=old)
    assert '<span class="state quiet">' in text_of(signed_in(ruth).get(SIGNALS))
    page = text_of(signed_in(ruth).get(probe.get_absolute_url()))
    assert "Stale" in page
    assert "It was read 3 days ago and was a pass then." in page


@pytest.mark.parametrize("count", [3, 10])
def test_the_number_of_queries_does_not_depend_on_the_number_of_probes(
    *,
    count: int,
    source: Source,
    shop: Workload,
    lena: User,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    probes = [watched(source, shop, f"Probe {n}") for n in range(count)]
    SourceFactory.create_batch(count, organization=source.organization)
    ReadingFactory.create_batch(count, probe=probes[0])
    framework = framework_with(practices=1, questions=count)
    assessment = AssessmentFactory.create(workload=shop, framework=framework)
    for question in framework.questions.all():
        probes[0].links.create(assessment=assessment, question=question, linked_by=lena)
    client = signed_in(lena)
    for address, queries in (
        (SIGNALS, QUERIES_OF_THE_LIST),
        (source.get_absolute_url(), QUERIES_OF_A_SOURCE),
        (probes[0].get_absolute_url(), QUERIES_OF_A_PROBE),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["", "change/", "progress/", "probes/add/"])
def test_a_stranger_finds_no_source(
    address: str, source: Source, charlie: User, signed_in: SignedIn
) -> None:
    answer = signed_in(charlie).get(f"{source.get_absolute_url()}{address}")
    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["", "bounds/", "remove/"])
def test_a_stranger_finds_no_probe_and_no_reading(
    address: str, probe: Probe, charlie: User, signed_in: SignedIn
) -> None:
    client = signed_in(charlie)
    assert client.get(f"{probe.get_absolute_url()}{address}").status_code == 404
    assert client.get(f"{SIGNALS}readings/{probe.latest_id}/").status_code == 404
    assert "Oldest wait" not in text_of(client.get(SIGNALS))


def test_a_source_says_what_is_wrong_with_it(
    source: Source, ruth: User, signed_in: SignedIn
) -> None:
    Source.objects.update(last_error="The token has expired. Make a new one.", connector="gone")
    page = text_of(signed_in(ruth).get(source.get_absolute_url()))
    assert "The token has expired. Make a new one." in page
    assert "It does not answer" in page
    assert "gone, which is not installed" in page
    assert "Collect now" not in page


def test_collecting_now_shows_how_far_it_is(
    *,
    source: Source,
    probe: Probe,
    lena: User,
    signed_in: SignedIn,
    nudged: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = signed_in(lena)
    address = source.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(client.post(f"{address}collect/", follow=True))
    assert "Waiting for a worker" in page
    assert f'hx-get="{address}progress/"' in page
    [job] = nudged
    Job.objects.update(state=JobState.RUNNING, percent=20, step="Asking Our queue")
    piece = client.get(f"{address}progress/", headers={"HX-Request": "true"})
    assert "Asking Our queue" in text_of(piece)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    over = client.get(f"{address}progress/", headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"


def test_jobs_of_other_sources_are_not_shown(
    source: Source, ruth: User, signed_in: SignedIn
) -> None:
    JobFactory.create(key=f"collect:{source.pk + 1}", organization=source.organization)
    assert "Waiting for a worker" not in text_of(signed_in(ruth).get(source.get_absolute_url()))


def test_a_switched_off_source_is_not_collected(
    source: Source, probe: Probe, lena: User, signed_in: SignedIn
) -> None:
    client = signed_in(lena)
    address = source.get_absolute_url()
    page = text_of(client.post(f"{address}switch/", {"on": "0"}, follow=True))
    assert "It is no longer collected." in page
    assert "Collect now" not in page
    page = text_of(client.post(f"{address}collect/", follow=True))
    assert "is switched off" in page
    page = text_of(client.post(f"{address}switch/", {"on": "1"}, follow=True))
    assert "Collect now" in page


def test_a_source_is_added_and_changed(acme: Organization, lena: User, signed_in: SignedIn) -> None:
    client = signed_in(lena)
    given = {"connector": "jobs", "name": "Our queue", "every_seconds": "900"}
    page = text_of(client.post(f"{SIGNALS}sources/add/", given, follow=True))
    assert "Say now what is watched in it." in page
    assert "Oldest waiting message" in page
    source = Source.objects.get()
    assert "a source of that name" in text_of(client.post(f"{SIGNALS}sources/add/", given))
    address = f"{source.get_absolute_url()}change/"
    client.post(address, {"name": "Queue", "every_seconds": "60"})
    source.refresh_from_db()
    assert (source.name, source.every_seconds) == ("Queue", 60)
    Source.objects.update(every_seconds=120)
    assert '<option value="120" selected>2 minutes</option>' in text_of(client.get(address))


def test_a_source_is_tried_before_it_is_added(
    acme: Organization, lena: User, signed_in: SignedIn
) -> None:
    client = signed_in(lena)
    assert "?connector=jobs" in text_of(client.get(f"{SIGNALS}sources/add/"))
    given = {"connector": "jobs", "name": "Queue", "every_seconds": "900", "check": "1"}
    page = text_of(client.post(f"{SIGNALS}sources/add/", given))
    assert "it knows 0 jobs of yours" in page
    assert not Source.objects.exists()


def test_a_probe_shows_all_that_is_needed_to_repeat_its_reading(
    probe: Probe, ruth: User, signed_in: SignedIn
) -> None:
    page = text_of(signed_in(ruth).get(probe.get_absolute_url()))
    assert 'class="series"' in page
    for words in ("12 s, within the bound", "oldest_waiting_seconds", "jobs 1", "0" * 64):
        assert words in page
    assert "Change the bounds" not in page
    assert "Nowhere yet" in page


def test_an_older_reading_has_its_own_page(probe: Probe, ruth: User, signed_in: SignedIn) -> None:
    older = ReadingFactory.create(
        probe=probe, at=timezone.now() - dt.timedelta(days=1), message="It was 7 s that day."
    )
    page = text_of(signed_in(ruth).get(f"{SIGNALS}readings/{older.pk}/"))
    assert "An older reading" in page
    assert page.count("It was 7 s that day.") == 2


def test_a_probe_that_was_never_read_says_so(
    source: Source, shop: Workload, ruth: User, signed_in: SignedIn
) -> None:
    probe = ProbeFactory.create(source=source, workload=shop)
    assert "Not read yet" in text_of(signed_in(ruth).get(probe.get_absolute_url()))


def test_a_probe_shows_where_it_is_used(
    probe: Probe, shop: Workload, ruth: User, signed_in: SignedIn
) -> None:
    assessment = AssessmentFactory.create(workload=shop, title="Autumn review")
    question = assessment.framework.questions.order_by("pk")[0]
    probe.links.create(assessment=assessment, question=question, linked_by=ruth)
    page = text_of(signed_in(ruth).get(probe.get_absolute_url()))
    assert "Autumn review" in page
    assert question.text in page


def test_bounds_change_with_a_reason_that_stays_to_be_seen(
    probe: Probe, lena: User, signed_in: SignedIn
) -> None:
    client = signed_in(lena)
    address = f"{probe.get_absolute_url()}bounds/"
    assert 'value="60"' in text_of(client.get(address))
    given = {"bound_pass": "30", "bound_warn": "90", "reason": "A new service level."}
    assert "wrong side" in text_of(client.post(address, given | {"bound_warn": "1"}))
    page = text_of(client.post(address, given, follow=True))
    assert "A new service level." in page
    assert "Pass bound 60 s, then 30 s; warning bound 300 s, then 90 s" in page


def test_a_probe_is_removed_after_a_question(probe: Probe, lena: User, signed_in: SignedIn) -> None:
    client = signed_in(lena)
    address = f"{probe.get_absolute_url()}remove/"
    assert "Remove Oldest wait?" in text_of(client.get(address))
    assert Probe.objects.exists()
    answer = client.post(address)
    assert answer.headers["Location"] == probe.source.get_absolute_url()
    assert not Reading.objects.exists()


def test_a_probe_in_use_is_not_removed(
    probe: Probe, shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    assessment = AssessmentFactory.create(workload=shop)
    probe.links.create(
        assessment=assessment, question=assessment.framework.questions.first(), linked_by=lena
    )
    page = text_of(signed_in(lena).post(f"{probe.get_absolute_url()}remove/", follow=True))
    assert "is evidence in an assessment" in page
    assert Probe.objects.exists()


def test_what_the_list_offers_is_gone_once_it_is_there(
    shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    own_queue.add(workload=shop, by=lena)
    assert "own-queue/" not in text_of(signed_in(lena).get(SIGNALS))
