"""Signals from a real Prometheus that reads a real exporter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import pytest

from evidence import secret_references
from evidence.actions import measures, probes, sources
from evidence.actions.probes import Asked
from evidence.connectors.base import Account, Query, Result, SourceFailed
from evidence.connectors.prometheus import PrometheusConnector
from evidence.evaluate import Bounds, Comparison
from evidence.models import Probe, SignalState
from evidence.presets import Preset, filled, for_connector
from jobs import nudge
from organizations.models import Rights, User, Workload
from tests.factories import MembershipFactory, WorkloadFactory
from tests.needs import needs
from tests.services.scraping import scraping
from tests.stack import Stack, wait_for

DONE = 'sum(increase(shop_jobs_finished_total{state="done"}[$grain]))'
ALL = "sum(increase(shop_jobs_finished_total[$grain]))"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a Prometheus that has read the exporter a few times."""
    needs("prometheus")
    with scraping() as address:
        yield address


def account(server: str, **more: str) -> Account:
    resolve = partial(secret_references.resolve, owner="acme")
    return Account(1, {"address": server, **more}, resolve)


def asked(server: str, *promql: str, seconds: int = 4, grain: int = 1) -> list[Result]:
    now = dt.datetime.now(dt.UTC)
    start = now - dt.timedelta(seconds=seconds)
    queries = [Query({"promql": each}, start, now, grain) for each in promql]
    return list(PrometheusConnector().collect(account(server), queries))


def test_points_are_those_of_the_exporter(server: str) -> None:
    quote = PrometheusConnector().quote('odd "name"\\')
    waiting, absent, nothing = asked(
        server, f'shop_jobs_waiting{{queue="{quote}"}}', "no_such_metric", "0 * shop_jobs_x"
    )
    assert {point.value for point in waiting.points} == {7.0}
    newest = max(point.at for point in waiting.points)
    assert abs(dt.datetime.now(dt.UTC) - newest) < dt.timedelta(seconds=20)
    assert len(waiting.response_hash) == 64
    assert (absent.points, absent.error, nothing.points) == ((), "", ())


def test_a_share_of_counters_is_right(server: str) -> None:
    done, everything = asked(server, DONE, ALL, seconds=2, grain=2)
    share = done.points[-1].value / everything.points[-1].value
    assert share == pytest.approx(0.75, abs=0.05)


def test_an_instant_and_raw_points_can_be_asked(server: str) -> None:
    now = dt.datetime.now(dt.UTC)
    start = now - dt.timedelta(seconds=5)
    fields = [
        {"promql": "max(shop_jobs_waiting)", "asked": "instant"},
        {"promql": 'shop_jobs_waiting{queue="other"}[$window]', "asked": "instant"},
        {"promql": "scalar(max(shop_jobs_waiting))", "asked": "instant"},
    ]
    queries = [Query(each, start, now, 1) for each in fields]
    once, raw, scalar = PrometheusConnector().collect(account(server), queries)
    assert [point.value for point in once.points] == [7.0]
    assert len(raw.points) > 2
    assert all(start <= point.at <= now for point in raw.points)
    assert [point.value for point in scalar.points] == [7.0]


def test_a_histogram_gives_its_percentile(server: str) -> None:
    [result] = asked(
        server,
        "histogram_quantile(0.5, sum by (le) (rate(shop_jobs_duration_seconds_bucket[$grain])))",
        seconds=2,
        grain=2,
    )
    assert 0.1 < result.points[-1].value <= 0.5


def test_what_prometheus_says_of_a_wrong_query_is_told(server: str) -> None:
    broken, several, ranges, divided, good = asked(
        server, "sum(", "shop_jobs_waiting", "shop_jobs_waiting[1m]", "1 / 0", "vector(1)"
    )
    assert "parse error" in broken.error
    assert "gives 2 series" in several.error
    assert "invalid expression type" in ranges.error
    assert {point.value for point in divided.points} == {float("inf")}
    assert good.points
    [long] = asked(server, f'count(up{{job!~"{"x|" * 900}y"}})')
    assert long.points[-1].value == 2
    [dense] = asked(server, "vector(1)", seconds=20_000)
    assert "exceeded maximum resolution" in dense.error


def test_a_source_is_checked_and_listed(server: str) -> None:
    connector = PrometheusConnector()
    assert connector.check(account(server)).startswith("Prometheus 2.")
    listed = connector.discover(
        account(server), "queue of shop_jobs_waiting by job", {"job": "shop"}
    )
    assert listed == ['odd "name"\\', "other"]
    assert "shop_jobs_waiting" in connector.discover(account(server), "metrics", {})
    assert connector.discover(account(server), "job", {}) == ["nobody", "shop"]


def test_a_wrong_path_is_not_an_empty_answer(server: str) -> None:
    with pytest.raises(SourceFailed, match="has no Prometheus API"):
        asked(f"{server}/prometheus", "up")


TIMES = {"cron": "0 3 * * *", "time_zone": "UTC", "schedule": "Mon-Fri 06:00-20:00"}
PRESETS = for_connector("prometheus")


def terms(preset: Preset, thing: str) -> list[str]:
    """Its queries, about the `thing` wherever somebody names one."""
    given = {
        field.name: TIMES.get(field.name)
        or field.default
        or (str(field.example) if field.kind == "number" else thing)
        for field in preset.parameters
    }
    return [
        str(term["promql"]) for term in filled(preset, given, PrometheusConnector().quote).values()
    ]


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.key for preset in PRESETS])
def test_every_preset_finds_what_its_exporter_tells(server: str, preset: Preset) -> None:
    for result in asked(server, *terms(preset, "orders"), seconds=4, grain=2):
        assert result.error == ""
        assert result.points, result.sent


def test_no_name_reaches_beyond_its_quotes(server: str) -> None:
    queries = [query for preset in PRESETS for query in terms(preset, 'a"}) or vector(1) #\\')]
    errors = [result.error for result in asked(server, *queries) if result.error]
    assert not errors


@pytest.fixture
def shop(stack: Stack) -> Workload:
    return WorkloadFactory.create()


@pytest.fixture
def owner(shop: Workload) -> User:
    return MembershipFactory.create(organization=shop.organization, rights=Rights.OWNER).user


def test_a_worker_collects_and_judges_what_prometheus_says(
    server: str, stack: Stack, shop: Workload, owner: User
) -> None:
    wanted = sources.Wanted("Prometheus", 3600, {"address": server})
    source = sources.create(
        organization=shop.organization, connector="prometheus", wanted=wanted, by=owner
    )
    bounds = Bounds(Comparison.AT_MOST, 5, 10)
    states = {
        "max(shop_jobs_waiting)": SignalState.WARN,
        'max(shop_jobs_waiting{queue="other"})': SignalState.PASS,
        "10 * max(shop_jobs_waiting)": SignalState.FAIL,
        "no_such_metric": SignalState.NO_DATA,
        "shop_jobs_waiting": SignalState.ERROR,
    }
    for promql in states:
        measure = measures.from_query(
            source, {"promql": promql}, statistic="max", unit="jobs", grain_seconds=60
        )
        probes.create(
            source=source,
            workload=shop,
            measure=measure,
            asked=Asked(promql, bounds, window_seconds=600),
            by=owner,
        )
    stack.start_worker()
    nudge.send(sources.request_collection(source=source, by=owner))
    wait_for(lambda: not Probe.objects.filter(latest=None).exists(), "a collection")
    found = {
        probe.name: probe.latest.state
        for probe in Probe.objects.select_related("latest")
        if probe.latest
    }
    assert found == states
    assert server not in stack.log("worker")
