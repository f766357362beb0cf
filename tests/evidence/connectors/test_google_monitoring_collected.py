"""A source of Google's from the database to readings, and what is stored where it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core import serializers
from grpc import StatusCode  # type: ignore[import-untyped]  # no types

from evidence.actions import collection, measures
from evidence.models import Probe, Reading, Source
from evidence.secret_references import variable
from organizations.models import User, Workload
from tests.evidence.connectors.google_asking import DEPTH, END, HOUR, NOW, SUBSCRIPTION
from tests.evidence.connectors.google_stand_in import Failure, GoogleStandIn
from tests.factories import ProbeFactory, SourceFactory

AGE = "pubsub.googleapis.com/subscription/oldest_unacked_message_age"
PLANTED = "planted-secret-of-google"


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    """Two subscriptions: one is kept drained, the other is not."""
    with GoogleStandIn() as server:
        for name, age in (("orders", 60), ("mail", 90_000)):
            points = {END - n * HOUR: age for n in range(24)}
            server.add(AGE, SUBSCRIPTION, dict(points), subscription_id=name)
        yield server


@pytest.fixture
def source(shop: Workload, google: GoogleStandIn, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv(
        variable(shop.organization.slug, "GOOGLE"), json.dumps({"private_key": PLANTED})
    )
    settings = {
        "project": "acme",
        "credentials": "env:GOOGLE",
        "endpoint": google.address,
    }
    return SourceFactory.create(
        organization=shop.organization, connector="google_monitoring", settings=settings
    )


def watched(source: Source, subscription: str) -> Probe:
    preset = measures.preset_of(source, "pubsub.backlog_age")
    measure = measures.from_preset(source, preset, {"subscription": subscription})
    return ProbeFactory.create(
        source=source,
        metric=measure.metric,
        terms=measure.terms,
        of=["age"],
        grain_seconds=measure.grain_seconds,
        window_seconds=7 * 24 * HOUR,
        bound_pass=900,
        bound_warn=3600,
    )


def stored() -> str:
    """All that the database holds of signals."""
    kinds = (Source, Probe, Reading)
    return "".join(serializers.serialize("json", kind.objects.all()) for kind in kinds)


def test_probes_of_one_metric_are_read_in_one_call(source: Source, google: GoogleStandIn) -> None:
    for name in ("orders", "mail", "gone"):
        watched(source, name)
    collection.collect(source=source, now=NOW)
    readings = Reading.objects.order_by("probe")
    assert [reading.state for reading in readings] == ["pass", "fail", "no_data"]
    assert "timeSeries.list" in readings[0].query
    assert len(readings[0].response_hash) == 64
    assert google.count == 1
    source.refresh_from_db()
    assert source.last_error == ""
    assert PLANTED not in stored()


def test_a_source_that_fails_keeps_the_sentence(source: Source, google: GoogleStandIn) -> None:
    google.failures = [Failure(StatusCode.PERMISSION_DENIED)]
    watched(source, "orders")
    collection.collect(source=source, now=NOW)
    source.refresh_from_db()
    assert "the role roles/monitoring.viewer there" in source.last_error
    assert PLANTED not in stored()


def test_a_free_query_is_tried_with_whatever_is_left_empty(
    source: Source, google: GoogleStandIn, alice: User
) -> None:
    google.add(DEPTH, SUBSCRIPTION, {END: 4}, subscription_id="orders")
    fields = {
        "metric": DEPTH,
        "resource": SUBSCRIPTION,
        "labels": "subscription_id = orders",
        "metric_labels": "",
        "aligner": "ALIGN_MAX",
        "reducer": "",
        "take": "",
        "divide_by": "2",
    }
    measure = measures.from_query(source, fields, statistic="max", unit="", grain_seconds=HOUR)
    trial = measures.try_out(
        source=source,
        measure=measure,
        bounds=measures.preset_of(source, "pubsub.backlog_age").bounds,
        window_seconds=24 * HOUR,
        now=NOW,
        by=alice,
    )
    assert trial.judgement.value == 2
    assert trial.calls == 1
