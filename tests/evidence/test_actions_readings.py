"""What becomes of readings as they grow old."""

from __future__ import annotations

import datetime as dt

import pytest

from evidence import tasks
from evidence.actions import readings
from evidence.models import Probe, Reading
from tests.factories import ProbeFactory, ReadingFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def probe() -> Probe:
    return ProbeFactory.create()


def read(probe: Probe, ago: dt.timedelta, **fields: object) -> Reading:
    return ReadingFactory.create(probe=probe, at=NOW - ago, **fields)


def test_the_last_of_each_day_stays_and_later_the_last_of_each_week(probe: Probe) -> None:
    young = [read(probe, n * HOUR) for n in (1, 2, 3)]
    a_day = [read(probe, 40 * DAY - n * HOUR) for n in (0, 1, 2)]
    the_day_before = read(probe, 41 * DAY)
    monday = [read(probe, 499 * DAY + n * HOUR) for n in (0, 1)]
    saturday = read(probe, 494 * DAY)
    assert readings.thin(now=NOW) == 4
    left = set(Reading.objects.all())
    assert left == {*young, a_day[2], the_day_before, saturday}
    assert monday[0] not in left
    assert readings.thin(now=NOW) == 0


def test_what_a_milestone_holds_and_the_newest_stay(probe: Probe) -> None:
    held = read(probe, 600 * DAY)
    newest = read(probe, 600 * DAY)
    surplus = read(probe, 600 * DAY + HOUR)
    last = read(probe, 600 * DAY - HOUR)
    readings.keep([held.pk])
    Probe.objects.update(latest=newest)
    readings.thin(now=NOW)
    assert set(Reading.objects.all()) == {held, newest, last}
    assert surplus not in Reading.objects.all()


def test_each_probe_is_thinned_by_itself(probe: Probe) -> None:
    mine, others = read(probe, 40 * DAY), read(ProbeFactory.create(), 40 * DAY)
    assert readings.thin(now=NOW) == 0
    assert set(Reading.objects.all()) == {mine, others}


def test_it_goes_in_portions(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "THINNED_AT_ONCE", 2)
    for n in range(6):
        read(probe, 40 * DAY - n * dt.timedelta(minutes=1))
    tasks.thin_readings()
    assert Reading.objects.count() == 1
