"""Jobs at the same time, against a count of every single minute."""

from __future__ import annotations

import collections
import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.schedules.cron import ScheduleWrong, firings
from evidence.schedules.lines import Job
from evidence.schedules.moves import plan_for
from evidence.schedules.overlap import Lane, Overlap, Pair, overlap_of
from evidence.schedules.span import MINUTE, Stretch, once_and_twice, spans, week_of
from tests.depth import examples

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = week_of(dt.date(2026, 11, 26), dt.UTC)
NIGHT = (Job("Export", "0 2 * * *", 45), Job("Index", "30 2 * * *", 40))


def test_a_week_begins_on_monday_by_the_clock_of_the_place() -> None:
    assert WEEK.start == dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert WEEK.minutes == 7 * 24 * 60
    spring, autumn = (week_of(day, BERLIN) for day in (dt.date(2026, 3, 29), dt.date(2026, 10, 19)))
    assert (spring.minutes, autumn.minutes) == (167 * 60, 169 * 60)
    assert f"{spring.clock(6 * 24 * 60 + 120):%a %H:%M}" == "Sun 03:00"


def test_two_jobs_overlap_from_the_start_of_the_later_to_the_end_of_the_earlier() -> None:
    found = overlap_of(NIGHT, WEEK)
    assert (found.busy, found.overlapped) == (7 * 70, 7 * 15)
    assert found.share == pytest.approx(15 / 70)
    assert found.together[0] == (150, 165)
    assert found.pairs == (Pair("Export", "Index", 105),)
    assert (found.peak, found.peak_at) == (2, (150, 165))
    assert found.gaps[0] == (190, 24 * 60 + 120)
    assert found.lanes[1] == Lane(
        NIGHT[1], 7, tuple((n * 1440 + 150, n * 1440 + 190) for n in range(7)), 280, 0
    )


def test_one_that_begins_when_another_ends_does_not_overlap_it() -> None:
    found = overlap_of([Job("a", "0 2 * * *", 30), Job("b", "30 2 * * *", 30)], WEEK)
    assert (found.overlapped, found.together, found.pairs, found.peak) == (0, (), (), 1)


def test_a_job_that_is_not_done_when_it_starts_again_runs_beside_itself() -> None:
    found = overlap_of([Job("a", "0 * * * *", 75)], WEEK)
    assert found.overlapped == 168 * 15
    assert found.pairs == (Pair("a", "a", 168 * 15),)
    assert found.lanes[0].beside_itself == 168 * 15


def test_a_run_that_began_before_the_week_counts_in_it() -> None:
    (lane,) = overlap_of([Job("a", "0 23 * * 0", 120)], WEEK).lanes
    assert lane.spans == ((0, 60), (7 * 1440 - 60, 7 * 1440))
    assert lane.runs == 2


@pytest.mark.parametrize("jobs", [(), (Job("a", "0 0 1 1 *", 5),)])
def test_a_week_in_which_nothing_runs_has_no_share(jobs: tuple[Job, ...]) -> None:
    found = overlap_of(jobs, WEEK)
    assert found.share is None
    assert (found.busy, found.peak, found.gaps) == (0, 0, ((0, WEEK.minutes),))


def test_too_many_runs_are_refused() -> None:
    jobs = [Job(f"job {n}", "* * * * *", 1) for n in range(2)]
    with pytest.raises(ScheduleWrong, match=r"more than 20,000 times.*“job 1”"):
        overlap_of(jobs, WEEK)


jobs_lists = st.lists(
    st.builds(
        lambda minute, hour, day, minutes: (f"{minute} {hour} * * {day}", minutes),
        st.sampled_from(["0", "7", "*/20", "15,45", "59"]),
        st.sampled_from(["*", "2", "*/6", "22-23", "1-3"]),
        st.sampled_from(["*", "1-5", "0", "sat,sun"]),
        st.integers(1, 200),
    ),
    max_size=5,
).map(lambda given: [Job(f"job {n}", *parts) for n, parts in enumerate(given)])
stretches = st.sampled_from(
    [
        WEEK,
        week_of(dt.date(2026, 3, 29), BERLIN),
        week_of(dt.date(2026, 10, 25), BERLIN),
        Stretch(WEEK.start + 61 * MINUTE, WEEK.start + 30 * 60 * MINUTE, BERLIN),
    ]
)


def minute_by_minute(jobs: list[Job], stretch: Stretch) -> list[collections.Counter[str]]:
    """Who runs in each minute, and how many times."""
    running: list[collections.Counter[str]] = [
        collections.Counter() for _ in range(stretch.minutes)
    ]
    for job in jobs:
        before = stretch.start - dt.timedelta(days=2)
        for at in firings(job.cron, stretch.zone, before, stretch.end):
            first = (at - stretch.start) // MINUTE
            for minute in range(first, first + job.minutes):
                if 0 <= minute < stretch.minutes:
                    running[minute][job.name] += 1
    return running


@given(jobs_lists, stretches)
@settings(max_examples=examples(12))
def test_every_figure_is_what_counting_each_minute_gives(jobs: list[Job], stretch: Stretch) -> None:
    counted = minute_by_minute(jobs, stretch)
    totals = [minute.total() for minute in counted]
    found = overlap_of(jobs, stretch)
    assert found.busy == sum(total > 0 for total in totals)
    assert found.overlapped == sum(total > 1 for total in totals)
    assert found.peak == max(totals)
    assert set(totals[slice(*found.peak_at)]) == {found.peak}
    assert found.peak not in totals[: found.peak_at[0]]
    for pair in found.pairs:
        more = 2 if pair.first == pair.second else 1
        assert pair.minutes == sum(
            minute[pair.first] >= more and minute[pair.second] >= more for minute in counted
        )
    for lane in found.lanes:
        inside = {minute for span in lane.spans for minute in range(*span)}
        assert inside == {n for n, minute in enumerate(counted) if minute[lane.job.name]}
    assert_spans(found, totals)


def assert_spans(found: Overlap, totals: list[int]) -> None:
    together = {minute for span in found.together for minute in range(*span)}
    assert together == {minute for minute, total in enumerate(totals) if total > 1}
    idle = {minute for span in found.gaps for minute in range(*span)}
    assert idle == {minute for minute, total in enumerate(totals) if not total}
    lengths = [end - start for start, end in found.gaps]
    assert lengths == sorted(lengths, reverse=True)


@given(st.lists(st.integers(0, 2**40)))
def test_once_and_twice_are_those_of_one_set_and_of_two(sets: list[int]) -> None:
    once, twice = once_and_twice(sets)
    for bit in range(41):
        count = sum(minutes >> bit & 1 for minutes in sets)
        assert (once >> bit & 1, twice >> bit & 1) == (count > 0, count > 1)


@given(st.integers(0, 2**60))
def test_a_set_is_exactly_its_spans_and_they_never_touch(minutes: int) -> None:
    found = spans(minutes)
    assert sum(1 << n for span in found for n in range(*span)) == minutes
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))


def test_a_plan_moves_jobs_apart_within_their_hours() -> None:
    before = overlap_of(NIGHT, WEEK)
    plan = plan_for(NIGHT, WEEK, before)
    assert [(move.job.name, move.minutes, move.cron) for move in plan.moves] == [
        ("Index", 15, "45 2 * * *")
    ]
    assert plan.after.overlapped == 0


def test_three_jobs_of_one_minute_are_all_taken_apart() -> None:
    jobs = [Job(name, "0 2 * * *", 20) for name in "abc"]
    plan = plan_for(jobs, WEEK, overlap_of(jobs, WEEK))
    assert len(plan.moves) == 2
    assert plan.after.overlapped == 0


@pytest.mark.parametrize(
    "jobs",
    [
        [],
        [Job("a", "0 2 * * *", 20), Job("b", "0 3 * * *", 20)],
        [Job("a", "* * * * *", 1), Job("b", "0 3 * * *", 20)],
        [Job("a", "0 * * * *", 75)],
    ],
)
def test_where_nothing_helps_nothing_is_proposed(jobs: list[Job]) -> None:
    before = overlap_of(jobs, WEEK)
    plan = plan_for(jobs, WEEK, before)
    assert (plan.moves, plan.after) == ((), before)


@given(jobs_lists, stretches)
@settings(max_examples=examples(12))
def test_a_plan_holds_what_it_says(jobs: list[Job], stretch: Stretch) -> None:
    before = overlap_of(jobs, stretch)
    plan = plan_for(jobs, stretch, before)
    crons = {move.job.name: move.cron for move in plan.moves}
    moved = [Job(job.name, crons.get(job.name, job.cron), job.minutes) for job in jobs]
    assert overlap_of(moved, stretch) == plan.after
    assert len(crons) == len(plan.moves)
    assert plan.after.overlapped < before.overlapped or not plan.moves
