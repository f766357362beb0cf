"""Paths into JSON documents, and the points that are read there."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.connectors.http_json.paths import PathWrong, at, leaves, steps_of, written
from evidence.connectors.http_json.points import NoPoints, Wanted, points_in
from evidence.evaluate import Point

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
STEPS = st.lists(st.text(min_size=1, max_size=8) | st.integers(-99, 99), max_size=6)


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("a", ("a",)),
        (" a.b[0].c ", ("a", "b", 0, "c")),
        ("$", ()),
        ("$.a", ("a",)),
        ("$[0]", (0,)),
        ("[0][-1]", (0, -1)),
        ('["a.b"].c', ("a.b", "c")),
        (r'["\"\\"]', ('"\\',)),
        ("größe.total-count", ("größe", "total-count")),
    ],
)
def test_a_path_is_read(path: str, steps: tuple[str | int, ...]) -> None:
    assert steps_of(path) == steps


@pytest.mark.parametrize(
    "path",
    ["", "a.", ".a", "a..b", "a[", "a[x]", "a[0]b", "a b", "a[*]", '["a"', "$$.a.", "a" * 501],
)
def test_a_path_that_cannot_be_read_is_said(path: str) -> None:
    with pytest.raises(PathWrong, match="path"):
        steps_of(path)


@given(STEPS)
def test_a_path_that_was_written_is_read_back(steps: list[str | int]) -> None:
    assert steps_of(written(tuple(steps))) == tuple(steps)


@given(st.text(max_size=20))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    with contextlib.suppress(PathWrong):
        assert steps_of(written(steps_of(text))) == steps_of(text)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("x", "There is no “x” at the top. There are: a, b."),
        ("a.x", "There is no “x” at a. It is empty."),
        ("b[2]", r"There is no item \[2\] at b: the list has 2."),
        ("b[-3]", r"There is no item \[-3\]"),
        ("a[0]", "There is no list at a, but an object."),
        ("b.x", "There is no object at b to look for “x” in: a list."),
        ("b[0].x", r"There is no object at b\[0\] to look for “x” in: a number."),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path: str, words: str) -> None:
    with pytest.raises(PathWrong, match=words):
        at({"a": {}, "b": [1, 2]}, path)


def test_everything_in_a_document_has_a_path() -> None:
    document = {"a": {"b c": [1, 2]}}
    found = {written(steps): value for steps, value in leaves(document)}
    assert found == {"$": document, "a": document["a"], 'a["b c"]': [1, 2], 'a["b c"][0]': 1}


@pytest.mark.parametrize(
    ("value", "number"), [(3, 3.0), (True, 1.0), (False, 0.0), ("4.5", 4.5), (" -1e3 ", -1000.0)]
)
def test_a_number_is_read(value: Any, number: float) -> None:
    assert points_in({"v": value}, Wanted("v"), NOW) == (Point(NOW, number),)


@pytest.mark.parametrize("value", ["", "12 s", "nan", "1_000", "٣", {}, [], 10**400, float("inf")])
def test_what_is_no_number_is_said(value: Any) -> None:
    with pytest.raises(NoPoints, match="The value"):
        points_in({"v": value}, Wanted("v"), NOW)


def test_null_is_no_data() -> None:
    assert points_in({"v": None}, Wanted("v"), NOW) == ()
    rows = [{"v": None, "t": 1}, {"v": 2, "t": 2}]
    assert len(points_in(rows, Wanted("v", "t", "$"), NOW)) == 1


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-29T12:00:00Z",
        "2026-11-29T13:00:00+01:00",
        "2026-11-29 12:00:00",
        NOW.timestamp(),
        int(NOW.timestamp() * 1000),
        str(int(NOW.timestamp())),
    ],
)
def test_a_time_is_read(time: Any) -> None:
    assert points_in({"v": 1, "t": time}, Wanted("v", "t"), NOW) == (Point(NOW, 1.0),)


@pytest.mark.parametrize("time", ["noon", "", None, True, [], 1e30, float("nan")])
def test_what_is_no_time_is_said(time: Any) -> None:
    with pytest.raises(NoPoints, match="The time is neither"):
        points_in({"v": 1, "t": time}, Wanted("v", "t"), NOW)


@pytest.mark.parametrize(
    ("document", "wanted", "words"),
    [
        ([], Wanted("v", "", "$"), "needs the path of the time"),
        ({}, Wanted("v", "t", "$"), "there is no list, but an object"),
        ([{"v": 1, "t": 1}, {"v": 1}], Wanted("v", "t", "$"), r"There is no “t” .* in \$\[1\]"),
        ([{"v": "x", "t": 1}], Wanted("v", "t", "$"), r"The value in \$\[0\] is a text"),
        ([0] * 100_001, Wanted("$", "$", "$"), "more than 100,000 points"),
    ],
)
def test_one_item_that_cannot_be_read_makes_the_answer_an_error(
    document: Any, wanted: Wanted, words: str
) -> None:
    with pytest.raises(NoPoints, match=words):
        points_in(document, wanted, NOW)


def test_points_may_be_lists_of_two() -> None:
    rows = {"rows": [[NOW.timestamp(), 5]]}
    assert points_in(rows, Wanted("[1]", "[0]", "rows"), NOW) == (Point(NOW, 5.0),)
