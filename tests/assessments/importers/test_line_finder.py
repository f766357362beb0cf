"""The lines of a JSON or YAML file are found by the path of a part."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.importers import line_finder
from assessments.importers.line_finder import MAX_BYTES

VALUE = {"pillars": [{"id": "one"}, {"id": "two", "questions": [{"id": "what"}]}]}


@pytest.mark.parametrize("indent", [2, "\t"])
def test_parts_of_json_are_found(indent: int | str) -> None:
    text = json.dumps(VALUE, indent=indent)
    line_of = line_finder.line_finder(text.encode())
    assert line_of(()) == 1
    assert line_of(("pillars", 0)) == 3
    assert line_of(("pillars", 1)) == 6
    at = line_of(("pillars", 1, "questions", 0))
    assert at is not None
    assert '"what"' in text.splitlines()[at]


def test_parts_of_yaml_are_found_whatever_ends_its_lines() -> None:
    text = "# A comment\r\nsections:\r\n  - key: one\r\n  - key: two\r\n"
    line_of = line_finder.line_finder(text.encode())
    assert line_of(("sections", 1)) == 4
    assert line_of(("sections", 2)) is None
    assert line_of(("pillars", 0)) is None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04\x00", b"# A page\n\nSome: text: here\n", b"{"])
def test_nothing_is_found_in_other_files(data: bytes) -> None:
    assert line_finder.line_finder(data)(("pillars", 0)) is None


def test_nothing_is_looked_for_in_a_very_large_file() -> None:
    data = json.dumps(VALUE).encode() + b" " * MAX_BYTES
    assert line_finder.line_finder(data)(("pillars", 0)) is None


@given(st.binary(max_size=60) | st.text(alphabet="{}[]\"':,-&*a \t\n", max_size=60).map(str.encode))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    found = line_finder.line_finder(data)(("a", 0))
    assert found is None or found >= 1
