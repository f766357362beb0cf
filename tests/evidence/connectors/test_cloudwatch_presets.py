"""Every preset for AWS, filled in, asked over HTTP through Amazon's client, and judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from botocore.session import Session

from evidence.connectors.base import Query
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.evaluate import Criterion, State
from evidence.judge import judge
from evidence.presets import Preset, filled, filled_evaluator, for_connector
from tests.evidence.connectors.aws_account import NOW, account
from tests.evidence.connectors.aws_stand_in import EVERYTHING, StandIn, serving

PRESETS = for_connector("cloudwatch")


@pytest.fixture(scope="module")
def aws() -> Iterator[StandIn]:
    with serving(StandIn(rules=EVERYTHING)) as stand_in:
        yield stand_in


@pytest.mark.parametrize("preset", PRESETS, ids=[preset.key for preset in PRESETS])
def test_a_preset_is_collected_and_judged(aws: StandIn, preset: Preset) -> None:
    parameters = {field.name: field.default or field.example for field in preset.parameters}
    connector = CloudWatchConnector()
    terms = filled(preset, parameters, connector.quote)
    start = NOW - dt.timedelta(seconds=preset.window)
    queries = [Query(fields, start, NOW, preset.grain) for fields in terms.values()]
    of = account(aws.url)
    results = list(connector.collect(of, queries))
    assert [result.error for result in results] == [""] * len(terms)
    assert of.calls == connector.calls_for(queries)
    criterion = Criterion(
        preset.bounds,
        dt.timedelta(seconds=preset.window),
        dt.timedelta(seconds=preset.stale_after),
        preset.unit,
        filled_evaluator(preset, parameters),
    )
    series = {name: result.points for name, result in zip(terms, results, strict=True)}
    judgement = judge(series, criterion, NOW)
    assert judgement.state in (State.PASS, State.WARN, State.FAIL), judgement.message


def test_the_client_speaks_json_to_cloudwatch() -> None:
    """Its other protocols take three times the CPU; docs/performance.md has the figures."""
    assert Session().get_service_model("cloudwatch").resolved_protocol == "json"
