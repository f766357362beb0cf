from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.bars import bars
from charts.labels import lines
from charts.levels import Row
from charts.radar import hatch, radar
from tests.charts.pictures import parts, read, title

ROWS = [Row("Queues", 1, 4), Row("Schedules <b>", 2, 3), Row("Watching", None, None)]
rows = st.lists(
    st.builds(Row, st.text(), st.one_of(st.none(), st.floats()), st.one_of(st.none(), st.floats())),
    max_size=8,
)


def test_radar_shows_both_outlines_on_rings_of_the_scale() -> None:
    chart = read(radar(ROWS, 5, label="By practice"))
    assert len(parts(chart, "proven")) == 1
    assert len(parts(chart, "outline")) == 1
    assert len(parts(chart, "claimed")) == 1
    assert len(parts(chart, "grid")) == 5 + len(ROWS)
    assert "Schedules <b>: proven 2.0, claimed 3.0, of 5" in title(chart)


def test_radar_without_claims_has_no_hatching() -> None:
    assert parts(read(radar([Row("a", None, None)] * 3, 5)), "claimed") == []


def test_fewer_than_three_sections_come_as_bars() -> None:
    assert read(radar(ROWS[:2], 5)).get("class") == "bars"


def test_bars_have_a_row_per_section_and_the_scale_above() -> None:
    chart = read(bars(ROWS, 5))
    assert len(parts(chart, "plumb")) == len(ROWS)
    assert len(parts(chart, "grid")) == 6
    assert "Queues: proven 1.0, claimed 4.0, of 5" in title(chart)


def test_bars_of_a_long_scale_mark_its_ends_only() -> None:
    assert len(parts(read(bars(ROWS, 100)), "grid")) == 2


def test_bars_of_nothing_say_so() -> None:
    assert title(read(bars([], 5))) == "no sections"


@given(rows, st.floats(), st.text())
def test_any_rows_give_sound_pictures(found: list[Row], maximum: float, label: str) -> None:
    read(radar(found, maximum, label=label))
    read(bars(found, maximum, label=label))


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(1, 80))
def test_hatching_stays_within_its_outline(x: float, y: float, side: float) -> None:
    square = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    for start, end in hatch(square):
        for across, down in (start, end):
            assert x - 1e-6 <= across <= x + side + 1e-6
            assert y - 1e-6 <= down <= y + side + 1e-6


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("", [""]),
        ("Short", ["Short"]),
        ("Batch and schedule heavy work", ["Batch and schedule", "heavy work"]),
        ("one two three four five six seven", ["one two", "three four", "five six …"]),
    ],
)
def test_long_names_are_broken_and_cut(name: str, broken: list[str]) -> None:
    assert lines(name, 18 if "Batch" in name else 10) == broken
