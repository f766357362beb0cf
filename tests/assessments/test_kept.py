"""What is kept of a source object brings it back, whole and in order, and yields to edits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.kept import difference, restored, unknown
from tests.depth import examples

KEYS = st.sampled_from(["id", "title", "url", "Url", "a", "b"])
SCALARS = (
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(0, 2) | st.text("a \n", max_size=3)
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=5)


def text(value: Any) -> str:
    return json.dumps(value)


def as_from_jsonb(value: Any) -> Any:
    """The value as a database gives it back that keeps no order of keys."""
    return json.loads(json.dumps(value, sort_keys=True))


@settings(max_examples=examples(150))
@given(OBJECTS, OBJECTS)
def test_the_source_comes_back_with_its_order(source: dict[str, Any], made: dict[str, Any]) -> None:
    kept = difference(source, made)
    assert text(restored(made, kept)) == text(source)
    back = restored(made, as_from_jsonb(kept))
    assert list(back) == list(source)
    assert text(as_from_jsonb(back)) == text(as_from_jsonb(source))


@given(OBJECTS)
def test_nothing_is_kept_of_what_we_make_ourselves(made: dict[str, Any]) -> None:
    assert difference(made, made) == {}


@settings(max_examples=examples(150))
@given(OBJECTS, VALUES | st.fixed_dictionaries({}, optional={
    "values": OBJECTS, "parts": OBJECTS, "absent": OBJECTS, "made": OBJECTS, "order": VALUES
}))  # fmt: skip
def test_whatever_was_kept_an_object_comes_out(made: dict[str, Any], kept: Any) -> None:
    assert isinstance(restored(made, kept), dict)
    assert isinstance(unknown(kept, made), list)


@pytest.mark.parametrize(
    ("source", "made", "edited"),
    [
        ({"title": " Backups "}, {"title": "Backups"}, {"title": "Restores"}),
        ({"title": 5}, {"title": "5"}, {"title": "Restores"}),
        ({}, {"help": "Read."}, {"help": "Write."}),
        ({"id": "a"}, {"id": "a-2"}, {"id": "b"}),
        ({"plan": {"url": " u"}}, {"plan": {"url": "u"}}, {"plan": {"url": "v"}}),
    ],
)
def test_an_edit_wins_over_what_was_kept(
    source: dict[str, Any], made: dict[str, Any], edited: dict[str, Any]
) -> None:
    assert restored(edited, difference(source, made)) == edited


def test_unknown_keys_survive_an_edit_in_their_place() -> None:
    kept = difference({"_note": 1, "title": "a", "number": 2}, {"title": "a"})
    assert text(restored({"title": "b"}, kept)) == text({"_note": 1, "title": "b", "number": 2})
    assert unknown(kept, {"title": "b"}) == ["_note", "number"]


def test_a_text_whose_spaces_differ_is_kept_once() -> None:
    assert difference({"title": "a  b"}, {"title": "a b"}) == {"values": {"title": "a  b"}}
