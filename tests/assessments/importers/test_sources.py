"""JSON and YAML from outside: what is read, and the line of what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers.base import ImportRefused
from assessments.importers.json_source import MAX_DEPTH as JSON_DEPTH
from assessments.importers.json_source import MAX_MARKS, json_node, looks_like_json
from assessments.importers.nodes import Node, Path
from assessments.importers.yaml_source import (
    MAX_ALIASES,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_NODES,
    yaml_node,
)
from tests.effort import at_most

LIMIT = 8 * 1024 * 1024
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"), max_size=12
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def in_yaml(text: str | bytes, *, as_written: bool = False) -> Node:
    data = text.encode() if isinstance(text, str) else text
    return yaml_node(data, LIMIT, as_written=as_written)


def in_json(text: str | bytes) -> Node:
    return json_node(text.encode() if isinstance(text, str) else text, LIMIT)


def refusal(read: Callable[[str | bytes], Node], text: str | bytes) -> tuple[int | None, str]:
    """Line and message of the one problem for which a reader refuses the text."""
    with pytest.raises(ImportRefused) as refused:
        read(text)
    (problem,) = refused.value.problems
    return problem.line, problem.message


def read_or_refused(read: Callable[[str | bytes], Node], data: bytes) -> Node | None:
    """What a reader makes of the bytes; None where it refuses them and says why."""
    try:
        return read(data)
    except ImportRefused as refused:
        return None if refused.problems else pytest.fail("refused without a reason")


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a value."""
    yield path
    parts: Any = ()
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        yield from places(part, (*path, step))


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


# YAML


def test_yaml_gives_its_own_core_types_or_every_scalar_as_it_is_written() -> None:
    text = "- 1.10\n- No\n- 2024-05-01\n- null\n- '5'\n- 0o17\n- .inf\n- 1e3\n- 1.0e+999\n- 1_000\n"
    assert in_yaml(text).value == [
        1.1, False, "2024-05-01", None, "5", "0o17", ".inf", "1e3", "1.0e+999", 1000,
    ]  # fmt: skip
    assert in_yaml(text, as_written=True).value == [
        "1.10", "No", "2024-05-01", "null", "5", "0o17", ".inf", "1e3", "1.0e+999", "1_000",
    ]  # fmt: skip


def test_a_number_beyond_all_reason_stays_text() -> None:
    assert in_yaml("9" * 60).value == "9" * 60


def test_a_tag_makes_no_object() -> None:
    value = in_yaml("- !!python/object/apply:os.system [ls]\n- !thing text\n- !!int '7'").value
    assert value == [["ls"], "text", "7"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_line_ends_change_nothing(mark: bytes, end: str) -> None:
    node = in_yaml(mark + end.join(["a: 1", "b:", "- x", "- y: [2]"]).encode())
    assert node.value == {"a": 1, "b": ["x", {"y": [2]}]}
    assert node.document.line_of(("b", 1, "y")) == 4
    assert in_json(mark + f'{{"a":{end}[1]}}'.encode()).value == {"a": [1]}


@given(VALUES)
def test_what_is_written_in_yaml_is_read_with_the_line_of_every_place(value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    if not named(value):
        return
    node = in_yaml(text)
    assert node.value == value
    top = yaml.compose(text)
    for path in places(value):
        assert node.document.line_of(path) == line_in(top, path)


def test_a_line_ends_where_an_editor_ends_it() -> None:
    document = in_yaml("a: 'x\u2028y'\nb: 'x\x85y'\nc: 1").document
    assert [document.line_of((key,)) for key in "abc"] == [1, 2, 3]


def named(value: Any) -> bool:
    """Whether no field has the empty name, which is refused."""
    return all("" not in path for path in places(value))


def line_in(node: Any, path: Path) -> int:
    """Where PyYAML's own tree has that place."""
    line = node.start_mark.line
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
        else:
            name, node = next(pair for pair in node.value if pair[0].value == step)
            line = name.start_mark.line
    return int(line) + 1


def test_a_place_that_is_not_there_has_the_line_of_what_is() -> None:
    document = in_yaml("a:\n  b: text\nc: 1").document
    assert document.line_of(("a", "b", "deeper", 3)) == 2
    assert document.line_of(("a", "x")) == 1
    assert document.line_of(("nothing",)) == 1


def test_an_alias_stands_for_what_it_names() -> None:
    node = in_yaml("a: &x\n  b: 1\nc: *x\nd: [&y z, *y]\n*y : e\n&k f: *k")
    assert node.value == {"a": {"b": 1}, "c": {"b": 1}, "d": ["z", "z"], "z": "e", "f": "f"}
    assert node.document.line_of(("c", "b")) == 2


def test_a_name_given_anew_stands_for_the_newer_value() -> None:
    assert in_yaml("[&a 1, *a, &a 2, *a]").value == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &x\n  b: *x", 2, "The aliases here unfold into themselves."),
        ("a:\n- *nobody", 2, "There is nothing above called &nobody."),
        ("a: 1\n---\nb: 2", 2, "Another document begins here."),
        ("a: [1\n\nb: 2", 3,
         "This cannot be read as YAML: did not find expected ',' or ']'."),
        ("a: \ufffe", None, "The file cannot be read as YAML."),
        ("# a remark", None, "The file is empty."),
        ('a: 1\nb: "\\a"', 2, "There are characters here that no text has."),
        ('a: 1\n"\\e": 2', 2, "There are characters here that no text has."),
        (b"\xff\xfea\x00:\x00", None, "The file is written in UTF-16."),
        (b"a: 1\nb: \xe9", 2, "The file is not text in UTF-8."),
        ("a: \x01", 1, "There are bytes here that no text has."),
    ],
)  # fmt: skip
def test_bad_yaml_is_refused_with_its_line(
    text: str | bytes, line: int | None, message: str
) -> None:
    assert refusal(in_yaml, text) == (line, message)


def test_yaml_is_as_deep_as_it_may_be_and_no_deeper() -> None:
    assert in_yaml(json.dumps(nested(MAX_DEPTH))).value == nested(MAX_DEPTH)
    message = f"There are over {MAX_DEPTH} things deep in each other here."
    assert refusal(in_yaml, json.dumps(nested(MAX_DEPTH + 1))) == (1, message)
    assert refusal(in_yaml, "- " * 100_000 + "a") == (1, message)


def test_what_aliases_stack_up_counts_as_deep() -> None:
    half = json.dumps(nested(MAX_DEPTH // 2 + 1))
    text = f"a: &half {half}\nb: {half.replace('[]', '[*half]')}"
    message = f"There are over {MAX_DEPTH} things deep in each other here."
    assert refusal(in_yaml, text) == (2, message)


def test_aliases_that_unfold_into_billions_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with at_most():
        line, message = refusal(in_yaml, "\n".join(lines))
    assert (line, message) == (
        6,
        f"There are over {MAX_NODES:,} values, with those that aliases repeat, here.",
    )


def test_a_long_text_that_aliases_repeat_is_counted_each_time() -> None:
    long = "x" * (1024 * 1024)
    text = f"a: &a [{long}]\nb: [{', '.join(['*a'] * 40)}]"
    message = f"There are over {MAX_CHARACTERS:,} characters, with those that aliases repeat, here."
    assert refusal(in_yaml, text) == (2, message)


def test_more_aliases_than_anyone_writes_are_refused() -> None:
    text = "a: &a 1\nb: [" + ", ".join(["*a"] * (MAX_ALIASES + 1)) + "]"
    assert refusal(in_yaml, text) == (2, f"There are over {MAX_ALIASES} aliases here.")


def test_more_values_than_anyone_writes_are_refused_before_all_are_read() -> None:
    line, _ = refusal(in_yaml, "- a\n" * (2 * MAX_NODES))
    assert line == MAX_NODES


def test_a_key_that_stands_twice_is_a_warning_and_the_last_one_counts() -> None:
    node = in_yaml("a:\n  b: 1\n  c: 2\n  b: 3")
    assert node.value == {"a": {"b": 3, "c": 2}}
    (warning,) = node.document.warnings.found
    assert (warning.line, warning.message) == (4, "“b” stands twice here; the last one was read.")
    assert node.document.line_of(("a", "b")) == 4


def test_a_list_or_nothing_as_a_name_is_a_problem() -> None:
    node = in_yaml("a: 1\n? [b]\n: 2\n'': 3\n? &x {c: d}\n: *x")
    assert node.value == {"a": 1}
    assert [problem.line for problem in node.document.problems.found] == [2, 4, 5]


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text("-?:[]{}&*!|>'\"#%@` \na1,", max_size=40).map(str.encode))
def test_any_bytes_are_yaml_or_refused(data: bytes) -> None:
    node = read_or_refused(in_yaml, data)
    if node:
        ends = data.count(b"\n") + data.count(b"\r")
        lines = [node.document.line_of(path) or 0 for path in places(node.value)]
        assert all(1 <= line <= ends + 1 for line in lines)


# JSON


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"a": "NaN",\n"b":\n NaN}', 3, "NaN is not JSON."),
        ('["x\\"NaN",\n-Infinity]', 2, "-Infinity is not JSON."),
        ('{"a":\n  oops}', 2, "This is not JSON: expecting value, at column 3."),
        ('{"a": 1\n"b": 2}', 2, "This is not JSON: expecting ',' delimiter, at column 1."),
        ("[1e999]", None, "A number here is too large to be meant."),
        ("[" + "9" * 5000 + "]", None, "A number here is too large to be meant."),
        ('["\\u0000"]', None, "There are characters in a text here that no text has."),
        ('{"\\u0000": 1}', None, "There are characters in a text here that no text has."),
        ('["\\ud83d"]', None, "There are characters in a text here that no text has."),
        ('[{"a": ["\\uDE00"]}]', None, "There are characters in a text here that no text has."),
        (b'{"a":\n"\xe9"}', 2, "The file is not text in UTF-8."),
        (b" \n", None, "The file is empty."),
        ("[" * 100_000, None, f"Things stand over {JSON_DEPTH} deep in each other."),
    ],
)  # fmt: skip
def test_bad_json_is_refused_with_its_place(
    text: str | bytes, line: int | None, message: str
) -> None:
    assert refusal(in_json, text) == (line, message)


def test_a_whole_character_and_a_written_escape_are_text() -> None:
    assert in_json('["\\ud83d\\ude00", "\\\\u0000 and \\\\ud83d"]').value == [
        "😀",
        "\\u0000 and \\ud83d",
    ]


def test_json_is_as_deep_as_it_may_be_and_no_deeper() -> None:
    deep = json.dumps(nested(JSON_DEPTH)).replace("[]", '["text"]')
    assert in_json(deep).value == json.loads(deep)
    message = f"Things stand over {JSON_DEPTH} deep in each other."
    assert refusal(in_json, json.dumps(nested(JSON_DEPTH + 1))) == (None, message)


def test_more_values_than_anyone_writes_are_no_json_to_be_read() -> None:
    text = "[" + "0," * MAX_MARKS + "0]"
    assert refusal(in_json, text) == (None, f"There are over {MAX_MARKS:,} values here.")


def test_a_key_that_stands_twice_in_json_is_a_warning() -> None:
    node = in_json('{"a": 1, "a": 2, "b": {"c": 1}}')
    assert node.value == {"a": 2, "b": {"c": 1}}
    (warning,) = node.document.warnings.found
    assert warning.message == "The key “a” stands twice in one object; the last one was read."


@pytest.mark.parametrize(
    "text",
    [
        r'{"a\"": 1, "a\\": {"a": 2}, "b" : ":", "c": [": :", {"\u0061": 3}]}',
        r'{"\u0061": 1, "b" : ":", "b\n:": 2}',
    ],
)
def test_keys_that_stand_once_and_texts_like_their_ends_are_no_warning(text: str) -> None:
    node = in_json(text)
    assert node.value == json.loads(text)
    assert not node.document.warnings.found


def test_every_key_that_stands_twice_is_found_however_it_is_written() -> None:
    node = in_json(r'{"a": 1, "\u0061" : 2, "b": [{"c\"":1,"c\"":2}], "d": ":"}')
    found = [warning.message.split("”")[0] for warning in node.document.warnings.found]
    assert found == ['The key “c"', "The key “a"]


@given(VALUES)
def test_what_is_written_in_json_is_read(value: Any) -> None:
    assert in_json(json.dumps(value)).value == value
    assert in_json(json.dumps(value, ensure_ascii=False)).value == value


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text('{}[]":,\\u0de8N\na1-', max_size=40).map(str.encode))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    node = read_or_refused(in_json, data)
    if node:
        assert json.dumps(node.value, allow_nan=False).encode()


@pytest.mark.parametrize(
    ("data", "is_json"),
    [(b' \n{"a"', True), (b"\xef\xbb\xbf[", True), (b"a: {", False), (b"", False)],
)
def test_json_is_told_from_other_files_by_how_it_begins(data: bytes, is_json: bool) -> None:
    assert looks_like_json(data) is is_json
