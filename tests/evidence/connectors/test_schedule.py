"""Schedules as a metrics system: computed from what the probe holds, and judged like any other."""

from __future__ import annotations

import datetime as dt

import pytest

from evidence.asking import Ask, Asking
from evidence.connectors.base import Account, Query, Result
from evidence.connectors.schedule import ScheduleConnector
from evidence.evaluate import Criterion, State
from evidence.presets import filled, filled_evaluator, presets

NOW = dt.datetime(2026, 11, 23, 9, 30, 20, tzinfo=dt.UTC)
NIGHT = "Export | 0 2 * * * | 45\nIndex | 30 2 * * * | 40"
PRESET = presets()["any.schedule_overlap"]


def asked(measure: str = "overlapped_minutes", jobs: str = NIGHT, **fields: str) -> Result:
    query = Query(
        {"measure": measure, "jobs": jobs, **fields}, NOW - dt.timedelta(days=2), NOW, grain=86400
    )
    account = Account(1, {}, secret=str)
    (result,) = ScheduleConnector().collect(account, [query])
    assert account.calls == ScheduleConnector().calls_for([query]) == 0
    return result


@pytest.mark.parametrize(("measure", "minutes"), [("overlapped_minutes", 15), ("busy_minutes", 70)])
def test_each_day_has_its_minutes(measure: str, minutes: int) -> None:
    result = asked(measure)
    assert not result.error
    whole = NOW.replace(second=0)
    assert [(point.at, point.value) for point in result.points] == [
        (whole - dt.timedelta(days=1), minutes),
        (whole, minutes),
    ]
    assert len(result.response_hash) == 64


def test_a_first_span_that_is_shorter_than_the_grain_is_kept() -> None:
    query = Query({"measure": "busy_minutes", "jobs": NIGHT}, NOW - dt.timedelta(hours=7.25), NOW)
    (result,) = ScheduleConnector().collect(Account(1, {}, secret=str), [query])
    assert [point.value for point in result.points] == [15, 40, 0, 0, 0, 0, 0, 0]


def test_jobs_start_by_the_clocks_of_the_place() -> None:
    query = Query(
        {"measure": "busy_minutes", "jobs": NIGHT, "time_zone": "Asia/Tokyo"},
        NOW - dt.timedelta(hours=9),
        NOW,
    )
    (result,) = ScheduleConnector().collect(Account(1, {}, secret=str), [query])
    assert sum(point.value for point in result.points) == 0  # 2:00 in Tokyo is 17:00 in UTC


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"jobs": "Export | 0 2 * * * | 45\nIndex | noon | 3"}, "Line 2: “noon” has 1 field;"),
        ({"jobs": "# nothing"}, "There is no job. Write name | cron expression | minutes,"),
        ({"measure": "cost"}, "There is no measure “cost”. There are: overlapped_minutes, busy"),
        ({"time_zone": "Mars"}, "There is no time zone “Mars”."),
        ({"jobs": "\n".join(f"j{n} | * * * * * | 1" for n in range(9))}, "Together these jobs"),
    ],
)
def test_what_cannot_be_understood_is_an_error_in_words(fields: dict[str, str], said: str) -> None:
    result = asked(**fields)
    assert result.error.startswith(said)
    assert len(result.error) <= 300
    assert result.points == ()


def test_the_query_can_be_repeated_from_what_was_sent() -> None:
    sent = asked(time_zone="Europe/Lisbon").sent
    assert "2026-11-21T09:30:20+00:00 to 2026-11-23T09:30:20+00:00, time zone Europe/Lisbon" in sent
    assert sent.endswith(NIGHT)


def test_there_is_nothing_to_reach() -> None:
    assert ScheduleConnector().check(Account(1, {}, secret=str)).startswith("Nothing has to be")
    assert ScheduleConnector().quote("a | b") == "a | b"


@pytest.mark.parametrize(
    ("jobs", "state"),
    [
        ("Export | 0 2 * * * | 45\nIndex | 0 4 * * * | 40", State.PASS),
        ("Export | 0 2 * * * | 45\nIndex | 40 2 * * * | 40", State.WARN),
        (NIGHT, State.FAIL),
        ("Yearly | 0 2 1 1 * | 45", State.NO_DATA),
        ("Yearly | 0 2 1 1 | 45", State.ERROR),
    ],
)
def test_the_preset_judges_a_week(jobs: str, state: State) -> None:
    connector = ScheduleConnector()
    given = {"jobs": jobs}
    criterion = Criterion(
        PRESET.bounds,
        dt.timedelta(seconds=PRESET.window),
        dt.timedelta(seconds=PRESET.stale_after),
        PRESET.unit,
        filled_evaluator(PRESET, given),
    )
    ask = Ask(filled(PRESET, given, connector.quote), PRESET.window, PRESET.grain)
    asking = Asking([("probe", ask)], NOW)
    ((_, answer),) = asking.answered(connector.collect(Account(1, {}, secret=str), asking.queries))
    judgement = answer.judged(criterion, NOW)
    assert judgement.state is state, judgement.message
