from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.plumb import describe, plumb, shares
from tests.charts.pictures import parts, read, title

levels = st.one_of(st.none(), st.floats())
ATTACK = '</title><script>alert("x")</script>&\x00'


def test_bar_is_solid_to_proven_and_hatched_on_to_claimed() -> None:
    bar = read(plumb(2.1, 3.4, 5))
    assert [part.get("width") for part in parts(bar, "proven")] == ["42%"]
    assert [part.get("x") for part in parts(bar, "end")] == ["68%"]
    assert len(parts(bar, "claimed")) == 1
    assert title(bar) == "Proven 2.1, claimed 3.4, of 5"


def test_bar_without_gap_has_no_hatching() -> None:
    bar = read(plumb(3, 3, 5))
    assert parts(bar, "claimed") == []
    assert len(parts(bar, "end")) == 1


def test_level_of_zero_and_no_level_look_different() -> None:
    assert parts(read(plumb(0, 0, 5)), "unknown") == []
    assert len(parts(read(plumb(None, None, 5)), "unknown")) == 1


def test_tall_bar_marks_the_whole_levels() -> None:
    marks = parts(read(plumb(2, 3, 4, height=26)), "tick")
    assert [mark.get("x") for mark in marks] == ["25%", "50%", "75%"]


@pytest.mark.parametrize("maximum", [0, 1, 50])
def test_tall_bar_of_another_scale_has_no_marks(maximum: float) -> None:
    assert parts(read(plumb(1, 1, maximum, height=26)), "tick") == []


@pytest.mark.parametrize(
    ("proven", "claimed", "said"),
    [
        (2.14, 3.44, "proven 2.1, claimed 3.4, of 5"),
        (None, 3, "not proven, claimed 3.0, of 5"),
        (2, None, "proven 2.0, not claimed, of 5"),
        (None, None, "no level yet"),
    ],
)
def test_words_say_what_is_missing(proven: float | None, claimed: float | None, said: str) -> None:
    assert describe(proven, claimed, 5) == said


@given(levels, levels, st.floats())
def test_any_values_give_a_sound_picture(
    proven: float | None, claimed: float | None, maximum: float
) -> None:
    read(plumb(proven, claimed, maximum, height=26))
    shown, said = shares(proven, claimed, maximum)
    assert 0 <= shown <= 100
    assert 0 <= said <= 100
    assert claimed is None or shown <= said


def test_label_is_text_whatever_it_holds() -> None:
    bar = read(plumb(1, 2, 5, label=ATTACK))
    assert title(bar).startswith('</title><script>alert("x")</script>&: proven 1.0')


@given(st.text())
def test_any_label_survives(label: str) -> None:
    read(plumb(1, 2, 5, label=label))
