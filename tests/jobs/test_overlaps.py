"""What runs at the same time."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from jobs.overlaps import Busy, overlaps

START = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)


def at(minute: float) -> dt.datetime:
    return START + dt.timedelta(minutes=minute)


def test_one_after_the_other_does_not_overlap() -> None:
    assert overlaps([(at(0), at(5)), (at(5), at(9)), (at(20), at(21))]) == []
    assert overlaps([]) == []
    assert overlaps([(at(1), at(1)), (at(0), at(2))]) == []


def test_every_stretch_says_how_many_run() -> None:
    found = overlaps([(at(0), at(10)), (at(2), at(8)), (at(4), at(6))])
    assert found == [Busy(at(2), at(4), 2), Busy(at(4), at(6), 3), Busy(at(6), at(8), 2)]
    assert [busy.seconds for busy in found] == [120, 120, 120]


def test_one_that_follows_another_at_once_does_not_break_the_stretch() -> None:
    assert overlaps([(at(0), at(9)), (at(0), at(4)), (at(4), at(9))]) == [Busy(at(0), at(9), 2)]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=12)


@given(spans)
def test_at_every_moment_it_is_as_a_count_says(drawn: list[tuple[int, int]]) -> None:
    made = [(at(begin), at(begin + length)) for begin, length in drawn]
    found = overlaps(made)
    for minute in range(82):
        moment = at(minute + 0.5)
        running = sum(start <= moment < end for start, end in made)
        counted = [busy.count for busy in found if busy.start <= moment < busy.end]
        assert counted == ([running] if running > 1 else [])
