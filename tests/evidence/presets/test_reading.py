"""What a preset file must be, and what is said where it is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest

from evidence import presets as package
from evidence.connectors.base import Field
from evidence.evaluate import Bounds, Comparison, Evaluator, Method, Statistic
from evidence.presets.durations import seconds
from evidence.presets.keys import PresetError
from evidence.presets.reading import presets_in
from tests.evidence.presets.samples import file, of_one, preset

SCHEMA = json.loads(
    (Path(package.__file__).parent / "preset.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_a_whole_preset_is_read_as_it_is_written() -> None:
    (read,) = presets_in(file(preset()), "aws.yaml")
    assert read.key == "sqs.drain_ratio"
    assert read.parameters == (Field("queue", "Queue name", discover="queues"),)
    assert list(read.terms) == ["deleted", "sent"]
    assert read.evaluator == Evaluator(Method.RATIO, of=("deleted",), per=("sent",))
    assert read.bounds == Bounds(Comparison.BETWEEN, 1.05, 1.2, 0.98, 0.9)
    assert (read.window, read.grain, read.stale_after) == (7 * 86400, 3600, 2 * 86400)


def test_what_may_be_left_out_has_its_default() -> None:
    (read,) = presets_in(file(of_one(grain=None, unit=None)), "aws.yaml")
    assert (read.grain, read.unit, read.parameters) == (3600, "", ())
    assert read.evaluator.statistic is Statistic.MAXIMUM
    assert read.bounds == Bounds(Comparison.AT_MOST, 60, 300)


@pytest.mark.parametrize(
    ("parameter", "field"),
    [
        ({"default": 0.8, "kind": "number"}, {"default": "0.8", "kind": "number"}),
        ({"required": False, "example": 12}, {"required": False, "example": "12"}),
        ({"kind": "choice", "choices": ["a", "b"]}, {"kind": "choice", "choices": ("a", "b")}),
    ],
)
def test_a_parameter_is_a_field(parameter: dict[str, Any], field: dict[str, Any]) -> None:
    content = file(preset(parameters=[{"name": "queue", "label": "Queue"} | parameter]))
    (read,) = presets_in(content, "aws.yaml")
    assert read.parameters == (Field("queue", "Queue", **field),)
    assert VALIDATOR.is_valid(content)


BROKEN: list[tuple[dict[str, Any], str]] = [
    (preset(trap=None), "sqs.drain_ratio: trap: is missing."),
    (preset(trap=" "), "sqs.drain_ratio: trap: must not be empty."),
    (preset(trap=["a"]), "sqs.drain_ratio: trap: must be a text."),
    (preset(trap=True), "sqs.drain_ratio: trap: must be a text."),
    (preset(title="x" * 161), "sqs.drain_ratio: title: is longer than 160 characters."),
    (preset(treshold=3), "sqs.drain_ratio: treshold: is not known here."),
    (preset(key="SQS"), "preset 1: key: must be lower case words with a dot, as in “sqs.depth”."),
    (preset(key=None), "preset 1: key: is missing."),
    (
        preset(window="a week"),
        "sqs.drain_ratio: window: “a week” is no length of time. Write a whole number and s,",
    ),
    (preset(window=None), "sqs.drain_ratio: window: is missing."),
    (preset(grain="30 d"), "sqs.drain_ratio: grain: must not be longer than the window."),
    (preset(good="low"), "sqs.drain_ratio: good: must be one of at_most, at_least, between."),
    (
        preset(**{"pass": 3}),
        "sqs.drain_ratio: pass: must be two numbers, the lower and the upper.",
    ),
    (
        preset(**{"pass": [1, "2"]}),
        "sqs.drain_ratio: pass: must be two numbers, the lower and the upper.",
    ),
    (preset(**{"pass": [1.05, 0.98]}), "sqs.drain_ratio: pass: the lower number comes first."),
    (
        preset(warn=[0.99, 1.2]),
        "sqs.drain_ratio: warn: must not be stricter than “pass”.",
    ),
    (
        preset(warn=[0.9, 1.0]),
        "sqs.drain_ratio: warn: must not be stricter than “pass”.",
    ),
    (of_one(**{"pass": [1, 2]}), "sqs.drain_ratio: pass: must be a number."),
    (of_one(**{"pass": True}), "sqs.drain_ratio: pass: must be a number."),
    (of_one(warn=float("inf")), "sqs.drain_ratio: warn: must be a number."),
    (of_one(warn=30), "sqs.drain_ratio: warn: must not be stricter than “pass”."),
    (of_one(good="at_least"), "sqs.drain_ratio: warn: must not be stricter than “pass”."),
    (of_one(terms={}), "sqs.drain_ratio: terms: must name at least one query."),
    (of_one(terms={"value": {}}), "sqs.drain_ratio: terms: value: must not be empty."),
    (of_one(terms={"value": 3}), "terms: value: must be a mapping with texts as keys."),
    (of_one(terms={"Value": {"m": 1}}), "sqs.drain_ratio: terms: Value: must be a lower case"),
    (
        of_one(terms={"value": {"m": 1}, "other": {"m": 2}}),
        "sqs.drain_ratio: evaluator: “other” is a term that the evaluator does not use.",
    ),
    (
        of_one(evaluator={"method": "statistic", "of": ["depth"]}),
        "sqs.drain_ratio: evaluator: “depth” is no term.",
    ),
    (
        of_one(terms={"value": {"metric": "{which}"}}),
        "sqs.drain_ratio: terms: “{which}” is no parameter.",
    ),
    (
        of_one(parameters=[{"name": "queue", "label": "Queue"}]),
        "sqs.drain_ratio: parameters: “queue” has no place in a term or an argument.",
    ),
    (preset(parameters={}), "sqs.drain_ratio: parameters: must be a list."),
    (
        preset(parameters=[{"name": "queue", "label": "Q"}] * 2),
        "sqs.drain_ratio: parameters: each name stands only once.",
    ),
    (
        preset(parameters=[{"name": "Queue", "label": "Q"}]),
        "sqs.drain_ratio: parameters: name: must be a lower case word.",
    ),
    (
        preset(parameters=[{"name": "queue", "label": "Q", "kind": "secret"}]),
        "parameters: kind: must be one of text, address, number, choice, lines.",
    ),
    (
        preset(parameters=[{"name": "queue", "label": "Q", "kind": "choice"}]),
        "parameters: choices: go with the kind “choice”, and it with them.",
    ),
    (
        preset(parameters=[{"name": "queue", "label": "Q", "required": "yes"}]),
        "parameters: required: must be true or false.",
    ),
    (
        preset(parameters=[{"name": "queue", "label": "Q", "choices": [True]}]),
        "parameters: choices: must be a list of texts.",
    ),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN, ids=[said[:60] for _, said in BROKEN])
def test_what_is_wrong_is_said_with_file_and_key(broken: dict[str, Any], said: str) -> None:
    with pytest.raises(PresetError) as refused:
        presets_in(file(broken), "aws.yaml")
    assert str(refused.value).startswith("aws.yaml: ")
    assert said in str(refused.value)


def of(method: str, **besides: Any) -> dict[str, Any]:
    return {"method": method, "of": ["value"], **besides}


SHAPES: list[tuple[dict[str, Any], str]] = [
    ({"method": "guess", "of": ["value"]}, "method: must be one of statistic, ratio, share"),
    ({"method": "statistic", "of": []}, "of: must name one series."),
    ({"method": "statistic", "of": ["value", "value"]}, "of: must name one series."),
    ({"method": "statistic", "of": "value"}, "of: must be a list of texts."),
    (of("statistic", statistic="median"), "statistic: must be one of last, mean"),
    (of("statistic", per=["value"]), "per: does not go with the method statistic."),
    (of("statistic", arguments={"low": 1}), "arguments: the method statistic takes no “low”."),
    (of("statistic", unit="s"), "unit: is not known here."),
    (of("ratio"), "a ratio needs at least one series in “of” and in “per”."),
    (of("ratio", per=["value"], arguments={"by": 1}), "the method ratio takes no “by”."),
    (of("share"), "a share needs one series in “per” or the argument “limit”, not both."),
    (of("share", per=["value"], arguments={"limit": 1}), "or the argument “limit”, not both."),
    (of("slope", per=["value"]), "per: does not go with the method slope."),
    (of("floor"), "arguments: the method floor needs “schedule”."),
    (of("within", arguments={"low": 1}), "arguments: the method within needs “high”."),
    (of("runs", arguments=[]), "arguments: must be a mapping with texts as keys."),
]


@pytest.mark.parametrize(("evaluator", "said"), SHAPES, ids=[said[:60] for _, said in SHAPES])
def test_an_evaluator_has_what_its_method_needs(evaluator: dict[str, Any], said: str) -> None:
    content = file(of_one(evaluator=evaluator))
    with pytest.raises(PresetError) as refused:
        presets_in(content, "aws.yaml")
    assert said in str(refused.value)
    assert not VALIDATOR.is_valid(content)


@pytest.mark.parametrize(
    "evaluator",
    [
        of("statistic", statistic="p95"),
        of("ratio", per=["value"], arguments={"times": 100, "complement": True}),
        of("share", statistic="p95", per=["value"]),
        of("share", arguments={"limit": 3}),
        of("slope"),
        of("floor", arguments={"schedule": "Mon-Fri 08:00-18:00", "time_zone": "Europe/Lisbon"}),
        of("within", arguments={"low": 40, "high": 80}),
        of("runs", arguments={"cron": "0 3 * * *"}),
    ],
)
def test_every_method_is_taken(evaluator: dict[str, Any]) -> None:
    content = file(of_one(evaluator=evaluator))
    (read,) = presets_in(content, "aws.yaml")
    assert read.evaluator.method == evaluator["method"]
    assert read.evaluator.arguments == evaluator.get("arguments", {})
    VALIDATOR.validate(content)


@pytest.mark.parametrize("content", [None, [], "presets", {1: 2}, {"presets": []}, {"presets": 3}])
def test_a_file_that_holds_no_presets_is_refused(content: object) -> None:
    with pytest.raises(PresetError, match=r"^aws.yaml: "):
        presets_in(content, "aws.yaml")
    assert not VALIDATOR.is_valid(content)


@pytest.mark.parametrize(
    "spoiled", ["trap", "title", "key", "window", "good", "terms", "evaluator"]
)
def test_the_schema_asks_for_what_the_reader_asks_for(spoiled: str) -> None:
    assert VALIDATOR.is_valid(file(preset()))
    assert not VALIDATOR.is_valid(file(preset(**{spoiled: None})))
    assert not VALIDATOR.is_valid(file(preset(**{spoiled: 3})))


@pytest.mark.parametrize(
    ("written", "length"),
    [("60 s", 60), ("60s", 60), ("15 min", 900), ("6 h", 21600), ("7 d", 604800)],
)
def test_a_length_of_time_is_seconds(written: str, length: int) -> None:
    assert seconds(written) == length


@pytest.mark.parametrize("written", ["", "7", "d", "0 s", "-1 d", "1.5 h", "7  d", "7 days", "٣ d"])
def test_what_is_no_length_of_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no length of time"):
        seconds(written)
