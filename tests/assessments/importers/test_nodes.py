"""The nodes that walk a document from outside, and the keys of what it calls by ids."""

from __future__ import annotations

import math
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.importers.foreign_keys import ForeignKeys, fit
from assessments.importers.json_source import json_node
from assessments.importers.nodes import URL, Document, Node, has_control
from assessments.importers.yaml_source import yaml_node
from assessments.spec import LENGTHS

LIMIT = 1024
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def yaml_of(text: str) -> Node:
    return yaml_node(text.encode(), LIMIT)


def json_of(text: str) -> Node:
    return json_node(text.encode(), LIMIT)


def test_a_node_reads_what_is_there_and_says_what_is_not_as_expected() -> None:
    node = yaml_of("a: ' text '\nb: 5\nc: [1]\nd: yes\ne: null\nf: .5\ng: ''")
    assert [node.text(key) for key in "abe"] == ["text", "5", ""]
    assert [node.number(key) for key in "bef"] == [5.0, None, 0.5]
    assert not node.document.problems.found
    assert [node.text(key) for key in "cd"] == ["", ""]
    assert [node.number(key) for key in "ad"] == [None, None]
    assert node.needed("g") == node.needed("h") == ""
    assert [(problem.line, problem.path) for problem in node.document.problems.found] == [
        (3, "c"), (4, "d"), (1, "a"), (4, "d"), (7, "g"), (1, "h"),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ['" "', '"\\n\\t"', '"\u00a0"'])
def test_what_is_needed_is_more_than_white_space(written: str) -> None:
    node = json_of(f'{{"a": {written}}}')
    assert node.needed("a") == ""
    assert [problem.message for problem in node.document.problems.found] == [
        "This is missing or empty."
    ]


def test_a_control_that_is_all_there_is_is_told_once() -> None:
    node = json_of('{"a": "\u0085"}')
    assert node.needed("a") == ""
    assert [problem.message for problem in node.document.problems.found] == [
        "There are characters here that no text has."
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("https://e.org", True),
        ("HTTP://e.org/ü?a=b#c", True),
        ("https://", False),
        ("https:///a", False),
        ("https://e.org/a b", False),
        ("https://e.org/a\x9f", False),
        ("https://\x07", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_begins_with_http_and_has_no_space_or_control(text: str, whole: bool) -> None:
    assert bool(URL.fullmatch(text)) is whole


def test_a_place_is_told_as_a_path_after_the_name_of_the_file() -> None:
    node = json_node(b'{"a": [{"b": 1}]}', LIMIT, "member.json")
    assert node.get("a").get(0).get("b").place == "member.json: a[0].b"
    assert node.get("a").get(7).get("b").value is None
    assert node.has("a")
    assert not node.get("a").has("b")


def test_lists_and_objects_are_expected_where_they_are_asked_for() -> None:
    node = json_of('{"a": [{"b": 1}, 2], "c": {}, "d": null}')
    assert [found.value for found in node.objects("a")] == [{"b": 1}]
    assert list(node.items("c")) == list(node.items("d")) == []
    assert [problem.message for problem in node.document.problems.found] == [
        "An object with named fields is expected here.",
        "A list is expected here.",
    ]


@pytest.mark.parametrize("number", [1e16, -1e16, math.inf, math.nan])
def test_a_number_too_large_to_be_meant_is_a_problem(number: float) -> None:
    node = Document().root({"a": number})
    assert node.number("a") is None
    assert node.document.problems.found[0].message == "This number is too large to be meant."


def test_a_text_with_a_control_is_a_problem() -> None:
    node = json_of('{"a": "\\u0007", "b": "\\n\\t"}')
    assert (node.text("a"), node.get("b").value) == ("", "\n\t")
    assert node.document.problems.found[0].path == "a"


@given(st.text(max_size=20))
def test_controls_are_those_of_unicode(text: str) -> None:
    controls = [c for c in text if c not in "\n\t\r" and unicodedata.category(c) in ("Cc", "Cs")]
    assert has_control(text) is bool(controls)


@pytest.mark.parametrize(
    ("source_id", "key"),
    [
        ("AC-2_x", "AC-2_x"),
        ("ac-2.1", "ac-2-1"),
        ("urn:a:b", "urn-a-b"),
        ("Über 5", "uber-5"),
        ("-a", "a"),
        ("備份", ""),
    ],
)
def test_an_id_is_a_key_as_it_is_where_it_can_be(source_id: str, key: str) -> None:
    assert fit(source_id) == key


def test_a_long_id_ends_in_a_hash_of_the_whole() -> None:
    one, other = fit("word " * 50 + "a"), fit("word " * 50 + "b")
    assert one != other
    assert one[:-9] == other[:-9]
    assert len(one) <= LENGTHS["key"]


def test_a_key_depends_on_the_id_and_the_one_above_and_not_on_the_place() -> None:
    keys = ForeignKeys()
    assert keys.take("a") == "a"
    assert keys.take("b", above="a") == "b"
    assert keys.take("b", above="a") == "a-b"
    assert keys.take("b", above="a") == "a-b-2"
    assert keys.take("", title="A title") == "a-title"
    assert keys.take("") == "part"


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=30))
def test_keys_are_never_the_same_and_fit_into_an_address(
    wanted: list[tuple[str, str, str]],
) -> None:
    keys = ForeignKeys()
    made = [keys.take(source_id, fit(above), title) for source_id, above, title in wanted]
    assert len(set(made)) == len(made)
    for key in made:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", key)
        assert len(key) <= LENGTHS["key"]
