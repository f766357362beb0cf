"""What a business outcome takes, from figures that were sent to a judgement."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from evidence.actions import measures, pushing
from evidence.actions.measures import Trial
from evidence.actions.pushing import Pushed
from evidence.evaluate import State
from evidence.models import Source
from evidence.presets import for_connector, presets
from evidence.presets.base import Preset
from organizations.models import Organization, User
from tests.factories import SourceFactory

DAY = dt.timedelta(days=1)
AGAINST_A_BASELINE = {
    found.key: found
    for found in for_connector("push")
    if any(field.name == "baseline" for field in found.parameters)
}


@pytest.fixture
def source(acme: Organization) -> Source:
    return SourceFactory.create(organization=acme, connector="push")


def tried(source: Source, preset: Preset, by: User, **series: list[float]) -> Trial:
    """What the preset says of these daily figures, the newest of which is of today."""
    now = timezone.now()
    points = [
        Pushed(name, now - place * DAY, value)
        for name, values in series.items()
        for place, value in enumerate(reversed(values))
    ]
    pushing.push(source=source, points=points, by=by)
    given = {field.name: field.default or field.example for field in preset.parameters}
    return measures.try_out(
        source=source,
        measure=measures.from_preset(source, preset, given),
        bounds=preset.bounds,
        window_seconds=preset.window,
        now=timezone.now(),
        by=by,
    )


@pytest.mark.parametrize(
    ("times", "state"), [(1.0, State.PASS), (1.09, State.WARN), (1.3, State.FAIL)]
)
@pytest.mark.parametrize("preset", AGAINST_A_BASELINE.values(), ids=AGAINST_A_BASELINE)
def test_a_resource_is_judged_by_its_baseline(
    source: Source, preset: Preset, lena: User, times: float, state: State
) -> None:
    fields = {field.name: field for field in preset.parameters}
    baseline = float(fields["baseline"].example)
    for_each = 1 / float(preset.evaluator.arguments.get("times", 1))
    orders = [2000.0, 500.0]
    taken = [count * for_each * baseline * times for count in orders]
    trial = tried(source, preset, lena, **{fields["resource"].default: taken, "orders": orders})
    assert trial.judgement.value == pytest.approx(times)
    if times != 1.0:
        assert trial.judgement.state == state


@pytest.mark.parametrize(
    ("busy", "state"), [(15.0, State.PASS), (11.0, State.WARN), (9.0, State.FAIL)]
)
def test_hours_that_did_work_are_a_share_of_those_paid(
    source: Source, lena: User, busy: float, state: State
) -> None:
    trial = tried(
        source, presets()["proxy.busy_share"], lena, busy_hours=[busy], paid_hours=[24.0]
    )  # fmt: skip
    assert trial.judgement.state == state


@pytest.mark.parametrize(
    ("figures", "state"),
    [
        ([1.0, 1.0, 0.9], State.PASS),
        ([1.0, 1.02, 1.05], State.WARN),
        ([1.0, 1.2, 1.5], State.FAIL),
    ],
)
def test_a_rise_shows_before_a_bound_is_reached(
    source: Source, lena: User, figures: list[float], state: State
) -> None:
    trial = tried(source, presets()["proxy.resource_growth"], lena, kwh_per_order=figures)
    assert trial.judgement.state == state


def test_without_the_outcome_nothing_is_said(source: Source, lena: User) -> None:
    trial = tried(source, presets()["proxy.cost_per_outcome"], lena, cost=[3.0])
    assert trial.judgement.state == State.NO_DATA
