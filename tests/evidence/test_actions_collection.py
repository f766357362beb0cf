"""Collecting: what is due, what is asked, what is stored, and what fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence import connectors, tasks
from evidence.actions import collection
from evidence.connectors.base import Account, Metric, Query, Result, SourceFailed
from evidence.evaluate import Point
from evidence.models import Probe, Reading, SignalState, Source
from jobs import actions as jobs
from jobs.models import Job, JobState
from organizations.models import Organization, Workload
from tests.factories import ProbeFactory, SourceFactory
from tests.factories.jobs import JobFactory

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class Prepared:
    """A connector that answers as the probe's metric says."""

    key = "prepared"
    label = "Prepared answers"
    version = "prepared 1"
    metrics: Sequence[Metric] = ()

    def collect(self, account: Account, queries: Sequence[Query]) -> list[Result]:
        return [self._answer(query) for query in queries if query.metric != "unanswered"]

    def _answer(self, query: Query) -> Result:
        if query.metric == "unreachable":
            raise SourceFailed("The address does not answer. Check the source's settings.")
        if query.metric == "bug":
            raise ZeroDivisionError
        if query.metric == "locked":
            raise OperationalError("database is locked")
        if query.metric == "error":
            return Result(query.metric, error="There is no such series.")
        if query.metric == "gone":
            Probe.objects.filter(metric="gone").delete()
        points = tuple(Point(query.end - n * MINUTE, 10.0 + n) for n in range(200))
        return Result(f"sent {query.metric}", points, "a" * 64)


@pytest.fixture
def source(shop: Workload, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(collection, "connectors", lambda: {"prepared": Prepared()})
    return SourceFactory.create(
        organization=shop.organization, connector="prepared", every_seconds=600, next_due_at=NOW
    )


def watch(source: Source, *metrics: str) -> list[Probe]:
    return [ProbeFactory.create(source=source, metric=metric) for metric in metrics]


def states(source: Source) -> dict[str, str]:
    probes = Probe.objects.filter(source=source).select_related("latest")
    return {probe.metric: probe.latest.state for probe in probes if probe.latest}


def test_a_reading_keeps_what_is_needed_to_repeat_it(source: Source) -> None:
    [probe] = watch(source, "waiting")
    [reading] = collection.collect(source=source, now=NOW)
    assert Reading.objects.get() == reading
    assert (reading.state, reading.value, reading.unit) == (SignalState.WARN, 209, "s")
    assert (reading.points, len(reading.series)) == (200, 60)
    assert (reading.window_start, reading.window_end) == (NOW - dt.timedelta(days=1), NOW)
    assert (reading.query, reading.response_hash) == ("sent waiting", "a" * 64)
    assert reading.connector_version == "prepared 1"
    probe.refresh_from_db()
    assert probe.latest == reading
    source.refresh_from_db()
    assert (source.last_collected_at, source.last_error) == (NOW, "")


def test_a_failing_probe_never_blocks_another(source: Source) -> None:
    watch(source, "waiting", "error", "depth")
    collection.collect(source=source, now=NOW)
    assert states(source) == {"waiting": "warn", "error": "error", "depth": "warn"}
    assert Reading.objects.get(state="error").message == "There is no such series."
    source.refresh_from_db()
    assert source.last_error == ""


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("unreachable", "The address does not answer. Check the source's settings."),
        ("bug", "The connector stopped with an unexpected error (ZeroDivisionError)."),
        ("unanswered", "The connector gave 1 answers to 2 queries."),
    ],
)
def test_a_failing_source_says_what_is_wrong_and_makes_error_readings(
    source: Source, metric: str, words: str
) -> None:
    watch(source, metric, "waiting")
    collection.collect(source=source, now=NOW)
    assert set(states(source).values()) == {"error"}
    source.refresh_from_db()
    assert source.last_error.startswith(words)
    assert source.last_collected_at is None
    assert Reading.objects.filter(message__startswith=words).count() == 2


def test_a_source_that_answers_again_is_well(source: Source) -> None:
    [probe] = watch(source, "unreachable")
    collection.collect(source=source, now=NOW)
    Probe.objects.filter(pk=probe.pk).update(metric="waiting")
    collection.collect(source=source, now=NOW + MINUTE)
    source.refresh_from_db()
    assert (source.last_error, source.last_collected_at) == ("", NOW + MINUTE)


def test_a_connector_that_is_not_installed_is_said(source: Source) -> None:
    source.connector = "fax"
    watch(source, "waiting")
    [reading] = collection.collect(source=source, now=NOW)
    assert reading.message.startswith("No connector “fax” is installed.")
    assert reading.connector_version == "fax"


def test_trouble_with_our_own_database_is_not_the_sources_fault(source: Source) -> None:
    watch(source, "locked")
    with pytest.raises(OperationalError):
        collection.collect(source=source, now=NOW)
    assert not Reading.objects.exists()


def test_a_probe_that_is_removed_meanwhile_gets_no_reading(source: Source) -> None:
    watch(source, "waiting", "gone")
    assert len(collection.collect(source=source, now=NOW)) == 1


def test_a_source_without_probes_is_collected(source: Source) -> None:
    assert collection.collect(source=source, now=NOW) == []
    source.refresh_from_db()
    assert source.last_collected_at == NOW


@pytest.mark.parametrize("count", [3, 10])
@pytest.mark.parametrize("connector", ["jobs", "prepared"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_probes(
    source: Source,
    count: int,
    connector: str,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connector == "jobs":
        monkeypatch.setattr(collection, "connectors", connectors.connectors)
        source.connector = "jobs"
    watch(source, *["success_rate"] * count)
    job = running(source)
    # Probes, progress, begin, end of job, lock, readings, latest, source, commit;
    # the connector of our own queue asks one more.
    with django_assert_num_queries(10 if connector == "jobs" else 9):
        collection.collect(source=source, now=NOW, job=job)
    assert Reading.objects.count() == count


def running(source: Source) -> Job:
    job = JobFactory.create(subject_id=str(source.pk), task="evidence.collect")
    taken = jobs.claim(job_id=str(job.pk), worker="one:1", now=timezone.now())
    assert taken
    return taken


def test_readings_and_the_jobs_end_are_one(source: Source) -> None:
    watch(source, "waiting")
    job = running(source)
    collection.collect(source=source, now=NOW, job=job)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_run_that_lost_its_job_stores_nothing(source: Source) -> None:
    watch(source, "waiting")
    job = running(source)
    Job.objects.filter(pk=job.pk).update(claim=None)
    with pytest.raises(jobs.LeaseLost):
        collection.collect(source=source, now=NOW, job=job)
    assert not Reading.objects.exists()


def test_what_is_due_is_asked_once_and_moved_on(source: Source) -> None:
    [job] = collection.due(now=NOW)
    assert (job.key, job.requested_by) == (f"collect:{source.pk}", None)
    assert collection.due(now=NOW) == []
    source.refresh_from_db()
    assert source.next_due_at == NOW + 10 * MINUTE


def test_after_a_standstill_a_source_is_asked_once_and_keeps_its_rhythm(source: Source) -> None:
    assert len(collection.due(now=NOW + 95 * MINUTE)) == 1
    source.refresh_from_db()
    assert source.next_due_at == NOW + 100 * MINUTE


def test_two_schedulers_do_not_ask_twice(source: Source) -> None:
    seen_by_both = Source.objects.get(pk=source.pk)
    assert collection._take(seen_by_both, NOW)
    assert collection._take(seen_by_both, NOW) is None
    assert Job.objects.count() == 1


def test_the_tick_makes_and_nudges_jobs(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Job] = []
    monkeypatch.setattr("jobs.nudge.send", sent.append)
    Source.objects.update(next_due_at=timezone.now())
    tasks.collect_due()
    assert sent == [Job.objects.get()]


def test_the_task_collects_from_the_source_that_its_job_names(source: Source) -> None:
    watch(source, "waiting")
    job = collection.due(now=NOW)[0]
    tasks.collect(str(job.pk))
    assert states(source) == {"waiting": "warn"}
    assert Job.objects.get().state == JobState.DONE


def test_a_job_of_a_source_that_is_gone_is_done(source: Source, acme: Organization) -> None:
    job = collection.due(now=NOW)[0]
    source.delete()
    tasks.collect(str(job.pk))
    assert Job.objects.get().state == JobState.DONE
