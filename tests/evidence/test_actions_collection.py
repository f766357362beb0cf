"""Collecting: what is due, what is asked, what is stored, and what fails."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence import connectors, tasks
from evidence.actions import collection
from evidence.models import Probe, Reading, SignalState, Source
from jobs import actions as jobs
from jobs.models import Job, JobState
from organizations.models import Organization, User, Workload
from tests.evidence.prepared import MINUTE, Prepared
from tests.factories import ProbeFactory, SourceFactory
from tests.factories.jobs import JobFactory

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Prepared:
    connector = Prepared()
    monkeypatch.setattr(collection, "connectors", lambda: {"prepared": connector})
    return connector


@pytest.fixture
def source(shop: Workload, prepared: Prepared) -> Source:
    return SourceFactory.create(
        organization=shop.organization, connector="prepared", every_seconds=600, next_due_at=NOW
    )


def watch(source: Source, *metrics: str) -> list[Probe]:
    return [watched(source, metric) for metric in metrics]


def watched(source: Source, *metrics: str, **fields: object) -> Probe:
    """A probe of the sum of these series, named by the first."""
    names = [f"series {n}" for n, _ in enumerate(metrics)]
    terms = dict(zip(names, ({"metric": metric} for metric in metrics), strict=True))
    return ProbeFactory.create(source=source, metric=metrics[0], terms=terms, of=names, **fields)


def states(source: Source) -> dict[str, str]:
    probes = Probe.objects.filter(source=source).select_related("latest")
    return {probe.metric: probe.latest.state for probe in probes if probe.latest}


def test_a_reading_keeps_what_is_needed_to_repeat_it(source: Source) -> None:
    [probe] = watch(source, "waiting")
    assert collection.collect(source=source, now=NOW) == 1
    reading = Reading.objects.get()
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
    Probe.objects.filter(pk=probe.pk).update(terms={"series 0": {"metric": "waiting"}})
    collection.collect(source=source, now=NOW + MINUTE)
    source.refresh_from_db()
    assert (source.last_error, source.last_collected_at) == ("", NOW + MINUTE)


def test_a_connector_that_is_not_installed_is_said(source: Source) -> None:
    source.connector = "fax"
    watch(source, "waiting")
    collection.collect(source=source, now=NOW)
    reading = Reading.objects.get()
    assert reading.message.startswith("No connector “fax” is installed.")
    assert reading.connector_version == "fax"


def test_trouble_with_our_own_database_is_not_the_sources_fault(source: Source) -> None:
    watch(source, "locked")
    with pytest.raises(OperationalError):
        collection.collect(source=source, now=NOW)
    assert not Reading.objects.exists()


def test_a_probe_that_is_removed_meanwhile_gets_no_reading(source: Source) -> None:
    watch(source, "waiting", "gone")
    assert collection.collect(source=source, now=NOW) == 1


def test_a_source_without_probes_is_collected(source: Source) -> None:
    assert collection.collect(source=source, now=NOW) == 0
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
    # Probes; begin, progress, lock, readings, latest, rhythms, commit; begin, end of job, source,
    # commit. The connector of our own queue asks one more.
    with django_assert_num_queries(13 if connector == "jobs" else 12):
        collection.collect(source=source, now=NOW, job=job)
    assert Reading.objects.count() == count


def test_what_a_connector_left_unanswered_is_an_error(source: Source) -> None:
    watch(source, "waiting", "unanswered", "depth")
    collection.collect(source=source, now=NOW)
    assert states(source) == {"waiting": "warn", "unanswered": "error", "depth": "error"}
    words = "The connector gave no answer to this query."
    assert Reading.objects.filter(message=words).count() == 2


def test_what_was_answered_before_a_source_failed_stands(source: Source) -> None:
    watch(source, "waiting", "unreachable", "depth")
    collection.collect(source=source, now=NOW)
    assert states(source) == {"waiting": "warn", "unreachable": "error", "depth": "error"}


def test_the_same_query_is_sent_once(source: Source, prepared: Prepared) -> None:
    watch(source, "waiting", "waiting", "depth")
    watched(source, "depth", "waiting", method="ratio", per=["series 1"])
    assert collection.collect(source=source, now=NOW) == 4
    assert [query.fields["metric"] for query in prepared.asked[0]] == ["waiting", "depth"]
    source.refresh_from_db()
    assert source.last_calls == 2


def test_several_series_are_kept_with_their_names(source: Source) -> None:
    watched(source, "waiting", "depth")
    collection.collect(source=source, now=NOW)
    reading = Reading.objects.get()
    assert reading.query == "series 0: sent waiting\nseries 1: sent depth"
    assert len(reading.response_hash) == 64
    assert reading.response_hash != "a" * 64


def test_a_failing_series_makes_the_whole_an_error(source: Source) -> None:
    watched(source, "waiting", "error")
    collection.collect(source=source, now=NOW)
    assert states(source) == {"waiting": "error"}


def test_a_probe_with_a_rhythm_of_its_own_waits_for_it(source: Source) -> None:
    watched(source, "waiting")
    watched(source, "depth", every_seconds=7200, next_due_at=NOW)
    assert collection.collect(source=source, now=NOW) == 2
    assert collection.collect(source=source, now=NOW + 60 * MINUTE) == 1
    assert collection.collect(source=source, now=NOW + 120 * MINUTE) == 2


def test_whoever_asks_gets_all(source: Source, lena: User) -> None:
    watched(source, "depth", every_seconds=7200, next_due_at=NOW + 90 * MINUTE)
    job = running(source, requested_by=lena)
    assert collection.collect(source=source, now=NOW, job=job) == 1


def test_many_are_stored_in_portions(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "PROBES_AT_ONCE", 2)
    watch(source, "waiting", "depth", "error", "age", "size")
    assert collection.collect(source=source, now=NOW, job=running(source)) == 5
    assert len(states(source)) == 5


def test_a_source_that_fails_is_asked_again_after_a_pause_that_grows(source: Source) -> None:
    watch(source, "unreachable")
    for failures, pause in ((1, 60), (2, 120), (3, 240), (4, 480), (5, 600), (6, 600)):
        source.refresh_from_db()
        collection.collect(source=source, now=NOW)
        source.refresh_from_db()
        assert source.failures == failures
        assert 0.79 * pause < (source.next_due_at - NOW).total_seconds() < 1.21 * pause
    Probe.objects.update(terms={"series 0": {"metric": "waiting"}})
    collection.collect(source=source, now=NOW)
    source.refresh_from_db()
    assert source.failures == 0


def test_a_source_that_asks_to_be_left_alone_is(source: Source) -> None:
    watch(source, "throttled")
    collection.collect(source=source, now=NOW)
    source.refresh_from_db()
    assert source.next_due_at == NOW + dt.timedelta(hours=2)


def test_what_is_not_urgent_waits_for_the_quiet_hours(
    source: Source, settings: LazySettings
) -> None:
    settings.QUIET_HOURS = "22:00-06:00"
    Source.objects.update(is_urgent=False)
    assert collection.due(now=NOW) == []
    source.refresh_from_db()
    assert source.next_due_at == NOW.replace(hour=22)
    [job] = collection.due(now=NOW.replace(hour=22, minute=1))
    assert job.subject_id == str(source.pk)


def running(source: Source, **fields: object) -> Job:
    job = JobFactory.create(subject_id=str(source.pk), task="evidence.collect", **fields)
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


def test_what_comes_due_while_it_is_asked_is_asked_once_more_afterwards(source: Source) -> None:
    [job] = collection.due(now=NOW)
    Source.objects.update(next_due_at=NOW)
    assert collection.due(now=NOW) == []
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    [again] = collection.due(now=NOW)
    assert again != job


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
