"""Every preset for Google, from its parameters over the wire to a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from evidence.connectors.base import Query
from evidence.connectors.google_monitoring import GoogleMonitoringConnector
from evidence.connectors.google_monitoring.asked import MetricAsked, asked
from evidence.evaluate import Criterion, Judgement, State
from evidence.judge import judge
from evidence.presets import Preset, filled, filled_evaluator, for_connector
from tests.evidence.connectors.google_asking import NOW, account
from tests.evidence.connectors.google_examples import fill
from tests.evidence.connectors.google_stand_in import GoogleStandIn

PRESETS = {preset.key: preset for preset in for_connector("google_monitoring")}


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleStandIn]:
    """Everything that the presets' examples speak of, and all is well."""
    with GoogleStandIn() as server:
        fill(server, NOW)
        yield server


def queries_of(preset: Preset, given: dict[str, str]) -> dict[str, Query]:
    start = NOW - dt.timedelta(seconds=preset.window)
    terms = filled(preset, given, GoogleMonitoringConnector().quote)
    return {name: Query(term, start, NOW, preset.grain) for name, term in terms.items()}


def examples(preset: Preset) -> dict[str, str]:
    given = {each.name: each.example for each in preset.parameters}
    return given | ({"time_zone": "UTC"} if "time_zone" in given else {})


def judged(google: GoogleStandIn, key: str, **changed: str) -> Judgement:
    preset = PRESETS[key]
    given = examples(preset) | changed
    queries = queries_of(preset, given)
    results = list(GoogleMonitoringConnector().collect(account(google), list(queries.values())))
    assert [result.error for result in results] == [""] * len(results)
    series = {name: each.points for name, each in zip(queries, results, strict=True)}
    window, stale = dt.timedelta(seconds=preset.window), dt.timedelta(seconds=preset.stale_after)
    evaluator = filled_evaluator(preset, given)
    criterion = Criterion(preset.bounds, window, stale, preset.unit, evaluator)
    return judge(series, criterion, NOW)


EXPECTED = {
    "pubsub.backlog_age": 120,
    "pubsub.depth": 0,
    "pubsub.redelivery": 0.98,
    "pubsub.dead_letter": 0,
    "pubsub.msg_size": (10 * 1000 * 168 + 100_000) / (10 * 168 + 1),
    "gcf.ok_share": 0.995,
    "gcf.ok_share_2nd": 0.997,
    "gcf.duration": 0.2,
    "gcf.duration_2nd": 0.2,
    "gcf.scale_to_zero": 0,
    "gcf.scale_to_zero_2nd": 0,
    "gcf.idle_share": 0.25,
    "gcf.billable_per_req": 0.902,
    "gsched.ok_share": 1,
    "gsched.ran": 1,
    "gsched.enabled": 1,
    "gsched.as_planned": 1,
}


def test_every_preset_is_tried() -> None:
    assert EXPECTED.keys() == PRESETS.keys()


@pytest.mark.parametrize("key", EXPECTED)
def test_a_preset_is_asked_answered_and_judged(google: GoogleStandIn, key: str) -> None:
    judgement = judged(google, key)
    assert judgement.value == pytest.approx(EXPECTED[key])
    assert judgement.state is State.PASS


ELSEWHERE = {
    "subscription": "gone",
    "topic": "gone",
    "function": "gone",
    "service": "gone",
}


@pytest.mark.parametrize("key", [key for key in EXPECTED if not key.startswith("gsched")])
def test_what_is_not_there_is_no_data_and_never_a_pass(google: GoogleStandIn, key: str) -> None:
    there = {each.name for each in PRESETS[key].parameters}
    gone = {name: value for name, value in ELSEWHERE.items() if name in there}
    assert judged(google, key, **gone).state is State.NO_DATA


def test_a_job_that_never_ran_fails_by_its_absence(google: GoogleStandIn) -> None:
    assert judged(google, "gsched.ran", job="other").state is State.FAIL
    assert judged(google, "gsched.ok_share", job="other").state is State.NO_DATA


def test_a_job_that_runs_less_than_its_schedule_fails(google: GoogleStandIn) -> None:
    judgement = judged(google, "gsched.ran", cron="0 */2 * * *")
    assert judgement.value == pytest.approx(1 / 12)
    assert judgement.state is State.FAIL


def test_a_job_with_another_schedule_than_planned_fails(google: GoogleStandIn) -> None:
    assert judged(google, "gsched.as_planned", cron="0 3 * * *").state is State.FAIL


def test_half_of_the_entries_are_attempts(google: GoogleStandIn) -> None:
    failing = int((NOW - dt.timedelta(hours=10)).timestamp())
    google.add(
        "logging.googleapis.com/log_entry_count",
        "cloud_scheduler_job",
        {failing: 1},
        {"severity": "ERROR"},
        job_id="half",
        location="europe-west1",
    )
    google.add(
        "logging.googleapis.com/log_entry_count",
        "cloud_scheduler_job",
        {failing: 3},
        {"severity": "INFO"},
        job_id="half",
        location="europe-west1",
    )
    assert judged(google, "gsched.ok_share", job="half").value == 0.5


@pytest.mark.parametrize("key", PRESETS)
def test_a_window_has_few_points(key: str) -> None:
    for query in queries_of(PRESETS[key], examples(PRESETS[key])).values():
        what = asked(query)
        if isinstance(what, MetricAsked):
            assert (what.shape.end - what.shape.start) / what.shape.period <= 200


def test_many_probes_of_a_preset_share_calls() -> None:
    preset = PRESETS["gcf.idle_share"]
    queries = [
        query
        for n in range(60)
        for query in queries_of(preset, examples(preset) | {"service": f"service-{n}"}).values()
    ]
    assert GoogleMonitoringConnector().calls_for(queries) == 2
