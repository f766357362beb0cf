"""Parameters in their places: typed, quoted, and never searched again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.presets import Preset, filled, filled_evaluator
from evidence.presets.reading import presets_in
from tests.evidence.presets.samples import file, of_one


def made(term: dict[str, Any], *parameters: dict[str, Any], **changed: Any) -> Preset:
    content = file(of_one(terms={"value": term}, parameters=list(parameters), **changed))
    (read,) = presets_in(content, "test.yaml")
    return read


def quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


QUEUE = {"name": "queue", "label": "Queue name"}
ALIAS = {"name": "alias", "label": "Alias", "required": False}
LIMIT = {"name": "limit", "label": "Time-out", "kind": "number"}
COLOUR = {"name": "colour", "label": "Colour", "kind": "choice", "choices": ["red", "blue"]}
LINES = {"name": "jobs", "label": "Jobs", "kind": "lines"}


def test_a_parameter_within_a_text_is_quoted_and_one_alone_is_not() -> None:
    found = made({"expr": 'depth{queue="{queue}"}', "dimensions": {"Queue": "{queue}"}}, QUEUE)
    terms = filled(found, {"queue": ' a"b\\ '}, quoted)
    assert terms == {
        "value": {"expr": 'depth{queue="a\\"b\\\\"}', "dimensions": {"Queue": 'a"b\\'}}
    }


def test_places_in_lists_are_filled_and_other_values_stay() -> None:
    found = made({"filter": ["{queue}", "b {queue}"], "stat": "Sum", "period": 60}, QUEUE)
    terms = filled(found, {"queue": "a"}, str)
    assert terms == {"value": {"filter": ["a", "b a"], "stat": "Sum", "period": 60}}


def test_braces_that_name_no_parameter_stay() -> None:
    found = made({"expr": "rate(x{}[5m]) {2} {A}", "queue": "{queue}"}, QUEUE)
    assert filled(found, {"queue": "a"}, str)["value"]["expr"] == "rate(x{}[5m]) {2} {A}"


@pytest.mark.parametrize(
    ("given_text", "value"), [("3", 3), ("-2", -2), ("0.5", 0.5), ("1e3", 1000.0), (" 7 ", 7)]
)
def test_a_number_is_a_number_alone_and_text_within_a_text(given_text: str, value: float) -> None:
    found = made({"limit": "{limit}", "said": "at most {limit} s"}, LIMIT)
    term = filled(found, {"limit": given_text}, quoted)["value"]
    assert term == {"limit": value, "said": f"at most {value} s"}
    assert type(term["limit"]) is type(value)


def test_an_optional_parameter_that_is_left_empty_leaves_its_field_out() -> None:
    term = {"dimensions": {"Function": "f", "Resource": "{alias}"}, "all": ["{alias}", "f"]}
    found = made(term, ALIAS)
    expected = {"value": {"dimensions": {"Function": "f"}, "all": ["f"]}}
    assert filled(found, {}, str) == filled(found, {"alias": "  "}, str) == expected
    assert filled(found, {"alias": "live"}, str)["value"]["all"] == ["live", "f"]


def test_a_default_stands_in_for_what_is_left_empty() -> None:
    found = made({"queue": "{queue}"}, QUEUE | {"default": "orders"})
    assert filled(found, {}, str) == {"value": {"queue": "orders"}}


def test_the_arguments_of_the_evaluator_are_filled_too() -> None:
    found = made(
        {"metric": "Duration"},
        LIMIT,
        evaluator={
            "method": "share",
            "statistic": "p95",
            "of": ["value"],
            "arguments": {"limit": "{limit}"},
        },
    )
    evaluator = filled_evaluator(found, {"limit": "30"})
    assert evaluator.arguments == {"limit": 30}
    assert (evaluator.of, evaluator.statistic) == (("value",), found.evaluator.statistic)
    assert found.evaluator.arguments == {"limit": "{limit}"}


def test_a_text_of_several_lines_keeps_them() -> None:
    found = made({"lines": "{jobs}"}, LINES)
    assert filled(found, {"jobs": "a\nb\n"}, str) == {"value": {"lines": "a\nb"}}


@pytest.mark.parametrize(
    ("parameter", "given_values", "said"),
    [
        (QUEUE, {}, "“Queue name” is missing."),
        (QUEUE, {"queue": "  "}, "“Queue name” is missing."),
        (QUEUE, {"queue": "a", "x": "b"}, "There is no parameter “x”. There are: queue."),
        (QUEUE, {"queue": "a\nb"}, "“Queue name” must be one line, without control characters."),
        (LIMIT, {"limit": "many"}, "“Time-out” must be a number, not “many”."),
        (LIMIT, {"limit": "inf"}, "“Time-out” must be a number, not “inf”."),
        (LIMIT, {"limit": "9" * 400}, "“Time-out” must be a number, not "),
        (COLOUR, {"colour": "green"}, "“Colour” is one of red, blue, not “green”."),
    ],
)
def test_what_cannot_be_put_in_is_refused_with_a_sentence(
    parameter: dict[str, Any], given_values: dict[str, str], said: str
) -> None:
    found = made({"field": f"{{{parameter['name']}}}"}, parameter)
    with pytest.raises(ValueError, match=r"^“|^There") as refused:
        filled(found, given_values, str)
    assert str(refused.value).startswith(said)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40))
def test_what_a_parameter_holds_is_never_searched_for_places(value: str) -> None:
    found = made({"alone": "{queue}", "within": "[{queue}|{alias}]"}, QUEUE, ALIAS)
    term = filled(found, {"queue": value, "alias": "{queue}"}, str)["value"]
    assert term == {"alone": value, "within": f"[{value}|{{queue}}]"}
