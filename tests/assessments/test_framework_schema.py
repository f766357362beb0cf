"""The published schema and the importer agree, as far as a schema can say."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

from assessments.exporters.plumbline import PlumblineJson
from assessments.importers.base import ImportRefused, Problem
from assessments.importers.exchange import words
from assessments.importers.plumbline import PlumblineFramework
from assessments.rules import MAX_CHARACTERS
from assessments.schemas import schema, schema_bytes
from assessments.spec import LENGTHS, FrameworkSpec
from tests.assessments.framework_specs import framework_specs
from tests.depth import examples

VALIDATOR = Draft202012Validator(schema())

BEYOND_A_SCHEMA = (
    "Another ", "There is no role with", "There is no group with", "Each level must have",
    "Each band must", "The ladder is a list of 5 shares, none lower", "The scale has",
    "The framework has no roles", "The service “", "This condition cannot",
)  # fmt: skip
"""How the problems begin that only the importer sees: what is unique, what exists, what rises."""

ODD: list[Any] = [
    None, True, False, 0, 1, -1, 0.5, 1.5, 2, 10**16, 99_999, "", " ", "\t\n", "a", "No", "a\x07b",
    "key\n", "a\nb", "a\rb", "two words", "x" * 1100, "https://example.org\n",
    "ftp://example.org", "http://a b", "multiple", "number", "practice", "policy", "high", [],
    [None], [[]], ["a", "a"], {}, {"a": 1},
    {"": 1}, {"page": "a.md"},
]  # fmt: skip


def problems_of(plain: Any) -> tuple[Problem, ...]:
    try:
        PlumblineFramework().read(json.dumps(plain).encode(), "framework.json")
    except ImportRefused as refused:
        return refused.problems
    return ()


def agree(plain: Any) -> None:
    errors = [error.message for error in VALIDATOR.iter_errors(plain)]
    problems = problems_of(plain)
    if errors:
        assert problems, errors
    else:
        beyond = [problem.message.startswith(BEYOND_A_SCHEMA) for problem in problems]
        assert all(beyond), [str(problem) for problem in problems]


def places(plain: Any) -> Iterator[tuple[Any, Any]]:
    """Every object with each of its fields, and every list with each of its places."""
    steps = list(plain) if isinstance(plain, dict) else range(len(plain))
    for step in steps:
        yield plain, step
        if isinstance(plain[step], dict | list):
            yield from places(plain[step])


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An export with a few of its values cut, doubled, renamed or replaced by something odd."""
    plain: Any = json.loads(PlumblineJson().write(draw(framework_specs())).data)
    for _ in range(draw(st.integers(1, 3))):
        whole, step = draw(st.sampled_from(list(places(plain)) or [(plain, "key")]))
        names = st.sampled_from([*words.QUESTION, *words.SECTION, *words.CHOICE, "colour"])
        match draw(st.sampled_from(["cut", "replace", "add", "double"])):
            case "cut":
                del whole[step]
            case "add" if isinstance(whole, dict):
                whole[draw(names)] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "double" if isinstance(whole, list):
                whole.append(copy.deepcopy(whole[step]))
            case _:
                whole[step] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return plain


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"].startswith("urn:")
    assert schema_bytes().endswith(b"}\n")


def test_a_copy_of_the_schema_can_be_changed() -> None:
    schema().clear()
    assert schema()


@settings(max_examples=examples(20))
@given(framework_specs())
def test_every_export_validates(spec: FrameworkSpec) -> None:
    VALIDATOR.validate(json.loads(PlumblineJson().write(spec).data))


@settings(max_examples=examples(40))
@given(mutated())
def test_what_validates_can_be_imported_and_the_other_way_round(plain: Any) -> None:
    if not any(place == "page" for _, place in places(plain)):
        agree(plain)


SMALL: dict[str, Any] = {"plumbline": "framework/1", "key": "a", "title": "A"}


@pytest.mark.parametrize("name", words.FRAMEWORK)
def test_both_agree_on_every_value_of_every_field_of_a_framework(name: str) -> None:
    for value in ODD:
        agree(SMALL | {name: value})


SECTION: dict[str, Any] = {"kind": "practice", "key": "p", "title": "P"}


@pytest.mark.parametrize("name", words.SECTION)
def test_both_agree_on_every_value_of_every_field_of_a_section(name: str) -> None:
    for value in ODD:
        agree(SMALL | {"sections": [SECTION | {name: value}]})


QUESTION: dict[str, Any] = {"key": "q", "text": "Q?"}
PARTS: dict[str, Any] = {
    "choices": {"key": "a", "text": "A"},
    "rules": {"condition": "a", "risk": "high"},
    "resources": {"text": "A"},
}


@pytest.mark.parametrize("kind", [None, "multiple", "number"])
@pytest.mark.parametrize("name", words.QUESTION)
def test_both_agree_on_every_value_of_every_field_of_a_question(
    name: str, kind: str | None
) -> None:
    asked = QUESTION | ({"kind": kind} if kind else {})
    for value in ODD:
        agree(SMALL | {"sections": [SECTION | {"questions": [asked | {name: value}]}]})


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *(("choices", field) for field in words.CHOICE),
        *(("rules", field) for field in words.RULE),
        *(("resources", field) for field in words.RESOURCE),
    ],
)
def test_both_agree_on_every_value_of_every_field_below_a_question(name: str, field: str) -> None:
    for value in ODD:
        part = PARTS[name] | {field: value}
        asked = QUESTION | {"kind": "multiple", name: [part]}
        agree(SMALL | {"sections": [SECTION | {"questions": [asked]}]})


@pytest.mark.parametrize("bands", [[{"score": 0}, {"score": 1}], [{"at_least": 1, "score": 0}]])
def test_both_agree_on_where_bands_begin(bands: list[Any]) -> None:
    asked = QUESTION | {"kind": "number", "bands": bands}
    plain = SMALL | {"sections": [SECTION | {"questions": [asked]}]}
    assert list(VALIDATOR.iter_errors(plain))
    assert problems_of(plain)


@pytest.mark.parametrize(
    ("place", "noun"),
    [
        ("key", "key"),
        ("section/title", "section"),
        ("section/ref", "reference"),
        ("section/source_id", "source id"),
        ("role/name", "role"),
        ("group/name", "group"),
        ("level/name", "level"),
        ("level/description", "level description"),
        ("responsibility/text", "responsibility"),
        ("expected_artifact/title", "expected artifact"),
        ("cloud_service/provider", "provider"),
        ("cloud_service/name", "cloud service"),
        ("question/text", "question"),
        ("question/unit", "unit"),
        ("choice/key", "choice key"),
        ("choice/text", "choice"),
        ("url", "url"),
    ],
)
def test_texts_are_as_long_as_the_database_holds(place: str, noun: str) -> None:
    name, _, field = place.partition("/")
    found = schema()["$defs"][name]
    assert (found["properties"][field] if field else found)["maxLength"] == LENGTHS[noun]


@pytest.mark.parametrize("name", ["title", "version", "language", "publisher", "licence"])
def test_facts_are_as_long_as_the_database_holds(name: str) -> None:
    noun = "framework" if name == "title" else name
    assert schema()["properties"][name]["maxLength"] == LENGTHS[noun]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("level", words.LEVEL),
        ("role", words.ROLE),
        ("group", words.GROUP),
        ("section", words.SECTION),
        ("page", words.PAGE),
        ("responsibility", words.RESPONSIBILITY),
        ("expected_artifact", words.EXPECTED_EVIDENCE),
        ("cloud_service", words.CLOUD_SERVICE),
        ("question", words.QUESTION),
        ("choice", words.CHOICE),
        ("rule", words.RULE),
        ("band", words.BAND),
        ("resource", words.RESOURCE),
    ],
)
def test_the_schema_has_the_fields_of_the_format_and_says_what_each_is(
    name: str, known: tuple[str, ...]
) -> None:
    found = schema()["$defs"][name]
    assert tuple(found["properties"]) == known
    assert found["additionalProperties"] is False
    assert all(field.get("description") for field in found["properties"].values())


def test_conditions_are_as_long_as_rules_read_them() -> None:
    found = schema()["$defs"]["rule"]["properties"]["condition"]
    assert found["maxLength"] == MAX_CHARACTERS


def test_the_schema_has_the_facts_of_the_format_in_order() -> None:
    assert tuple(schema()["properties"]) == words.FRAMEWORK
    assert schema()["additionalProperties"] is False
