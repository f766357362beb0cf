from __future__ import annotations

from xml.etree import ElementTree

import pytest

from charts.progress import progress
from charts.states import COLOURS, DRAWINGS, STATES, known, shape
from tests.charts.pictures import parts, read, title


@pytest.mark.parametrize("kind", STATES)
def test_every_state_has_a_drawing_a_colour_and_a_word(kind: str) -> None:
    state = STATES[kind]
    assert state.shape in DRAWINGS
    assert state.tone in COLOURS
    assert state.word
    ElementTree.fromstring(shape(kind))  # noqa: S314 -- our own output


def test_a_drawing_has_a_text_alternative_where_one_is_asked_for() -> None:
    assert "aria-hidden" in shape("pass")
    assert title(read(shape("pass", title="Passes & more"))) == "Passes & more"


def test_pass_warn_and_fail_differ_in_shape_not_in_colour_alone() -> None:
    assert len({STATES[kind].shape for kind in ("pass", "warn", "fail", "no_data", "stale")}) == 5


def test_unknown_state_is_quiet_and_says_itself() -> None:
    assert (known("half_way").tone, known("half_way").word) == ("quiet", "Half way")


@pytest.mark.parametrize(
    ("done", "total", "width"), [(3, 4, "75%"), (0, 0, "0%"), (9, 4, "100%"), (1, 3, "33.33%")]
)
def test_progress_is_held_between_nothing_and_all(done: int, total: int, width: str) -> None:
    bar = read(progress(done, total, label="Developer"))
    assert [part.get("width") for part in parts(bar, "done")] == [width]
    assert title(bar) == f"Developer: {done} of {total}"


def test_progress_without_a_label_says_the_figures() -> None:
    assert title(read(progress(1, 2))) == "1 of 2"
