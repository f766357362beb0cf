from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import words

NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "said"), [(None, "–"), (NAN, "–"), (0, "0.0"), (2.14, "2.1"), (5, "5.0")]
)
def test_level_has_one_decimal(value: float | None, said: str) -> None:
    assert words.level(value) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (2.1, 2.6, "from 2.1 to 2.6"),
        (0.0, 0.04, "by less than 0.1"),
        (0.04, 0.06, "from 0.0 to 0.1"),
        (2.6, 2.1, "from 2.6 to 2.1"),
    ],
)
def test_a_rise_is_told_by_both_levels_where_they_differ(
    before: float, after: float, said: str
) -> None:
    assert words.rise(before, after) == said


@pytest.mark.parametrize(
    ("value", "said"), [(None, "–"), (NAN, "–"), (0.42, "+0.4"), (-1, "−1.0"), (-0.01, "±0.0")]
)
def test_change_has_a_sign(value: float | None, said: str) -> None:
    assert words.change(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (NAN, "–"), (0.62, "62\u202f%"), (0.999, "99\u202f%"), (1, "100\u202f%")],
)
def test_share_is_whole_only_when_nothing_is_missing(value: float | None, said: str) -> None:
    assert words.share(value) == said


def test_day_is_in_words() -> None:
    assert words.day(datetime.date(2026, 11, 30)) == "30 November 2026"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (7200, "2 hours ago"),
        (4 * 86400, "4 days ago"),
    ],
)
def test_ago_uses_the_largest_whole_unit(seconds: int, said: str) -> None:
    assert words.ago(NOW - datetime.timedelta(seconds=seconds), NOW) == said


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (-9, "9 days ago"),
        (-1, "yesterday"),
        (0, "today"),
        (1, "tomorrow"),
        (9, "in 9 days"),
    ],
)
def test_in_days_says_how_far_a_day_is(distance: int, said: str) -> None:
    today = NOW.date()
    assert words.in_days(today + datetime.timedelta(days=distance), today) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (-1, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1468006, "1.4 MB"),
        (2**50, "1,024 TB"),
    ],
)
def test_size_uses_the_largest_fitting_unit(count: float, said: str) -> None:
    assert words.size(count) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (NAN, "–"),
        (0, "0"),
        (5412.3, "5,412"),
        (212, "212"),
        (0.0314159, "0.0314"),
        (-3.5, "−3.5"),
        (-1e-12, "0"),
    ],
)
def test_figure_keeps_the_digits_that_matter(value: float | None, said: str) -> None:
    assert words.figure(value) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "s", "–"),
        (5412, "s", "5,412\u202fs"),
        (0.984, "ratio", "98.4\u202f%"),
        (2048, "bytes", "2 kB"),
        (3, "", "3"),
    ],
)
def test_number_is_followed_by_what_it_is_of(value: float | None, unit: str, said: str) -> None:
    assert words.number_unit(value, unit) == said


@given(st.floats(), st.text(max_size=5))
def test_any_number_can_be_said(value: float, unit: str) -> None:
    assert words.number_unit(value, unit)
    assert words.level(value)
    assert words.share(value)
    assert words.change(value)
