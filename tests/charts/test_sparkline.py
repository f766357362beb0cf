from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from charts.sparkline import HEIGHT, WIDTH, sparkline
from tests.charts.pictures import parts, read, title

series = st.lists(st.one_of(st.none(), st.floats()), max_size=30)
bounds = st.one_of(st.none(), st.floats())


def test_gap_breaks_the_line() -> None:
    assert len(parts(read(sparkline([1, 2, None, 3, 4])), "line")) == 2


def test_point_alone_is_a_dot() -> None:
    line = read(sparkline([1, None, 2, None, 3, 4]))
    assert len(parts(line, "line")) == 1
    assert len(parts(line, "dot")) == 3  # two alone, and the last point of the line


def test_bounds_are_drawn_and_points_beyond_them_marked() -> None:
    line = read(sparkline([1, 5, 9], low=2, high=8))
    assert len(parts(line, "bound")) == 2
    assert len(parts(line, "outside")) == 2
    assert parts(line, "dot") == []  # the last point is beyond: its triangle says so


def test_bound_stands_within_the_picture_when_all_points_lie_below() -> None:
    (bound,) = parts(read(sparkline([1, 2], high=900)), "bound")
    assert 0 <= float(bound.attrib["y1"]) <= HEIGHT


def test_flat_series_lies_in_the_middle() -> None:
    (dot,) = parts(read(sparkline([7.0])), "dot")
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == (WIDTH / 2, HEIGHT / 2)


def test_words_say_points_gaps_extremes_and_bounds() -> None:
    said = title(read(sparkline([212, None, 5412], low=1, high=900, label="Oldest message")))
    assert said == (
        "Oldest message: 2 points, 1 missing, from 212 to 5,412, "
        "bound at least 1, bound at most 900"
    )


def test_nothing_to_show_is_said() -> None:
    assert title(read(sparkline([]))) == "no points"
    assert title(read(sparkline([float("nan")], label="Depth"))) == "Depth: no points"


def test_one_point_is_one_point() -> None:
    assert title(read(sparkline([3]))) == "1 point, from 3 to 3"


@given(series, bounds, bounds, st.text())
def test_any_series_gives_a_sound_picture(
    points: list[float | None], low: float | None, high: float | None, label: str
) -> None:
    read(sparkline(points, low=low, high=high, label=label))
