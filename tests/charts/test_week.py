from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.week import NAMES, RIGHT, WIDTH, Day, Lane, week_chart, x
from tests.charts.pictures import parts, read, title
from tests.depth import examples

NIGHT = Day(
    "Monday 23 November",
    [Lane("Export", [(120, 165)], [(150, 165)]), Lane("Sync", [(0, 12), (150, 162)])],
)
BOX = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)H([\d.]+)z")


def boxes(path: str) -> list[tuple[float, float]]:
    """From where to where the bars of a path go."""
    found = [tuple(map(float, box)) for box in BOX.findall(path)]
    return [(left, left + width) for left, _, width, _, _ in found]


def test_a_run_stands_at_its_time() -> None:
    runs = parts(read(week_chart([NIGHT])), "run")
    ((left, right),) = boxes(runs[0].attrib["d"])
    assert (left, right) == pytest.approx((x(120), x(165)), abs=0.02)
    assert x(0) == NAMES
    assert x(1440) == WIDTH - RIGHT


def test_what_runs_beside_another_is_taller_and_hatched() -> None:
    chart = read(week_chart([NIGHT]))
    (together,), (hatch,) = parts(chart, "together"), parts(chart, "hatch")
    assert len(boxes(together.attrib["d"])) == 1
    assert hatch.attrib["d"].count("M") > 1


def test_the_text_alternative_tells_every_day() -> None:
    chart = read(week_chart([NIGHT, Day("Tuesday 24 November", [])], label="The week"))
    assert title(chart) == (
        "The week. Monday 23 November: Export once, 1 beside others, Sync 2 times. "
        "Tuesday 24 November: nothing runs"
    )


def test_days_stand_below_each_other_and_an_empty_one_says_so() -> None:
    chart = read(week_chart([NIGHT, Day("Tuesday 24 November", [])]))
    names = [part.text for part in parts(chart, "name")]
    assert names == ["Export", "Sync", "Nothing runs."]
    heads = [float(part.attrib["y"]) for part in parts(chart, "day")]
    assert heads[1] > heads[0] + 32
    assert title(read(week_chart([]))) == "no days"


def test_a_long_name_is_cut_and_markup_in_it_is_only_text() -> None:
    chart = read(week_chart([Day("<b>", [Lane("<script>" + "x" * 40, [(0, 1)])])]))
    assert (parts(chart, "name")[0].text or "").endswith("…")


def test_runs_that_would_touch_are_drawn_as_one() -> None:
    lane = Lane("Often", [(minute, minute + 1) for minute in range(0, 1440, 2)])
    (run,) = parts(read(week_chart([Day("Monday", [lane])])), "run")
    assert len(boxes(run.attrib["d"])) == 1


minutes = st.lists(st.integers(0, 1440), min_size=2, max_size=12, unique=True).map(sorted)
spans = minutes.map(lambda edges: list(zip(edges[::2], edges[1::2], strict=False)))


@given(st.lists(st.lists(st.builds(Lane, st.text(max_size=30), spans, spans), max_size=3)))
@settings(max_examples=examples(30))
def test_everything_stands_within_the_picture(days: list[list[Lane]]) -> None:
    chart = read(week_chart([Day("day", lanes) for lanes in days]))
    for kind in ("run", "together"):
        for part in parts(chart, kind):
            for left, right in boxes(part.attrib["d"]):
                assert NAMES <= left < right <= WIDTH - RIGHT + 2
    for part in parts(chart, "hatch"):
        for number in re.findall(r"[ML]([\d.]+) ", part.attrib["d"]):
            assert NAMES <= float(number) <= WIDTH - RIGHT + 2
